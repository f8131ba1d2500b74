"""The record written into a charter cell, without touching what people wrote around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nbready.charter.fill_in import write_cell
from nbready.charter.model import CONSULTED, Amendment, Charter, Questions, Value
from nbready.charter.parse import AMENDMENTS, charter_to_mapping, parse_charter
from nbready.charter.signing import RESULT, SIGN_OFF
from nbready.charter.store import body_line, charter_body
from nbready.charter.yaml_model import Reading
from nbready.charter.yaml_text import read_yaml
from nbready.charter.yaml_write import write_value
from nbready.errors import CharterError

# Where a new entry goes: above those that come after it here, otherwise to the end. A new amendment goes
# below its answer, if that stands in this cell.
_ORDER = (CONSULTED, RESULT, SIGN_OFF, AMENDMENTS, "sealed")


def write_record(source: str, charter: Charter, questions: Questions) -> str:
    """A charter cell's source with who was consulted, result, sign-off, amendments and seals of ``charter``.

    All other lines stay as they are, comments among them. Only a cell that is written in a way which leaves
    no lines to change (one ``{...}``) is written anew.

    Args:
        source: The cell, readable.
        charter: The notebook's own charter: what the cell says, and a changed record.
        questions: The questions in force.
    """
    if body_line(source) == 1:  # nothing below the magic
        return write_cell(charter, questions)
    wanted = charter_to_mapping(charter)
    said = charter_to_mapping(_read(source, questions))
    if said == wanted:
        return source
    try:
        for made in charter.amendments.values():
            if said.get(made.name) != wanted[made.name]:
                source = _with_amendment(source, made, wanted)
        for key in (CONSULTED, RESULT, SIGN_OFF, "sealed"):
            if said.get(key) != wanted.get(key):
                source = _with_entry(source, key, said.get(key, ""), wanted.get(key, ""))
        if charter_to_mapping(_read(source, questions)) == wanted:
            return source
    except CharterError:
        pass
    return write_cell(charter, questions)


def _read(source: str, questions: Questions) -> Charter:
    return parse_charter(charter_body(source), questions)


def _with_amendment(source: str, made: Amendment, wanted: Mapping[str, Value]) -> str:
    """The source with an amendment: where it stands already, in a list of all of them perhaps, or new."""
    reading = read_yaml(charter_body(source))
    together = [at[1] for at in reading.keys if len(at) == 2 and at[0] == AMENDMENTS]
    if made.name in together:
        value: Value = {str(name): wanted[str(name)] for name in together}
        return _with_entry(source, AMENDMENTS, "", value)
    before = [f"{made.question}-{number}" for number in range(made.number - 1, 0, -1)]
    return _with_entry(source, made.name, "", wanted[made.name], below=(*before, made.question))


def _with_entry(source: str, key: str, now: Value, value: Value, *, below: Sequence[str] = ()) -> str:
    """The source with another value for ``key``; a new one stands below the first of some that is there."""
    reading = read_yaml(charter_body(source))
    end = "\r\n" if "\r\n" in source else "\n"
    head = source.replace("\r\n", "\n").split("\n")[: body_line(source) - 1]
    lines = reading.text.split("\n")
    above = next((other for other in below if (other,) in reading.keys), "")
    if above and (key,) not in reading.keys:
        first = last = _lines_of(above, reading, lines)[1]
    else:
        first, last = _lines_of(key, reading, lines)
    more = _added(now, value)
    if (items := _appended(now, value)) and (column := _list_column(key, reading)) is not None:
        lines[last:last] = write_value(items, column).rstrip("\n").split("\n")
    elif more and first < last and _is_block(key, reading):
        indent = reading.keys[key, next(iter(now))].column if isinstance(now, dict) else 2
        lines[last:last] = _written(more, indent)
    else:
        written = _written({key: value}, 0) if value else []
        is_apart = written and first == last and first and lines[first - 1].strip() and not above
        apart = [""] if is_apart else []
        lines[first:last] = [*apart, *written]
    while len(lines) > 1 and not lines[-1].strip() and first >= len(lines) - 1:
        lines.pop()
    return end.join([*head, *lines])


def _added(now: Value, value: Value) -> dict[str, Value]:
    """The entries that a mapping gains, where it gains some and all else stays; empty otherwise."""
    if not isinstance(now, dict) or not isinstance(value, dict):
        return {}
    if any(value.get(key) != item for key, item in now.items()):
        return {}
    return {key: item for key, item in value.items() if key not in now}


def _appended(now: Value, value: Value) -> list[Value]:
    """The entries that a list gains at its end, where all else stays; none otherwise."""
    if not isinstance(now, list) or not isinstance(value, list) or value[: len(now)] != now:
        return []
    return value[len(now) :]


def _list_column(key: str, reading: Reading) -> int | None:
    """The column of a list's dashes, where its entries stand on lines of their own."""
    first = reading.places.get((key, 0))
    if first is None:
        return None
    dash = reading.text.rfind("-", 0, first.start.index)
    before = reading.text[reading.text.rfind("\n", 0, dash) + 1 : dash]
    return None if before.strip() or first.line == reading.keys[(key,)].line else len(before)


def _is_block(key: str, reading: Reading) -> bool:
    """Whether the entries of a mapping stand on lines of their own."""
    places = [place for at, place in reading.keys.items() if len(at) == 2 and at[0] == key]
    lines = {place.line for place in places}
    return bool(places) and len(lines) == len(places) and reading.keys[(key,)].line not in lines


def _lines_of(key: str, reading: Reading, lines: list[str]) -> tuple[int, int]:
    """The lines of an entry, from and to (exclusive); where it would go, if it is not there."""
    starts = {at[0]: place.line for at, place in reading.keys.items() if len(at) == 1}
    if key not in starts:
        rank = _ORDER.index(key if key in _ORDER else AMENDMENTS)
        later = [starts[other] for other in _ORDER[rank:] if other in starts]
        at = min(later, default=_end(lines, 0, len(lines)))
        return at, at
    first = starts[key]
    following = [line for line in starts.values() if line > first]
    return first, _end(lines, first + 1, min(following, default=len(lines)))


def _end(lines: list[str], first: int, last: int) -> int:
    """``last`` without the empty lines and the comments at the margin before it."""
    while last > first and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
        last -= 1
    return last


def _written(value: Mapping[str, Value], indent: int) -> list[str]:
    return write_value(dict(value), indent).rstrip("\n").split("\n")
