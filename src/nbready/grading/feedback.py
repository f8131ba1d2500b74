"""One page for one student: the own points, comments and card, and nothing of anybody else or of a scheme."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from nbready.charter.card import card_style
from nbready.escape import LITERAL, own_words
from nbready.files.name import safe_stem
from nbready.grading.sheet import SAID, Mark, Sheet, format_points
from nbready.html_page import asset, write_html
from nbready.wording import counted


def write_feedback(sheet: Sheet, title: str) -> str:
    """The page of one sheet; ``title`` says what was marked."""
    style = f"{card_style()}\n{asset(__file__, 'feedback.css')}"
    return "".join(write_html(f"{title}: {sheet.student}", _body(sheet, title), style=style))


def file_name(student: str, taken: Collection[str]) -> str:
    """A name for a student's page that any file system takes, and that no other student's page has."""
    name = safe_stem(student) or "student"
    number, found = 1, f"{name}.html"
    while found.casefold() in taken:
        number += 1
        found = f"{name}-{number}.html"
    return found


def _body(sheet: Sheet, title: str) -> Iterator[str]:
    yield f'<main class="{LITERAL}"><header><h1>{own_words(title)}</h1>'
    yield f'<p class="lead">{own_words(sheet.student)}</p>'
    share = sheet.points / sheet.possible if sheet.possible else 0
    points, possible = format_points(sheet.points), format_points(sheet.possible)
    yield f'<p class="total"><strong>{points}</strong> of {possible} points</p>'
    yield f'<p class="track" aria-hidden="true"><span style="--share:{share:.3f}"></span></p></header>'
    if sheet.row.problem:
        yield f'<p class="remark"><b>Your notebook could not be read.</b> {own_words(sheet.row.problem)}</p>'
        if not any(mark.marker or mark.comments for mark in sheet.marks):
            yield "</main>"
            return
    yield '<section><h2>Points</h2><div class="scroll" tabindex="0" role="region" aria-label="Points">'
    yield '<table><thead><tr><th scope="col">Question</th><th scope="col">Your answer</th>'
    yield '<th scope="col" class="count">Points</th></tr></thead><tbody>'
    for mark in sheet.marks:
        yield from _row(mark)
    yield f'</tbody><tfoot><tr><th scope="row">Total</th><td></td><td class="count">{points} of {possible}'
    yield "</td></tr></tfoot></table></div></section>"
    if sheet.row.card:
        yield f"<section><h2>Your charter</h2>{sheet.row.card}</section>"
    yield "</main>"


def _row(mark: Mark) -> Iterator[str]:
    said = SAID[mark.state].capitalize()
    yield f'<tr><th scope="row">{own_words(mark.label)}'
    yield from (f'<p class="comment">{own_words(text)}</p>' for text in mark.comments)
    yield from (f'<p class="why">{own_words(text)}</p>' for text in _reasons(mark))
    yield f'</th><td class="{mark.state}">{said}</td>'
    yield f'<td class="count">{format_points(mark.points)} of {format_points(mark.possible)}</td></tr>'


def _reasons(mark: Mark) -> Iterator[str]:
    """Why it stands as it does: the first remark, for all of them are on the card below."""
    answer = mark.answer
    if answer.deferral:
        yield answer.deferral
    yield from answer.remarks[:1]
    if len(answer.remarks) > 1:
        yield f"{counted(len(answer.remarks) - 1, 'remark')} more in your charter below."
    if mark.state == "open" and not answer.facts and not answer.remarks:
        yield "Nothing is written here yet."
