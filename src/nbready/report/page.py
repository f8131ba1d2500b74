"""A report as one HTML page: nothing is fetched, nothing that a notebook says is markup."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from html import escape

from nbready.charter.card import card_style
from nbready.charter.model import GATES
from nbready.escape import plain_line
from nbready.html_page import asset, write_html
from nbready.report.columns import (
    ALIKE,
    GUARD_OFF,
    PINS_EDITED,
    Per,
    Value,
    column_title,
    data_loaded,
    group_columns,
    guard_off,
    hidden_columns,
    intent,
    last_change,
    total_columns,
)
from nbready.report.portfolio import Portfolio
from nbready.report.row import Row
from nbready.report.together import pairs_html
from nbready.wording import counted

_MISSED = 8
_MARKS = {"open": "✓", "closed": "✗", "not_asked": "–"}
_GATE_WORDS = {"open": "open", "closed": "closed", "not_asked": "not asked"}
_RANK = {"open": 2, "closed": 1, "not_asked": 0, "": -1}
_HEADS = (
    ("Notebook", "text", ""),
    *((gate.title(), "number", "gate") for gate in GATES),
    ("Open", "number", "count"),
    ("Weak", "number", "count"),
    ("Deferred", "number", "count"),
    ("Data loaded", "text", ""),
    (GUARD_OFF, "text", ""),
    (PINS_EDITED, "number", "count"),
    ("Same text", "number", "count"),
    (ALIKE, "number", "count"),
    ("Intent", "text", ""),
    ("Changed", "text", ""),
)


def write_page(portfolio: Portfolio, *, per: Per = "notebook") -> Iterator[str]:
    """The report as a page: overview, sortable table, and a charter card for each notebook that has one.

    Args:
        portfolio: The report.
        per: What has a table of its own, besides the notebooks: folders or projects.

    Yields:
        The page in pieces: with hundreds of cards it is too large to be held several times over.
    """
    yield from write_html(
        portfolio.title,
        _body(portfolio, per),
        style=f"{card_style()}\n{asset(__file__, 'page.css')}",
        script=asset(__file__, "page.js"),
    )


def _body(portfolio: Portfolio, per: Per) -> Iterator[str]:
    yield f"<main><header><h1>{_text(portfolio.title)}</h1>"
    yield f'<p class="lead">{_summary(portfolio)}</p></header><div class="overview">'
    yield from _funnel(portfolio)
    yield from _missed(portfolio)
    yield "</div>"
    if per in ("folder", "project"):
        yield from _parts(f"By {per}", group_columns(portfolio, per))
    yield from _due(portfolio)
    yield from _table(portfolio)
    yield from pairs_html(portfolio)
    yield from _charters(portfolio.rows)
    yield "</main>\n"


def _summary(portfolio: Portfolio) -> str:
    totals = portfolio.totals
    parts = []
    for key, one, many in (
        ("unreadable", "could not be read", "could not be read"),
        ("early", "loaded data too early", "loaded data too early"),
        ("guard_off", "without the guard", "without the guard"),
        ("edited_pins", "contradicts a pinned answer", "contradict a pinned answer"),
        ("same", "shares a text with another", "share a text with another"),
        ("near", "says nearly the same as another", "say nearly the same as another"),
        ("changed_template", "without the rules of the template", "without the rules of the template"),
    ):
        if totals[key]:
            parts.append(f"{totals[key]} {one if totals[key] == 1 else many}")
    lead = f"{counted(totals['notebooks'], 'notebook')} on {portfolio.today:%Y-%m-%d}"
    return f"{lead}: {', '.join(parts)}." if parts else f"{lead}."


def _funnel(portfolio: Portfolio) -> Iterator[str]:
    total = max(len(portfolio.rows), 1)
    yield '<section><h2>How far they got</h2><ol class="bars">'
    for label, number in portfolio.funnel:
        yield _bar(label.capitalize(), number / total, str(number), f"{number / total:.0%}")
    yield "</ol></section>"


def _missed(portfolio: Portfolio) -> Iterator[str]:
    missed = sorted((q for q in portfolio.questions if q.missed), key=lambda q: -q.missed)[:_MISSED]
    if not missed:
        return
    yield '<section><h2>Missed most</h2><ol class="bars missed">'
    for question in missed:
        yield _bar(question.label, question.missed, str(question.counts["open"]), f"of {question.asked}")
    yield "</ol></section>"


def _bar(label: str, share: float, number: str, of: str) -> str:
    bar = f'<span class="track" aria-hidden="true"><span style="--share:{share:.3f}"></span></span>'
    value = f'<span class="number">{number} <small>{of}</small></span>'
    return f"<li><span>{_text(label)}</span>{bar}{value}</li>"


def _due(portfolio: Portfolio) -> Iterator[str]:
    lines: list[Mapping[str, Value]] = [
        {
            "until": f"{due.until:%Y-%m-%d}{' (overdue)' if due.is_over else ''}",
            "question": due.label,
            "owner": due.owner,
            "notebook": row.path,
        }
        for row, due in portfolio.due
    ]
    if lines:
        yield from _parts("Put off until now", lines)


def _parts(title: str, lines: Sequence[Mapping[str, Value]]) -> Iterator[str]:
    """A plain table: a line for each mapping, numbers to the right."""
    yield f'<section><h2>{title}</h2><div class="scroll" tabindex="0" role="region" aria-label="{title}">'
    yield "<table><thead><tr>"
    for name, value in lines[0].items() if lines else ():
        yield f'<th scope="col" class="{_kind(value)}">{column_title(name)}</th>'
    yield "</tr></thead><tbody>"
    for line in lines:
        cells = (f'<td class="{_kind(value)}">{_text(str(value))}</td>' for value in line.values())
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div></section>"


def _kind(value: Value) -> str:
    return "wrap" if isinstance(value, str) else "count" if value else "count none"


def _table(portfolio: Portfolio) -> Iterator[str]:
    yield '<section><h2 id="notebooks">Notebooks</h2>'
    yield '<div class="scroll" tabindex="0" role="region" aria-labelledby="notebooks">'
    yield '<table class="sortable"><thead><tr>'
    hidden = hidden_columns(portfolio)
    for title, kind, name in _HEADS:
        if title in hidden:
            continue
        first = ' aria-sort="ascending"' if title == "Notebook" else ""
        button = f'<button type="button">{title}</button>'
        yield f'<th scope="col" data-kind="{kind}" class="{name}"{first}>{button}</th>'
    yield "</tr></thead><tbody>"
    for number, row in enumerate(portfolio.rows):
        yield f"<tr>{''.join(_cells(number, row, hidden))}</tr>"
    yield f"</tbody><tfoot><tr>{''.join(_totals(portfolio, hidden))}</tr></tfoot></table></div></section>"


def _cells(number: int, row: Row, hidden: Collection[str]) -> Iterator[str]:
    name = f'<a href="#charter-{number}">{_name(row.path)}</a>' if row.card else _name(row.path)
    remarks = "".join(
        f'<span class="remark">{_text(text)}</span>' for text in (row.problem, row.broken) if text
    )
    yield f'<th scope="row" data-sort="{_text(row.path)}">{name}{remarks}</th>'
    for gate in GATES:
        yield _gate(row.gates.get(gate, ""))
    # What could not be read has no numbers, not even zeros.
    known = not row.problem
    yield _count(len(row.keys("open")) if known else None, "")
    yield _count(len(row.keys("weak")) if known else None, "warn")
    yield _count(len(row.keys("deferred")) if known else None, "")
    yield f'<td class="wrap {"bad" if row.early else "none"}">{_text(data_loaded(row))}</td>'
    if GUARD_OFF not in hidden:
        yield f'<td class="wrap {"warn" if row.guard_off else "none"}">{_text(guard_off(row))}</td>'
    if PINS_EDITED not in hidden:
        yield _count(len(row.edited_pins) if known else None, "warn")
    yield _count(row.most_alike if known else None, "warn")
    if ALIKE not in hidden:
        yield _count(row.most_near if known else None, "warn")
    changed = last_change(row)
    yield f'<td>{_text(intent(row))}</td><td data-sort="{changed}">{changed[:10]}</td>'


def _gate(status: str) -> str:
    name = status if status in ("open", "closed") else "none"
    words = f'<span class="hidden">{_GATE_WORDS[status]}</span>' if status else ""
    mark = f'<span aria-hidden="true">{_MARKS.get(status, "")}</span>{words}'
    return f'<td class="gate {name}" data-sort="{_RANK[status]}">{mark}</td>'


def _count(number: int | None, name: str) -> str:
    if number is None:
        return '<td data-sort="-1"></td>'
    return f'<td class="count {name if number else "none"}" data-sort="{number}">{number}</td>'


def _totals(portfolio: Portfolio, hidden: Collection[str]) -> Iterator[str]:
    totals = total_columns(portfolio)
    yield f'<th scope="row">{totals["notebook"]}</th>'
    for gate in GATES:
        yield f'<td class="gate">{totals[f"{gate}_gate"]}</td>'
    for key in ("open", "weak", "deferred"):
        yield f'<td class="count">{totals[key]}</td>'
    yield f"<td>{totals['data_loaded']}</td>"
    if GUARD_OFF not in hidden:
        yield f"<td>{totals['guard_off']}</td>"
    rare = {PINS_EDITED: "edited_pins", "Same text": "same_text_as", ALIKE: "alike_answers"}
    for title, key in rare.items():
        if title not in hidden:
            yield f'<td class="count">{totals[key]}</td>'
    yield "<td></td><td></td>"


def _charters(rows: Iterable[Row]) -> Iterator[str]:
    cards = [(number, row) for number, row in enumerate(rows) if row.card]
    if not cards:
        return
    yield '<section class="charters"><h2>Charters</h2>'
    for number, row in cards:
        yield f'<details id="charter-{number}"><summary>{_text(row.path)}</summary><div>'
        yield from _alike(row)
        yield f"{row.card}</div></details>"
    yield "</section>"


def _alike(row: Row) -> Iterator[str]:
    if not row.same:
        return
    labels = {question.key: question.label for question in row.questions}
    yield "<ul>"
    for key, others in row.same.items():
        yield f"<li>{_text(labels[key])}: the same text as {counted(others, 'other')}</li>"
    yield f"<li>For example in {_text(', '.join(row.alike))}</li></ul>"


def _name(path: str) -> str:
    """A path that breaks where people see its parts end."""
    return _text(path).replace("/", "/<wbr>").replace("_", "_<wbr>")


def _text(text: str) -> str:
    return escape(plain_line(text))
