"""The marker's page: all answers to one question side by side, keys to give points, comments to use again.

Everything on it is there without its script, which moves, counts, keeps and saves. What was marked stays in
the browser until it is saved as JSON, which :mod:`nbready.grading.marks` reads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path

from nbready.escape import LITERAL, own_words, plain_line, plain_text
from nbready.grading.likeness import Likeness, Likenesses
from nbready.grading.marks import LONGEST
from nbready.grading.rubric import CONDUCT, Course, Item, Rubric, all_comments
from nbready.grading.sheet import SAID, Mark, Sheet, format_points
from nbready.html_page import asset, write_html
from nbready.web import join_modules
from nbready.wording import counted

KEYS = (
    ("0 – 9", "give so many points"),
    (".", "half a point more"),
    ("f", "give all points"),
    ("m", "give the machine's points"),
    ("Enter", "write the points; Enter or Esc leaves them"),
    ("x", "take the points back"),
    ("c", "write a comment; Esc leaves it"),
    ("r, then 1 – 9", "use a comment again"),
    ("j, k", "next, previous answer"),
    ("n, p", "next, previous question"),
    ("u", "next answer without points"),
    ("s", "save the marks as a file"),
)
# In the order of their needs.
MODULES = ("marks", "keys", "answer", "bank", "offer", "shelf", "page")


def write_page(
    sheets: Sequence[Sheet],
    rubric: Rubric,
    course: Course,
    *,
    kept: Collection[str] = (),
    alike: Likenesses | None = None,
) -> Iterator[str]:
    """The page in pieces.

    Args:
        sheets: The class.
        rubric: What everything is worth.
        course: What was asked.
        kept: Comments that a marker kept before.
        alike: Answers that are nearly the same, to be told beside them.
    """
    yield from write_html(
        f"{rubric.title}: marking",
        _body(sheets, rubric, course, kept, alike or {}),
        style=asset(__file__, "page.css"),
        script=_script(),
    )


@cache
def _script() -> str:
    web = Path(__file__).with_name("web")
    return join_modules((web / f"{name}.js").read_text(encoding="utf-8") for name in MODULES)


def _body(
    sheets: Sequence[Sheet], rubric: Rubric, course: Course, kept: Collection[str], alike: Likenesses
) -> Iterator[str]:
    yield f'<main class="{LITERAL}" data-page="{_fingerprint(sheets, rubric)}">'
    yield f"<header><h1>{own_words(rubric.title)}</h1>"
    yield f'<p class="lead">{counted(len(sheets), "notebook")}, {format_points(rubric.points)} points</p>'
    yield "<details><summary>Keys</summary><dl>"
    yield from (f"<div><dt><kbd>{escape(key)}</kbd></dt><dd>{escape(does)}</dd></div>" for key, does in KEYS)
    yield "</dl><p>They count while no field is being written in. Tab reaches everything too.</p>"
    yield '<label class="check"><input type="checkbox" id="keys" checked> Use these keys</label>'
    yield "</details></header>"
    marks = sheets[0].marks if sheets else ()
    keys = [mark.key for mark in marks]
    yield from _bar([mark.label for mark in marks])
    for place, key in enumerate(keys):
        question = course.questions.get(key)
        prompt = question.prompt if question and key not in CONDUCT else ""
        item = rubric.items.get(key) if key not in CONDUCT else None
        yield from _question(place, sheets, prompt, item, alike)
    yield from _bank(rubric, kept)
    yield "</main>\n"


def _bar(labels: Sequence[str]) -> Iterator[str]:
    yield '<div class="bar"><p id="progress"></p>'
    # A browser that restores what was chosen knows nothing of where the page stands.
    yield '<label class="check">Question <select id="question" autocomplete="off">'
    for label in labels:
        name = escape(plain_line(label))
        yield f'<option data-label="{name}">{name}</option>'
    yield '</select></label><p id="told" role="status"></p>'
    for name, label in (("names", "Hide names"), ("rest", "Only unmarked")):
        box = f'<input type="checkbox" id="{name}" autocomplete="off">'
        yield f'<label class="check">{box} {label}</label>'
    yield '<label class="file">Load marks<input type="file" id="load" accept=".json"></label>'
    yield '<button type="button" id="over">Start over</button>'
    yield '<button type="button" id="save" class="main">Save marks</button></div>'


def _question(
    place: int, sheets: Sequence[Sheet], prompt: str, item: Item | None, alike: Likenesses
) -> Iterator[str]:
    first = sheets[0].marks[place]
    yield f'<section class="question" id="q{place}" data-comments="{_comments(item)}">'
    yield f"<h2>{own_words(first.label)} <small>{_of(first.possible)}</small></h2>"
    if prompt:
        yield f'<p class="prompt">{own_words(prompt)}</p>'
    if item and item.guide:
        yield f'<p class="guide"><b>For markers</b> {own_words(item.guide)}</p>'
    yield '<div class="answers">'
    for number, sheet in enumerate(sheets):
        near = "".join(_alike(one, sheets) for one in alike.get((number, first.key), ()))
        yield from _answer(f"a{place}-{number}", number, sheet, sheet.marks[place], near)
    yield "</div></section>"


def _comments(item: Item | None) -> str:
    """A question's own comments, a line each: none of them has line ends of its own here."""
    return escape("\n".join(" ".join(text.split()) for text in item.comments)) if item else ""


def _alike(likeness: Likeness, sheets: Sequence[Sheet]) -> str:
    """Whose answer is nearly the same, and in which words: where to look, not what happened."""
    when = f", which was changed {likeness.changed}" if likeness.changed else ""
    shared = "".join(f"<li>{own_words(text)}</li>" for text in likeness.passages)
    return (
        f'<details class="alike"><summary>{likeness.share:.0%} alike with '
        f"{_who(likeness.other, sheets[likeness.other])}’s{when}</summary><ul>{shared}</ul></details>"
    )


def _who(number: int, sheet: Sheet) -> str:
    """A student by name, and by number for a marker who hides the names."""
    name = f'<span class="name">{own_words(sheet.student)}</span>'
    return f'{name}<span class="number">Student {number + 1}</span>'


def _answer(name: str, number: int, sheet: Sheet, mark: Mark, near: str) -> Iterator[str]:
    possible, machine = format_points(mark.possible), format_points(mark.machine)
    given = "" if mark.marker is None else format_points(mark.marker)
    yield (
        f'<article tabindex="0" aria-labelledby="{name}" data-student="{escape(sheet.student)}" '
        f'data-key="{escape(mark.key)}" data-fingerprint="{mark.answer.fingerprint}" '
        f'data-possible="{possible}" data-machine="{machine}">'
    )
    yield f'<h3 id="{name}">{_who(number, sheet)}'
    yield f'<span class="state {mark.state}">{SAID[mark.state]}</span></h3>'
    yield from _text_of(mark)
    yield near
    if sheet.row.problem:
        yield f'<p class="remark">{own_words(sheet.row.problem)}</p>'
    yield '<div class="mark"><label>Points '
    yield (
        f'<input type="number" class="points" min="0" max="{possible}" step="any" value="{given}" '
        f'placeholder="{machine}" aria-describedby="{name}" autocomplete="off"></label>'
    )
    yield f'<span class="of">{_of(mark.possible)}; machine: {machine}</span></div>'
    yield '<label class="comment">Comment'
    text = escape(plain_text("\n".join(mark.comments)))
    yield (
        f'<textarea rows="1" maxlength="{LONGEST}" aria-describedby="{name}" autocomplete="off">'
        # The first line end of a text area is none of its text.
        f"\n{text}</textarea></label></article>"
    )


def _text_of(mark: Mark) -> Iterator[str]:
    answer = mark.answer
    yield '<div class="text">'
    for fact in answer.facts:
        label = f"<b>{own_words(fact.label)}</b> " if fact.label else ""
        yield f"<p>{label}{own_words(fact.text)}</p>"
    if answer.deferral:
        yield f"<p>{own_words(answer.deferral)}</p>"
    if not answer.facts and not answer.deferral and mark.key not in CONDUCT:
        yield '<p class="none">Nothing written.</p>'
    yield "</div>"
    yield from (f'<p class="remark">{own_words(text)}</p>' for text in answer.remarks)


def _bank(rubric: Rubric, kept: Collection[str]) -> Iterator[str]:
    yield '<aside aria-label="Comments to use again"><details open><summary><h2>Comments</h2></summary>'
    yield '<p class="lead">For the answer at hand. What you write is kept here.</p><ol id="bank">'
    for text in all_comments(rubric, kept):
        yield f'<li><button type="button">{own_words(text)}</button></li>'
    yield "</ol></details></aside>"


def _of(points: float) -> str:
    return f"of {format_points(points)} point{'' if points == 1 else 's'}"


def _fingerprint(sheets: Sequence[Sheet], rubric: Rubric) -> str:
    """What a browser keeps marks under: the same page made again finds them, another class's does not."""
    text = "\0".join((rubric.title, *rubric.items, *(sheet.student for sheet in sheets)))
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]
