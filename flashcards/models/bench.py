"""The data sets of a folder and the models fitted to them so far: what one process keeps ready."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from flashcards.models.columns import Data
from flashcards.models.datasets import labels, load
from flashcards.models.examples import Fits, fitted, script_of, show
from flashcards.models.live import Asked, Shown
from flashcards.models.quantities import value

MOST: Final = 40
"""Models of a data set that are kept at once; more than all cards of a course have of one."""


class Bench:
    """Shows examples of the data sets of one folder, and fits no model of theirs twice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._fits: dict[tuple[str, int], Fits] = {}

    def show(self, asked: Asked) -> Shown:
        """What an example shows.

        Raises:
            ModelError: there is no such data set, or a model cannot be fitted to it.
            FormulaError: a formula cannot be read.
        """
        data = self.data(asked.data)
        return show(asked, data, labels(asked.data, self.folder), fits=self.fits(asked.data))

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
        models = fitted(asked, self.data(asked.data), self.fits(asked.data))
        return value([model.fit for model in models], name)

    def data(self, name: str) -> Data:
        """A data set.

        Raises:
            ModelError: there is none of that name.
        """
        return load(name, self.folder)

    def fits(self, name: str) -> Fits:
        """The models that were fitted to a data set, as long as its file is what it was."""
        key = (name, (self.folder / f"{name}.csv").stat().st_mtime_ns)
        if key not in self._fits or len(self._fits[key]) > MOST:
            self._fits[key] = {}
        return self._fits[key]
