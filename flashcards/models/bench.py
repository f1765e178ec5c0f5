"""The data sets of a folder and the models fitted to them so far: what one process keeps ready."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from flashcards.models.columns import Data
from flashcards.models.datasets import labels, load, read_text
from flashcards.models.examples import Fits, fitted, script_of, show
from flashcards.models.live import Asked, Shown
from flashcards.models.quantities import Fit, value

MOST: Final = 40
"""Models of a data set that are kept at once; more than all cards of a course have of one."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A data set that was handed over and is in no file of the folder.

    Attributes:
        csv: its rows, with a line of names.
        labels: what an axis calls its columns.
        words: what is to be said wherever it is shown; empty where nothing is.
        mark: whose they are in a word or two, where their name alone would mislead; else empty.
        data: the same as columns.
    """

    csv: str
    labels: Mapping[str, str]
    words: str
    mark: str
    data: Data


class Bench:
    """Shows examples of the data sets of one folder, and fits no model of theirs twice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._fits: dict[tuple[str, int], Fits] = {}
        self._passed: dict[str, Passed] = {}

    def take(
        self, name: str, csv: str, labels: Mapping[str, str], words: str, mark: str = ""
    ) -> None:
        """Have one more data set, or another one under its name.

        Args:
            name: goes before a file of the folder.
            csv: its rows, with a line of names.
            labels: what an axis calls its columns.
            words: what is to be said wherever it is shown.
            mark: whose they are in a word or two, where their name alone would mislead.

        Raises:
            ModelError: the rows are none.
        """
        known = self._passed.get(name)
        if known is not None and known.csv == csv:
            self._passed[name] = Passed(csv, labels, words, mark, known.data)
        else:
            self._passed[name] = Passed(csv, labels, words, mark, read_text(f"{name}.csv", csv))
            self._fits.pop((name, 0), None)

    def show(self, asked: Asked) -> Shown:
        """What an example shows.

        Raises:
            ModelError: there is no such data set, or a model cannot be fitted to it.
            FormulaError: a formula cannot be read.
        """
        data = self.data(asked.data)
        shown = show(asked, data, self.labels(asked.data), fits=self.fits(asked.data))
        passed = self._passed.get(asked.data)
        return shown if passed is None else _marked(shown, asked.data, passed)

    def script(self, asked: Asked, csv: str = "") -> str:
        """The same as an R script that reads its data from a file; by default beside it.

        Raises:
            ModelError: as in :meth:`show`.
            FormulaError: a formula cannot be read.
        """
        return script_of(asked, self.show(asked), self.data(asked.data), csv)

    def value(self, asked: Asked, name: str) -> float:
        """A number of an example's models, by its name in a text.

        Raises:
            ModelError: there is no such number, or as in :meth:`show`.
            FormulaError: a formula cannot be read.
        """
        return value(self.fitted(asked), name)

    def fitted(self, asked: Asked) -> tuple[Fit, ...]:
        """An example's models; several of its numbers can be had of them by :func:`value`.

        Raises:
            ModelError: as in :meth:`show`.
            FormulaError: a formula cannot be read.
        """
        models = fitted(asked, self.data(asked.data), self.fits(asked.data))
        return tuple(model.fit for model in models)

    def data(self, name: str) -> Data:
        """A data set.

        Raises:
            ModelError: there is none of that name.
        """
        passed = self._passed.get(name)
        return load(name, self.folder) if passed is None else passed.data

    def labels(self, name: str) -> Mapping[str, str]:
        """What an axis calls the columns of a data set, where that is not their name."""
        passed = self._passed.get(name)
        return labels(name, self.folder) if passed is None else passed.labels

    def words(self, name: str) -> str:
        """What is to be said wherever a data set is shown; empty for those of the folder."""
        passed = self._passed.get(name)
        return "" if passed is None else passed.words

    def csv(self, name: str) -> str:
        """The rows of a data set, with a line of names."""
        passed = self._passed.get(name)
        return (self.folder / f"{name}.csv").read_text("utf-8") if passed is None else passed.csv

    def fits(self, name: str) -> Fits:
        """The models that were fitted to a data set, as long as its file is what it was."""
        passed = name in self._passed
        key = (name, 0 if passed else (self.folder / f"{name}.csv").stat().st_mtime_ns)
        if key not in self._fits or len(self._fits[key]) > MOST:
            self._fits[key] = {}
        return self._fits[key]


def _marked(shown: Shown, name: str, passed: Passed) -> Shown:
    """The same with what is to be said of its data; a figure says it in its title."""
    figure = shown.figure
    if figure is not None and passed.mark:
        figure = replace(figure, title=f"{figure.title} ({passed.mark})")
    return Shown(
        shown.outputs,
        figure,
        (*shown.messages, *filter(None, (passed.words,))),
        f"{name}, {passed.mark}" if passed.mark else "",
    )
