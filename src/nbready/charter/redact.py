"""A charter without names, amounts and system names, for sharing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nbready.charter.model import (
    Amendment,
    Charter,
    Deferral,
    Part,
    Question,
    Questions,
    Remark,
    Review,
    Value,
)
from nbready.charter.words import texts_in

_CURRENCY = (
    r"[€$£¥₹₽₩]|(?:EUR|USD|GBP|CHF|JPY|CNY|INR|SEK|NOK|DKK|PLN|CZK|BRL|CAD|AUD|euros?|dollars?|pounds?)\b"
)
# Bounded, and never started within a number: a hostile answer may be nothing but digits.
_NUMBER = r"[-+−]?(?<![\d.,'’])\d[\d.,'’\u00a0\u202f]{0,30}(?:\s?(?:k|K|M|bn|million|billion)\b)?"
_MONEY = re.compile(rf"(?:{_CURRENCY})\s?{_NUMBER}|{_NUMBER}\s?(?:{_CURRENCY})", re.IGNORECASE)
_ADDRESS = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]+|\b\w+://\S+")
_PIECES = re.compile(r"[,;()\n/]+")
_MOST = 1_000
"""Private words that are looked for; where there are more, no free text is shown at all."""
_NAME = re.compile(r"\b[^\W\d_a-z][^\W\d_]{2,}\b")


class Redactor:
    """Takes out of any text what a charter's private parts hold.

    What stands in a private part (people, systems, costs) goes; so do those names where other answers
    mention them, amounts of money, and addresses. Nothing else in free text can be told to be private.
    """

    def __init__(self, charter: Charter, questions: Questions) -> None:
        self._charter = charter
        self._questions = questions
        self._mark = f"[{questions.messages.get('left_out', '…')}]"
        secrets = sorted(set(self._secrets()), key=len, reverse=True)
        if len(secrets) > _MOST:
            self._known: re.Pattern[str] | None = re.compile(r"(?s).+")
            return
        self._known = (
            re.compile("|".join(rf"(?<!\w){re.escape(s)}(?!\w)" for s in secrets)) if secrets else None
        )

    def charter(self) -> Charter:
        """The charter, redacted."""
        answers = {key: self._answer(self._questions[key], v) for key, v in self._charter.answers.items()}
        deferrals = {key: d._replace(**self._hidden(d)) for key, d in self._charter.deferrals.items()}
        amendments = {name: self._amendment(a) for name, a in self._charter.amendments.items()}
        author = self._charter.author and self._mark
        return Charter(answers=answers, author=author, deferrals=deferrals, amendments=amendments)

    def review(self, review: Review) -> Review:
        """The review, with what its remarks quote redacted."""
        standings = {
            key: standing._replace(
                remarks=tuple(self._remark(remark) for remark in standing.remarks),
                deferral=standing.deferral and standing.deferral._replace(**self._hidden(standing.deferral)),
            )
            for key, standing in review.standings.items()
        }
        return review._replace(standings=standings)

    def text(self, text: str) -> str:
        """A text without what is private in it."""
        text = _MONEY.sub(self._mark, _ADDRESS.sub(self._mark, text))
        return self._known.sub(self._mark, text) if self._known else text

    def _remark(self, remark: Remark) -> Remark:
        return remark._replace(message=self.text(remark.message), remedy=self.text(remark.remedy))

    def _hidden(self, deferral: Deferral) -> dict[str, str]:
        return {"reason": self.text(deferral.reason), "owner": self._mark if deferral.owner else ""}

    def _amendment(self, amendment: Amendment) -> Amendment:
        question = self._questions.get(amendment.question)
        # What an answer was before is one text: of a question with private parts all of it may be private.
        is_private = question is None or any(map(_is_private, question.parts))
        return amendment._replace(
            was=self._mark if is_private and amendment.was else self.text(amendment.was),
            reason=self.text(amendment.reason),
            by=self._mark if amendment.by else "",
        )

    def _answer(self, question: Question, answer: Value) -> Value:
        if isinstance(answer, list):
            return [self._answer(question, entry) for entry in answer]
        if isinstance(answer, str):
            return self.text(answer)
        parts = {part.key: part for part in question.parts}
        return {key: self._part(parts.get(key), value) for key, value in answer.items()}

    def _part(self, part: Part | None, value: Value) -> Value:
        if isinstance(value, dict):
            return {name: self._part(part, item) for name, item in value.items()}
        if part is not None and _is_private(part):
            return self._mark
        return self.text(value) if isinstance(value, str) else [self._part(part, item) for item in value]

    def _secrets(self) -> Iterator[str]:
        yield from _names(self._charter.author)
        for deferral in self._charter.deferrals.values():
            yield from _names(deferral.owner)
        for amendment in self._charter.amendments.values():
            yield from _names(amendment.by)
        for key, answer in self._charter.answers.items():
            parts = {part.key: part for part in self._questions[key].parts}
            for entry in answer if isinstance(answer, list) else [answer]:
                for name, value in entry.items() if isinstance(entry, dict) else ():
                    if name in parts and _is_private(parts[name]):
                        yield from (word for text in texts_in(value) for word in _names(text))


def _is_private(part: Part) -> bool:
    return part.type == "people" or part.private


def _names(text: str) -> Iterator[str]:
    """The text, its pieces, and the capitalised words of its first piece: a name, more often than not."""
    pieces = [piece.strip() for piece in _PIECES.split(text) if len(piece.strip()) > 2]
    yield from pieces
    if pieces:
        yield from _NAME.findall(pieces[0])
