"""Where a notebook's file shows that the guard was not there. What no file shows, nobody is accused of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from nbready.charter.parse import charter_to_mapping
from nbready.lint.facts import Facts
from nbready.report.row import GuardOff
from nbready.wording import GUARD_IS_OFF

_LOAD = re.compile(r"""^(?!\s*#).*\b(?:re)?load_ext(?:ension)?\b["'\s,(]+nbready\b""", re.MULTILINE)
_UNLOAD = re.compile(r"""^(?!\s*#).*\bunload_ext(?:ension)?\b["'\s,(]+nbready\b""", re.MULTILINE)
_SET = re.compile(
    r"""^(?!\s*\#)(?:\s*%(?:set_)?env\s+NBREADY[\s=]+(off|0|false|no|record)\s*$
    |.*\benviron\b.*["']NBREADY["']\W+(off|0|false|no|record)\b)""",
    re.MULTILINE | re.IGNORECASE | re.VERBOSE,
)


def guard_off(facts: Facts) -> Iterator[GuardOff]:
    """The ways in which the file shows that nothing guarded it, in the order of ``GUARD_OFF``.

    Run means: has an execution count. Where no cell has one (outputs cleared, a notebook kept as text),
    nothing is said about runs.
    """
    code = tuple(facts.notebook.code_cells())
    loads = [cell.position for cell in code if _LOAD.search(cell.source)]
    if not loads:
        yield "absent"
    # The variable is read when the extension is loaded: set later, it does nothing.
    above = (cell.source for cell in code if cell.position <= max(loads, default=-1))
    values = {(found[1] or found[2]).lower() for source in above for found in _SET.finditer(source)}
    if _says_off(facts.notebook.data) or values - {"record"}:
        yield "off"
    # That the environment says so tells nothing: whoever grades runs the notebook so.
    if "record" in values:
        yield "recording"
    unload = max((cell.position for cell in code if _UNLOAD.search(cell.source)), default=-1)
    guarded = (asked.cell.position for asked in facts.verdicts)
    if unload >= max(loads, default=0) and any(position >= unload for position in guarded):
        yield "unloaded"
    run = {cell.position for cell in code if cell.execution_count}
    if loads and run and not run & {*loads}:
        yield "not_loaded"
    charters = {cell.position for cell in code} & {*facts.document.charter_cells}
    if run and charters and not run & charters and not _is_saved(facts):
        yield "not_run"


def _is_saved(facts: Facts) -> bool:
    """Whether the metadata say what the cell says: the form's Save opens gates without a run."""
    stored, in_cell = facts.document.stored, facts.document.from_cell
    if stored is None or in_cell is None:
        return False
    return charter_to_mapping(stored.charter) == charter_to_mapping(in_cell)


def _says_off(data: bytes) -> bool:
    """Whether an output says that the environment keeps the guard out."""
    if GUARD_IS_OFF.encode() not in data:
        return False  # hardly any file is read a second time
    try:
        cells = json.loads(data)["cells"]
        return any(GUARD_IS_OFF in json.dumps(cell.get("outputs")) for cell in cells)
    except (ValueError, LookupError, TypeError, AttributeError):
        return False
