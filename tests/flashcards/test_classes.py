"""A class: what it misses by counting, what goes together and the model as R has them."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path

import pytest

from flashcards.bundled import bundled_content
from flashcards.calibration import Verdict
from flashcards.classes.files import Student, gathered
from flashcards.classes.files import student as summed
from flashcards.classes.picture import together
from flashcards.classes.report import class_report
from flashcards.classes.tables import FORMULA, LINEAR
from flashcards.deck import load_deck
from flashcards.events import Answer, Purpose
from flashcards.models.figures.figure import Cells
from flashcards.renames import Names
from flashcards.sharing import FORMAT, KIND, Shared, SharedRecall, encoded
from tests.flashcards.models.live_r import needs_r

TOLERANCE = 1e-5
"""How near to R all figures are, where both have gone to the optimum."""

YES, PARTLY, NO = Answer.YES, Answer.PARTLY, Answer.NO
TOPICS = load_deck(bundled_content()).topics


def given(name: str, *recalls: SharedRecall) -> Shared:
    return Shared(KIND, FORMAT, name, recalls)


def student(name: str, *recalls: SharedRecall) -> Student:
    return summed(given(name, *recalls))


def recall(topic: str, day: int = 0, comfort: int | None = 3, **answers: Answer) -> SharedRecall:
    return SharedRecall(day, topic, answers, comfort, 60.0)


def _answer(score: float) -> Answer:
    return YES if score > 0.5 else PARTLY if score > 0 else NO


def klass(students: int, seed: int = 1, differ: float = 0.7) -> list[Shared]:
    """Students of different ability on points of different ease."""
    rng = random.Random(seed)
    ease = {(t.key, p.id): rng.gauss(0.6, 0.8) for t in TOPICS[:6] for p in t.key_points}
    made = []
    for number in range(students):
        ability = rng.gauss(0, differ)
        recalls = []
        for topic in TOPICS[:6]:
            scores = {p.id: ease[topic.key, p.id] + ability + rng.gauss(0, 1)
                      for p in topic.key_points}  # fmt: skip
            answers = {id_: _answer(score) for id_, score in scores.items()}
            recalls.append(SharedRecall(0, topic.key, answers, rng.randint(1, 5), 60.0))
        made.append(given(f"s{number:02}", *recalls))
    return made


def test_the_newest_recall_of_a_student_speaks() -> None:
    first = recall("p/t", a=NO, b=NO)
    second = recall("p/t", 3, a=YES, b=PARTLY)
    report = class_report(
        [student("one", first, second), student("two", recall("p/t", a=NO, b=YES))], ()
    )
    rows = {row.point: row for row in report.points}
    assert (rows["a"].missed, rows["a"].partly, rows["a"].students) == (0.5, 0.0, 2)
    assert (rows["b"].missed, rows["b"].partly) == (0.0, 0.5)
    assert (report.points[0].point, report.points[0].text) == ("a", "a")
    assert report.recalls == 3


def test_cramming_does_not_speak_but_is_counted() -> None:
    study, mock, cram = (
        SharedRecall(day, "p/t", {"a": answer}, 3, 60.0, purpose)
        for day, answer, purpose in (
            (0, YES, Purpose.STUDY),
            (1, NO, Purpose.MOCK),
            (2, YES, Purpose.CRAM),
        )
    )
    report = class_report([student("one", study, mock, cram)], ())
    assert (report.recalls, report.mock, report.cram) == (3, 1, 1)
    assert report.points[0].missed == 1


def test_many_students_weigh_more_than_one() -> None:
    made = [student(f"s{number}", recall("p/many", a=NO)) for number in range(9)]
    made += [student("yes", recall("p/many", a=YES), recall("p/one", b=NO))]
    first, second = class_report(made, ()).points
    assert (first.topic, first.missed, second.topic, second.missed) == ("p/many", 0.9, "p/one", 1)
    assert (first.low, first.high) == pytest.approx((0.5958500, 0.9821238), abs=1e-6)


def test_points_of_an_earlier_version_are_those_of_now() -> None:
    names = Names({"p/old": "p/t"}, {"p/t": {"new": ("was",), "both": ("x", "y")}})
    recalls = (recall("p/old", was=NO, x=YES, y=PARTLY, gone=YES),)
    one = summed(given("one", *recalls), names)
    two = summed(given("two", recall("p/t", new=NO, both=YES)), names)
    assert dict(one.newest["p/t"].answers) == {"gone": YES, "new": NO, "both": PARTLY}
    rows = {row.point: row for row in class_report([one, two], ()).points}
    assert (rows["new"].missed, rows["new"].students) == (1, 2)
    assert rows["gone"].students == 1


def test_those_who_felt_sure_and_were_not_are_counted() -> None:
    made = [
        student(f"s{comfort}", recall("p/t", comfort=comfort, a=NO, b=answer))
        for comfort, answer in ((5, NO), (4, YES), (3, NO), (None, NO))
    ]
    report = class_report(made, ())
    assert (report.topics[0].sure, report.topics[0].fooled, report.topics[0].judged) == (2, 1, 3)
    assert [(row.point, row.sure) for row in report.points] == [("a", 2), ("b", 1)]


def test_words_come_from_the_cards() -> None:
    topic = TOPICS[0]
    point = topic.key_points[0]
    report = class_report([student("one", recall(topic.key, **{point.id: NO}))], TOPICS)
    assert (report.points[0].title, report.points[0].text) == (topic.title, point.text)


def test_what_is_overrated_comes_first() -> None:
    made = [
        student(
            f"s{number}",
            recall("p/sure", comfort=5, a=NO, b=NO),
            recall("p/modest", comfort=1, a=YES, b=YES),
            recall("p/fair", comfort=3, a=YES, b=NO),
            recall("p/silent", comfort=None, a=YES),
        )
        for number in range(5)
    ]
    rows = class_report(made, ()).topics
    assert [(row.topic, row.verdict) for row in rows] == [
        ("p/sure", Verdict.OVERCONFIDENT),
        ("p/fair", Verdict.WELL_JUDGED),
        ("p/modest", Verdict.UNDERCONFIDENT),
        ("p/silent", None),
    ]
    few = class_report(made[:4], ()).topics
    assert {row.verdict for row in few} == {None}


def test_of_very_many_topics_the_most_common_are_compared() -> None:
    rng = random.Random(2)
    made = [
        student(
            f"s{number}",
            *(recall(f"p/t{topic}", a=rng.choice([YES, NO]), b=rng.choice([YES, NO]))
              for topic in range(70 if number else 100)),
        )
        for number in range(20)
    ]  # fmt: skip
    report = class_report(made, ())
    assert len(report.topics) == 100
    compared = {topic for pair in report.pairs for topic in (pair.one, pair.other)}
    assert compared == {f"p/t{topic}" for topic in range(60)}


def test_few_students_get_no_model_and_no_pairs() -> None:
    report = class_report(list(map(summed, klass(4))), TOPICS)
    assert report.model is None
    assert "5 students" in report.why_no_model
    assert report.pairs == ()
    alike = [student(f"s{n}", recall("p/t", **{f"p{k}": YES for k in range(6)})) for n in range(6)]
    assert "All answers are the same" in class_report(alike, ()).why_no_model
    assert class_report([], ()).students == 0


def test_the_model_is_labelled_as_what_it_is() -> None:
    report = class_report(list(map(summed, klass(12))), TOPICS)
    assert report.model is not None
    assert report.model.formula == FORMULA
    assert report.model.messages == (LINEAR,)
    few = class_report(list(map(summed, klass(6))), TOPICS).model
    assert few is not None
    assert "With 6 students" in few.messages[-1]


def test_a_singular_fit_is_told_as_one() -> None:
    answers = [YES, NO, YES, NO, PARTLY, YES]
    alike = [
        student(f"s{n}", recall("p/t", **{f"p{k}": answers[k - n] for k in range(6)}))
        for n in range(6)
    ]
    model = class_report(alike, ()).model
    assert model is not None
    assert model.students == pytest.approx(0, abs=1e-4)
    assert any("singular" in words for words in model.messages)
    assert any("does not say that there is none" in words for words in model.messages)


def test_what_goes_together_is_a_map_in_course_order() -> None:
    report = class_report(list(map(summed, klass(8))), TOPICS)
    figure = together(report)
    assert figure is not None
    panel = figure.panels[0]
    assert panel.y.levels[-1] == f"1 {TOPICS[0].title}"
    assert panel.y.levels[0] == f"6 {TOPICS[5].title}"
    (cells,) = panel.layers
    assert isinstance(cells, Cells)
    found = dict(zip(zip(cells.x, cells.y, strict=True), cells.values, strict=True))
    assert len(found) == 30
    assert not any(x + y == 5 for x, y in found)
    pair = report.pairs[3]
    across, down = (report.course.index(key) for key in (pair.one, pair.other))
    assert found[across, 5 - down] == found[down, 5 - across] == pair.r
    assert "Over 15 pairs of topics" in figure.says
    assert together(class_report([], TOPICS)) is None


@needs_r
def test_model_and_correlations_are_those_of_r(tmp_path: Path) -> None:
    made = klass(12)
    report = class_report(list(map(summed, made)), TOPICS)
    worth = {YES: 1.0, PARTLY: 0.5, NO: 0.0}
    with (tmp_path / "answers.csv").open("w") as file:
        file.write("student,topic,point,answer\n")
        for each in made:
            for one in each.recalls:
                for point, answer in one.answers.items():
                    name = f"{one.topic}#{point}"
                    file.write(f"{each.student},{one.topic},{name},{worth[answer]}\n")
    pair = report.pairs[0]
    script = f"""
    suppressMessages({{library(lme4); library(jsonlite)}})
    d <- read.csv("answers.csv")
    m <- lmer({FORMULA}, d, control = lmerControl(optimizer = "bobyqa",
      optCtrl = list(rhoend = 1e-10, maxfun = 1e5)))
    v <- as.data.frame(VarCorr(m))
    p <- as.data.frame(ranef(m, condVar = TRUE))
    p <- p[p$grpvar == "point", ]
    w <- tapply(d$answer, list(d$student, d$topic), mean)
    r <- cor.test(w[, "{pair.one}"], w[, "{pair.other}"])
    cat(toJSON(list(fixef = fixef(m), sd = setNames(as.list(v$sdcor), v$grp),
      mode = setNames(as.list(p$condval), p$grp), se = setNames(as.list(p$condsd), p$grp),
      r = r$estimate, ci = r$conf.int), auto_unbox = TRUE, digits = NA))
    """
    done = subprocess.run(
        ["Rscript", "-e", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    r = json.loads(done.stdout)
    model = report.model
    assert model is not None
    assert model.average == pytest.approx(r["fixef"], abs=TOLERANCE)
    sds = (model.students, model.points, model.residual)
    assert sds == pytest.approx(
        (r["sd"]["student"], r["sd"]["point"], r["sd"]["Residual"]), abs=TOLERANCE
    )
    for row in report.points:
        name = f"{row.topic}#{row.point}"
        assert row.ease is not None
        assert row.ease_high is not None
        assert row.ease == pytest.approx(r["fixef"] + r["mode"][name], abs=TOLERANCE)
        assert row.ease_high - row.ease == pytest.approx(1.959964 * r["se"][name], abs=TOLERANCE)
    assert (pair.r, pair.low, pair.high) == pytest.approx((r["r"], *r["ci"]), abs=TOLERANCE)


def test_files_of_a_class_are_gathered(tmp_path: Path) -> None:
    old, new = klass(2)[0], klass(2)[0]
    later = SharedRecall(9, TOPICS[0].key, {"x": YES}, 3, 60.0)
    new = given(new.student, *new.recalls, later)
    for name, each in (("a", new), ("b", old), ("c", klass(2)[1])):
        (tmp_path / f"{name}.json").write_bytes(encoded(each))
    (tmp_path / "d.json").write_text("{}")
    students, left_out = gathered(sorted(tmp_path.glob("*.json")))
    assert [(one.name, one.recalls) for one in students] == [("s00", 7), ("s01", 6)]
    assert left_out == [
        "b.json is a second file of s00; the newer counts.",
        "d.json is no file of flashcards share; it is left out.",
    ]
