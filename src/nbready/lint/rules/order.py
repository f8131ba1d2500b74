"""NBR2xx: what comes too early."""

from __future__ import annotations

from collections.abc import Iterator

from nbready.charter.model import Gate
from nbready.gate import SPECS
from nbready.lint.facts import Facts
from nbready.lint.replay import CellVerdict
from nbready.lint.rule import Problem, rule
from nbready.lint.sequence import load_above_charter, load_run_first
from nbready.wording import counted

_NAMED = 3
_FINE = ("pass", "off")


@rule("NBR201", "data-before-gate", severity="error")
def data_before_gate(facts: Facts) -> Iterator[Problem]:
    """Data is loaded before the charter's first questions are answered.

    What it does:
        Replays the data gate over the code cells, in order, and reports the first one that loads data while
        a question that the gate asks is neither answered nor validly put off. An error where the policy of
        the data gate is `block`, a warning where it is `warn`. Notebooks without answers of their own that
        wait for a shared charter (`inherits:`, or `charter` in the configuration) are reported together,
        once, at the shared file's line, with the notebooks that it holds up; so it is at the other gates.

    Why it matters:
        Most models are never deployed, and seldom for want of accuracy: nobody agreed beforehand on the
        decision that changes, the result that is good enough, or the person who says yes. Those questions
        cost ten minutes before the data is there, and the project afterwards.

    Example:
        ```python
        import pandas as pd

        applications = pd.read_csv("applications.csv")
        ```

        in a notebook without a charter.

    Remedy:
        Answer the questions in a `%%charter` cell, or once for all notebooks in the shared charter. Put off
        what can wait, on the record: `%nbready defer data --reason "..." --owner "..." --until 2027-01-31`.
        For data that is not the project's, such as a lookup table, say so in the cell:
        `# nbready: ignore[NBR201] reason`.
    """
    remedy = (
        "Answer in a `%%charter` cell, or put off what can wait: `%nbready defer data --reason ... "
        "--owner ... --until ...`. Not the project's data? `# nbready: ignore[NBR201] reason`."
    )
    return _too_early(facts, "data", remedy)


@rule("NBR202", "training-before-plan")
def training_before_plan(facts: Facts) -> Iterator[Problem]:
    """A model is trained before its deployment is planned.

    What it does:
        Replays the model gate over the code cells, in order, and reports the first one that trains a model
        while a question that the gate asks (integration, fallback, monitoring, privacy review ...) is open.
        A warning by default, an error where the policy of the model gate is `block`.

    Why it matters:
        Where the scores enter the running process, what is known at that moment and who must approve it
        decide which model can be used at all. Found out afterwards, it is a second project.

    Example:
        ```python
        model = LogisticRegression().fit(X, y)
        ```

        in a notebook whose charter says nothing of `integration`.

    Remedy:
        Answer the questions in the `%%charter` cell, or put them off:
        `%nbready defer model --reason "..." --owner "..." --until 2027-01-31`.
    """
    remedy = (
        "Answer in the `%%charter` cell, or put off what can wait: "
        "`%nbready defer model --reason ... --owner ... --until ...`."
    )
    return _too_early(facts, "model", remedy)


@rule("NBR203", "deploy-before-launch")
def deploy_before_launch(facts: Facts) -> Iterator[Problem]:
    """A model is deployed before launch is agreed.

    What it does:
        Replays the launch gate over the code cells, in order, and reports the first one that registers,
        serves or pushes a model while the measured result, the limitations or the sign-off is missing, or
        the sign-off says `no_go`. In a notebook for learning or feasibility any deployment is reported. A
        warning by default, an error where the policy of the launch gate is `block`.

    Why it matters:
        What runs without a recorded decision has no owner on the day that it fails.

    Example:
        ```python
        mlflow.register_model(uri, "credit-default")
        ```

        in a notebook whose charter has no `sign_off`.

    Remedy:
        Record what was measured, where the model must not be used, and who decided, in the `%%charter` cell.
    """
    remedy = "Answer in the `%%charter` cell; the sign-off is not the author's own."
    return _too_early(facts, "launch", remedy)


@rule("NBR204", "loaded-before-charter")
def loaded_before_charter(facts: Facts) -> Iterator[Problem]:
    """The data was loaded first, and the charter run afterwards.

    What it does:
        Reads the execution counts. It reports a load that ran before the charter cell did, where every
        earlier count is held by another cell, so that the charter cannot have run before as well.

    Why it matters:
        A charter that is written with the data on the screen describes what was found, not what was wanted:
        the threshold is the score, and the target is the column that was there.

    Example:
        ```text
        [3] %%charter
        [1] import pandas as pd
        [2] df = pd.read_csv("applications.csv")
        ```

    Remedy:
        Move the charter cell above the load, if it stands below. Then restart the kernel and run the
        notebook from the top. Where the answers came after the data, say so in `limitations`.
    """
    found = load_run_first(facts)
    if found is not None:
        asked, charter_run = found
        yield Problem(
            message=f"`{asked.verdict.use.call}` ran before the charter: [{asked.cell.execution_count}], "
            f"and the charter cell [{charter_run}].",
            # Run from the top, a charter that stands below would come second again.
            remedy="Move the charter cell above the load, then restart the kernel and run from the top."
            if load_above_charter(facts)
            else "Restart the kernel and run the notebook from the top.",
            cell=asked.cell.position,
            line=asked.verdict.use.line,
            column=asked.verdict.use.column + 1,
        )


@rule("NBR205", "charter-below-load")
def charter_below_load(facts: Facts) -> Iterator[Problem]:
    """The charter cell stands below the first load.

    What it does:
        Compares the place of the charter cell with that of the first cell that loads data.

    Why it matters:
        Notebooks run from the top. A reader meets the data before the reason for it, and so does a kernel
        that cannot see the file.

    Example:
        ```text
        cell 1: df = pd.read_csv("applications.csv")
        cell 2: %%charter
        ```

    Remedy:
        Move the charter cell up, above the first cell that loads data, and keep it below
        `%load_ext nbready`, which brings `%%charter`.
    """
    place = facts.document.place_of()
    first = load_above_charter(facts)
    if place and first:
        yield Problem(
            message=f"The charter stands below cell {first.cell.position + 1}, which loads data first.",
            remedy="Move it above that cell, and keep it below `%load_ext nbready`.",
            cell=place.cell,
            line=1,
            column=1,
        )


def _too_early(facts: Facts, gate: Gate, remedy: str) -> Iterator[Problem]:
    """The first use that the gate does not let pass, and every one that asks to be ignored."""
    is_told = False
    for asked in facts.asked(gate):
        verdict = asked.verdict
        if verdict.outcome in _FINE or (is_told and verdict.outcome != "ignored"):
            continue
        is_told = is_told or verdict.outcome != "ignored"
        yield Problem(
            message=f"`{verdict.use.call}` {SPECS[gate].does} {_reason(facts, asked)}",
            remedy=remedy if verdict.open else _remedy_of_intent(facts),
            cell=asked.cell.position,
            line=verdict.use.line,
            column=verdict.use.column + 1,
            questions=verdict.open,
            anchor=verdict.use.call,
            severity="error" if verdict.outcome == "block" else "warning",
        )


def _reason(facts: Facts, asked: CellVerdict) -> str:
    keys = asked.verdict.open
    state = facts.states[asked.verdict.gate]
    if not keys:
        return f"in a notebook for {facts.review.intent}, which opens no way to launch."
    named = ", ".join(f"`{key}`" for key in keys[:_NAMED])
    more = f" and {len(keys) - _NAMED} more" if len(keys) > _NAMED else ""
    total = len(state.asked)
    is_all = len(keys) == total > 1
    some = f"all {total} questions" if is_all else f"{len(keys)} of {counted(total, 'question')}"
    verb = "is" if len(keys) == 1 else "are"
    return f"while {some} of the {state.gate} gate {verb} open: {named}{more}.{_why(facts, keys)}"


def _why(facts: Facts, keys: tuple[str, ...]) -> str:
    """What the charter's checks say of the only open question: it may look answered."""
    remarks = facts.review.standings[keys[0]].remarks if len(keys) == 1 else ()
    return f" {remarks[0].message}" if remarks else ""


def _remedy_of_intent(facts: Facts) -> str:
    return f"Take the call out, or write `intent: deployment` where `{facts.review.intent}` stands."
