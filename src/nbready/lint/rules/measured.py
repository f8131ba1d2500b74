"""NBR304 to NBR306: results and evaluations held against what the charter registers.

They speak only where the charter says it in words that a program can hold code against: ``computed_as`` and
``split``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nbready.charter.metric import metrics
from nbready.charter.quantity import read_choice
from nbready.lint.facts import Facts
from nbready.lint.rule import Problem, rule

if TYPE_CHECKING:
    from nbready.lint.evaluation import Call, Evaluation

RESULT_OF_ANOTHER = "result_of_another"
_METRIC, _RESULT = "success_metric", "measured_result"


@rule("NBR304", "result-of-another")
def result_of_another(facts: Facts) -> Iterator[Problem]:
    """The result is for another metric, other data or an earlier model.

    What it does:
        Holds `measured_result` against `success_metric`: the metric's name, `computed_as` with its `at`, and
        the data. Where execution counts show it, also reports a result that was measured before the last
        training cell ran. Speaks where the charter says how the metric is computed (`computed_as`).

    Why it matters:
        "AUC 0.79 on a random split" is no answer to "recall of 35 % in the riskiest 10 %, next half-year",
        and a result of last week's model none for today's.

    Example:
        ```yaml
        success_metric: {name: captured defaults, computed_as: recall_at_top, at: 10 %, evaluated_on: H2}
        measured_result: {metric: AUC, value: 0.79, evaluated_on: random split}
        ```

    Remedy:
        Measure what was registered (`%nbready measure LABELS SCORES`), after the last training. If the
        promise itself was wrong, amend it, with the reason, before the result is known.
    """
    if not says_what_is_computed(facts):
        return
    standing = facts.review.standings.get(_RESULT)
    place = facts.document.place_of(_RESULT)
    for remark in standing.remarks if standing else ():
        if remark.check == RESULT_OF_ANOTHER and facts.document.resolved.origin.get(_RESULT) is None:
            inner = facts.document.place_of(remark.part, within=_RESULT) or place
            yield Problem(
                message=remark.message,
                remedy="`%nbready measure LABELS SCORES` measures what is registered.",
                cell=inner.cell if inner else None,
                line=inner.line if inner else None,
                column=inner.column if inner else None,
                questions=(_RESULT,),
                anchor=f"{_RESULT}.{remark.part}",
            )
    yield from _trained_since(facts)


@rule("NBR305", "registered-metric-not-computed")
def registered_metric_not_computed(facts: Facts) -> Iterator[Problem]:
    """The notebook evaluates, and never computes the registered metric.

    What it does:
        Reports the first call of a metric where the code computes metrics and the registered one is not among
        them. Speaks where `computed_as` names a metric of scikit-learn's, and stays silent where `%nbready
        measure`, a `score` method, a scorer, or anything named like the metric might compute it.

    Why it matters:
        A project that promised recall and reports accuracy has not said whether it kept its promise.

    Example:
        ```python
        from sklearn.metrics import accuracy_score

        accuracy_score(y_test, model.predict(X_test))
        ```

        where the charter says `computed_as: average_precision`.

    Remedy:
        Add `%nbready measure LABELS SCORES` where the notebook evaluates.
    """
    if not says_what_is_computed(facts):
        return
    metric = read_choice(_registered(facts, "computed_as"), metrics())
    if not metric:
        return
    evaluation = _evaluation(facts)
    if evaluation.calls and not evaluation.measured and not evaluation.may_compute(metric):
        first = evaluation.calls[0]
        yield _at(
            first,
            f"`{first.name}` is computed here, and `{metric}`, which the charter registers, nowhere.",
            "`%nbready measure LABELS SCORES` computes it.",
        )


@rule("NBR306", "split-not-as-promised")
def split_not_as_promised(facts: Facts) -> Iterator[Problem]:
    """A random split, where one by time or by group is promised.

    What it does:
        Reports the first random split or shuffled folds where `split` is `by_time` or `by_group`, and nothing
        in the notebook keeps times, or groups, apart.

    Why it matters:
        Neighbours in time, or of one customer, are alike: a random split puts one of them into training and
        measures on the other, and the result is better than what operation will see.

    Example:
        ```python
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        ```

        where the charter says `split: by_time`.

    Remedy:
        Cut at a date, or use `TimeSeriesSplit`, `GroupKFold` or `GroupShuffleSplit`. If a random split is
        what operation is like, amend the charter.
    """
    split = read_choice(_registered(facts, "split"), ("by_time", "by_group"))
    if not split:
        return
    evaluation = _evaluation(facts)
    if evaluation.random and split not in evaluation.kept_apart:
        first = evaluation.random[0]
        kept = "times" if split == "by_time" else "groups"
        yield _at(
            first,
            f"`{first.name}` sets cases apart at random; the charter promises to keep {kept} apart.",
            "Cut at a date, or use `TimeSeriesSplit`."
            if split == "by_time"
            else "Use `GroupKFold` or `GroupShuffleSplit`.",
        )


def says_what_is_computed(facts: Facts) -> bool:
    """Whether the charter says how its metric is computed."""
    return bool(_registered(facts, "computed_as"))


def _evaluation(facts: Facts) -> Evaluation:
    from nbready.lint.evaluation import read_evaluation  # few charters say what it is held against

    return read_evaluation(facts.notebook)


def _registered(facts: Facts, part: str) -> str:
    answer = facts.document.charter.answers.get(_METRIC, "")
    value = answer.get(part, "") if isinstance(answer, dict) else ""
    return value if isinstance(value, str) else ""


def _trained_since(facts: Facts) -> Iterator[Problem]:
    """A result that was measured before the last training ran."""
    if _RESULT not in facts.document.charter.answers:
        return
    cells = list(facts.notebook.code_cells())
    trained = [
        cell.execution_count or 0
        for cell, stages in zip(cells, facts.stages, strict=False)
        if any(use.stage == "train" for use in stages.uses)
    ]
    last = max(trained, default=0)
    if not last:
        return
    measured = [call for call in _evaluation(facts).measured if call.cell.execution_count]
    newest = max(measured, key=lambda call: call.cell.execution_count or 0, default=None)
    if newest is not None and (newest.cell.execution_count or 0) < last:
        yield _at(
            newest,
            f"A model was trained (run {last}) after this was measured (run {newest.cell.execution_count}).",
            "Run this cell again, and record what it says.",
        )


def _at(call: Call, message: str, remedy: str) -> Problem:
    return Problem(
        message=message,
        remedy=remedy,
        cell=call.cell.position,
        line=call.line,
        column=call.column,
        questions=(_METRIC,),
        anchor=call.name,
    )
