"""``%nbready defer``: open questions put off, on the record."""

from __future__ import annotations

from nbready.charter.model import GATES, Standing
from nbready.defer_arguments import parse_deferral
from nbready.defer_line import DeferLine
from nbready.document import deferred_keys
from nbready.errors import ConfigError
from nbready.kernel.message import remark_of
from nbready.kernel.notice import Item, Notice, Section, literal
from nbready.kernel.session import Session
from nbready.kernel.show import show
from nbready.nearest import did_you_mean

# Everything that is wrong with a deferral is told at once.
_FAULTS = ("deferral_", "not_deferrable")
USAGE = 'Write %nbready defer data --reason "..." --owner "..." --until YYYY-MM-DD'


def defer(session: Session, arguments: str) -> None:
    """Put off the open questions that a line names, and say which cannot be.

    Raises:
        ConfigError: The line cannot be read, or names a gate or question that there is not.
    """
    line = parse_deferral(arguments)
    if line.problem:
        raise ConfigError(f"%nbready defer: {line.problem}.", remedy=USAGE)
    known = (*GATES, *session.questions.by_key)
    for target in line.targets:
        if target not in known:
            raise ConfigError(f"There is no gate or question `{target}`.", remedy=did_you_mean(target, known))
    session.defer(line)
    show(session.shell, _outcome(session, line))


def _outcome(session: Session, line: DeferLine) -> Notice:
    """What the line came to, question by question."""
    standings = _named(session, line)
    put_off = [s for s in standings if s.status == "deferred"]
    left = [s for s in standings if s.status == "open"]
    many = "1 question" if len(put_off) == 1 else f"{len(put_off)} questions"
    return Notice(
        tone="warn" if left or not put_off else "good",
        title=f"{many} put off until {line.until}." if put_off else "Nothing was put off.",
        text=literal(f"{line.owner} answers for it: {line.reason}") if put_off else "",
        sections=(
            Section(heading="Put off", items=tuple(_item(s, s.question.label) for s in put_off)),
            Section(heading="Still open", items=tuple(_item(s, _why(s)) for s in left)),
        ),
        footer="This line is the record: leave it in the notebook." if put_off else USAGE + ".",
    )


def _named(session: Session, line: DeferLine) -> list[Standing]:
    """The questions that the line is about: also those that keep its gates closed and cannot be put off."""
    review, states = session.review(), session.states()
    keys = dict.fromkeys(deferred_keys(line, review))
    for gate in GATES:
        if gate in line.targets:
            keys |= dict.fromkeys(states[gate].open)
    return [review.standings[key] for key in keys]


def _item(standing: Standing, text: str) -> Item:
    return Item(term=standing.question.key, text=text)


def _why(standing: Standing) -> str:
    if standing.deferral is None:
        return f"cannot be put off: {literal(standing.question.prompt)}"
    faults = [remark.message for remark in standing.remarks if remark.check.startswith(_FAULTS)]
    return literal(" ".join(faults)) or remark_of(standing) or literal(standing.question.prompt)
