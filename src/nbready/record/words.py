"""What is said about a broken record: the same words in the kernel, in reports and on pages."""

from __future__ import annotations

from nbready.charter.model import Charter, Questions
from nbready.record.amending import entry_text
from nbready.record.chain import Break

_CAUSE = {
    "data": "data was first loaded",
    "model": "a model was first trained",
    "launch": "it was signed off",
}


def message_of(found: Break, questions: Questions) -> str:
    """What is wrong, in one or two sentences."""
    labels = [questions[key].label for key in found.questions]
    when = f"sealed on {found.date}, when {_CAUSE[found.gate]}" if found.date else "sealed"
    if found.kind == "unreadable":
        return f"The seal of the {found.gate} gate cannot be read: {found.detail}"
    if found.kind == "unfinished":
        return f"The amendment {found.detail.partition(':')[0]} lacks {found.detail.partition(': ')[2]}."
    if found.kind == "halves":
        where = f"The seal of the {found.gate} gate in the cell"
        return f"{where} is not the one in the metadata: {_listed(labels)}."
    if found.kind == "removed":
        return f"{labels[0]} was {when}, and is gone now."
    if len(labels) == found.lost == 1:
        return f"{labels[0]} was {when}, and says something else now."
    verb = "no longer fits the seal" if found.lost == 1 else "no longer fit the seal"
    which = f"; it can be {_listed(labels, 'or')}" if found.lost == 1 and labels else ""
    which = f": among {_listed(labels)}" if found.lost > 1 and labels else which
    return f"{found.lost} of the answers {when}, {verb}{which}."


def remedy_of(found: Break, charter: Charter, questions: Questions) -> str:
    """What to do about it, with the very lines where they can be told."""
    if found.kind == "unreadable":
        return "Put the line back as it was; `nbready history FILE` shows it."
    if found.kind == "halves":
        return "Restore both from git: a seal is never written anew."
    if found.kind == "unfinished":
        return "Say why, who changed it, when, and what was seen by then: nothing, training or held_out."
    key = found.questions[0] if len(found.questions) == 1 else "QUESTION"
    remedy = f'Put the change on record, `%nbready amend {key} --reason "..."`, or take it back.'
    entry = entry_text(found, charter, questions)
    return f"{remedy} In the charter cell:\n{entry}" if entry else remedy


def _listed(labels: list[str], word: str = "and") -> str:
    return f" {word} ".join(filter(None, (", ".join(labels[:-1]), labels[-1]))) if labels else ""
