"""NBR41x: what was promised, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from nbready.charter.signing import SIGN_OFF, is_stale, text_signed
from nbready.lint.facts import Facts
from nbready.lint.rule import Problem, rule
from nbready.locking import find_departures, is_locked
from nbready.record.chain import Break
from nbready.record.rewritten import find_rewritings
from nbready.record.signature import changed_since_signed, signed_on, signers


@rule("NBR410", "sealed-answer-changed", severity="error")
def sealed_answer_changed(facts: Facts) -> Iterator[Problem]:
    """A sealed answer was changed without an amendment.

    What it does:
        Follows every sealed answer from its seal through the amendments to today's text, and names the
        question where that chain breaks. Reports amendments that lack their reason, author, date or what was
        seen, and seals whose halves in cell and metadata differ. Layout, order and white space do not count,
        nor does filling in what was open. A learning notebook is never locked.

    Why it matters:
        A threshold that is lowered after the result is known approves every model. Changing a promise is
        fine; nobody seeing it is not.

    Example:
        ```yaml
        success_metric: {name: recall at 10 %, threshold: ">= 30 %"}
        sealed:
          data: 2026-10-02 load 4e1c9a 0bd7f3
        ```

        where the threshold was 35 % when data was first loaded.

    Remedy:
        `%nbready amend success_metric --reason "..."` in the notebook, or the `amendments:` entry that the
        finding shows; or take the change back.
    """
    for found in find_departures(facts.document, facts.review):
        yield _departure(facts, found)


def _departure(facts: Facts, found: Break) -> Problem:
    from nbready.record.words import message_of, remedy_of  # few records are broken

    key = found.questions[0] if found.questions else "sealed"
    place = facts.document.place_of(key if found.kind not in ("unreadable", "halves") else "sealed")
    return Problem(
        message=message_of(found, facts.document.questions),
        remedy=remedy_of(found, facts.document.charter, facts.document.questions),
        questions=found.questions,
        anchor=f"{found.kind}.{found.gate}.{'.'.join(found.questions)}",
    ).at(place)


@rule("NBR411", "sign-off-stale", severity="error")
def sign_off_stale(facts: Facts) -> Iterator[Problem]:
    """The sign-off was given for another text.

    What it does:
        Compares `sign_off.of`, the fingerprint of charter and result that were signed, with today's. What was
        open then may be answered since, and measuring the same result again is no other result. A sign-off
        that does not say what it was given for counts where a model is launched, with a warning.

    Why it matters:
        A yes is a yes to something. When the promise or the result changed since, the launch gate is closed
        until whoever signed has looked again.

    Example:
        ```yaml
        sign_off: {decision: go, by: M. Okoro, date: 2026-10-19, of: 3f0a91c2d4e7}
        ```

        above a threshold that was lowered in November.

    Remedy:
        Have the decision maker look again: `%nbready sign` shows what is signed, and the line that signs it.
    """
    document = facts.document
    charter, place = document.charter, facts.document.place_of(SIGN_OFF)
    standing = facts.review.standings.get(SIGN_OFF)
    if standing is None or standing.status != "answered" or not is_locked(document, facts.review):
        return
    who, stale = signers(charter), is_stale(charter)
    if not stale and (text_signed(charter) or not any(facts.asked("launch"))):
        return
    names: tuple[str, ...] = ()
    message = "This sign-off does not say for which text it was given; it counts."
    if stale:
        signed = document.stored.signed if document.stored else {}
        names = changed_since_signed(charter, signed, find_departures(document, facts.review))
        what = f": {', '.join(names)} changed" if names else ""
        message = f"Signed {signed_on(charter)} for another text{what}; the launch gate is closed again."
    yield Problem(
        message=message,
        remedy=f"{who} has to look again: `%nbready sign`." if stale else "Sign with `%nbready sign`.",
        questions=(SIGN_OFF,),
        severity=None if stale else "warning",
        anchor="stale" if stale else "without text",
    ).at(place)


@rule("NBR412", "record-rewritten", severity="error")
def record_rewritten(facts: Facts) -> Iterator[Problem]:
    """A seal or an amendment is not what it was.

    What it does:
        With `nbready check --since REV` (a branch, a tag, `origin/main`), compares the seals and amendments
        with those of the notebook where this branch left REV. They may be added to, and what an amendment
        lacks may be filled in; one that is gone or says something else is reported. Without `--since` nothing
        is compared.

    Why it matters:
        A seal that is made anew over a lowered threshold fits, whatever was promised before. In a review,
        git still knows what it was.

    Example:
        ```text
        main:   data: 2026-10-02 load 0bd7f3 4e1c9a 91fe3d
        branch: data: 2026-11-20 load 0bd7f3 77ab02 91fe3d
        ```

    Remedy:
        Restore the seal from git, and put the change on record: `%nbready amend QUESTION --reason "..."`.
    """
    earlier = facts.earlier
    if earlier is None or not is_locked(earlier, earlier.review(facts.today)):
        return
    now = facts.document
    for found in find_rewritings(earlier.charter, earlier.seals, now.charter, now.seals):
        place = (
            now.place_of("sealed") if found.what == "seal" else now.place_of(found.name, within="amendments")
        )
        what = f"The seal of the {found.name} gate" if found.what == "seal" else f"The amendment {found.name}"
        about = f" ({', '.join(found.questions)})" if found.questions and not found.is_gone else ""
        yield Problem(
            message=f"{what} {'is gone' if found.is_gone else 'is not what it was'}{about}.",
            remedy="Restore it from git; `nbready history FILE` shows what was said when.",
            questions=found.questions,
            anchor=f"{found.what}.{found.name}",
        ).at(place)
