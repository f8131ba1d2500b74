"""From a charter that was read to the page for the person who says yes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from nbready.brief.answers import Record, text_of
from nbready.brief.page import Block, Brief, Line, Sign, Stage, Tone, Worth
from nbready.brief.performance import promise_of
from nbready.brief.worth import money_of
from nbready.charter.card.view import flowing
from nbready.charter.model import Charter, Review, Standing
from nbready.charter.quantity import read_choice
from nbready.charter.questions import default_questions
from nbready.charter.redact import Redactor
from nbready.escape import plain_text


def stage_of(review: Review, charter: Charter) -> Stage:
    """The page that is due: launch once anything is said of it, plan once the way to it is, else kickoff."""
    if any(q.key in charter.answers for q in review.questions.at("launch")):
        return "launch"
    standings = review.standings.values()
    is_planned = not any("model" in s.open_at for s in standings if review.intent in s.question.intents)
    return (
        "plan"
        if is_planned and any(q.key in charter.answers for q in review.questions.at("model"))
        else "kickoff"
    )


def compose_brief(
    review: Review,
    charter: Charter,
    *,
    name: str,
    stage: Stage | None = None,
    valuation: Mapping[str, object] | None = None,
    redact: bool = False,
) -> Brief:
    """The page for a reviewed charter.

    Args:
        review: How the questions stand.
        charter: The answers, merged with the inherited ones.
        name: What the charter is called: its file.
        stage: Which of the three pages; None for the one that is due.
        valuation: What the cases were worth: ``Valuation.as_dict()``.
        redact: Whether to leave out names, amounts and system names.
    """
    stage = stage or stage_of(review, charter)
    if redact:
        redactor = Redactor(charter, review.questions)
        review, charter = redactor.review(review), redactor.charter()
        name, valuation = "", None
    return _brief(Record(review, charter, stage), name, valuation)


def _brief(record: Record, name: str, valuation: Mapping[str, object] | None) -> Brief:
    words, review = record.words, record.review
    owed = [s for s in review.standings.values() if record.is_due(s)]
    missing = [s for s in owed if s.status == "open" and s.question.key != "sign_off"]
    count = {"count": str(len(missing)), "total": str(len(owed))}
    until = record.part("project_intent", "until")
    return Brief(
        stage=record.stage,
        title=record.word(f"brief_title_{record.stage}"),
        stamp=record.word(f"intent_{review.intent}", until=until),
        is_for_deployment=review.intent == "deployment",
        ask=record.word(f"brief_ask_{record.stage}", who=record.approver()),
        goal=next(record.lines("business_objective"), Line(text="")),
        state=record.word("brief_open", **count) if missing else record.word("brief_ready"),
        tone="open" if missing else "good",
        changes=record.block(
            "brief_changes",
            record.lines("decision_action", label="brief_decision"),
            record.lines("operational_change", label="brief_work"),
            record.lines("decision_maker", parts=("process_owner",), label="brief_owner"),
        ),
        predicted=record.block(
            "brief_predicted",
            record.lines("prediction_target", is_labelled=True),
            record.lines("data_classification", parts=("class", "source"), label="brief_source"),
        ),
        promise=promise_of(record),
        worth=_worth(record, valuation),
        wrong=record.block(
            "brief_wrong",
            record.lines("limitations", label="brief_limits"),
            record.lines("fallback_rollback", label="brief_back"),
            record.lines("monitoring_plan", parts=("plan", "owner", "alert_at"), label="brief_watch"),
        ),
        said=record.block(
            "brief_said",
            _stakeholders(record),
            record.lines(
                "privacy_legal_review",
                parts=("outcome", "by", "date", "conditions", "reason"),
                label="brief_review",
            ),
        ),
        amended=_amended(record),
        also=_also(record, owed),
        sign=_sign(record),
        made=record.word("brief_made", of=name or words["left_out"], date=review.today.isoformat()),
        language=review.questions.language,
    )


def _worth(record: Record, valuation: Mapping[str, object] | None) -> Worth | None:
    key = "cost_benefit"
    if not record.is_shown(key):
        return None
    money, until = money_of(valuation, record.words) if valuation else (None, ())
    lines = tuple(record.lines(key, is_labelled=True))
    is_open = not valuation and record.stage == "launch"
    unknown = (Line(text=record.word("brief_not_valued"), is_open=True),) if is_open else ()
    return Worth(title=record.word("brief_worth"), lines=(*lines, *unknown), money=money, until=until)


def _stakeholders(record: Record) -> Iterator[Line]:
    key = "stakeholders_consulted"
    answer = record.charter.answers.get(key)
    if not isinstance(answer, list):
        yield from record.lines(key)
        return
    for entry in answer:
        table = entry if isinstance(entry, dict) else {"response": entry}
        who = ", ".join(filter(None, (text_of(table.get("who")), text_of(table.get("date")))))
        yield Line(label=plain_text(who), text=plain_text(flowing(text_of(table.get("response")))))
    yield from record.open_lines(key)


def _amended(record: Record) -> Block | None:
    amendments = record.charter.amendments.values()
    if not amendments and record.stage == "kickoff":
        return None
    said = [
        record.word(
            "brief_amendment",
            label=record.label(a.question),
            date=a.date,
            seen=record.words.get(f"brief_seen_{a.seen}", a.seen),
            reason=flowing(a.reason),
            by=a.by,
        )
        for a in amendments
    ]
    lines = [Line(text=text) for text in said] or [Line(text=record.word("brief_none_amended"))]
    return Block(title=record.word("brief_amended"), lines=tuple(lines))


def _also(record: Record, owed: Iterable[Standing]) -> Block | None:
    """A project's own questions: whoever added them wants them seen."""
    shipped = default_questions()
    own = [s.question for s in owed if s.question.key not in shipped]
    lines = [
        Line(label=record.label(q.key), text=line.text, is_open=line.is_open)
        for q in own
        for line in record.lines(q.key)
    ]
    return Block(title="", lines=tuple(lines)) if lines else None


def _sign(record: Record) -> Sign:
    words, key = record.words, "sign_off"
    title = record.word("brief_sign")
    standing = record.review.standings.get(key)
    decision = read_choice(record.part(key, "decision"), ("go", "go_with_conditions", "no_go"))
    if record.stage == "launch" and standing and decision:
        remarks = [r.message for r in standing.remarks if r.is_open] if standing.status == "open" else []
        stale = [record.word("brief_stale")] if remarks or standing.status == "open" else []
        tone: Tone = "open" if stale else "bad" if decision == "no_go" else "good"
        return Sign(
            title=title,
            decided=record.word(f"brief_decided_{decision}"),
            tone=tone,
            lines=tuple(record.lines(key, parts=("by", "date", "conditions"), is_labelled=True, open_=False)),
            remarks=(*stale, *map(plain_text, remarks)),
        )
    return Sign(
        title=title,
        choices=tuple(
            record.word(f"brief_decided_{choice}") for choice in ("go", "go_with_conditions", "no_go")
        ),
        blanks=tuple(
            plain_text(words[f"brief_{blank}"]) for blank in ("conditions", "name", "date", "signature")
        ),
    )
