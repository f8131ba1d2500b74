"""How every format that people read says the same things."""

from __future__ import annotations

from nbready.escape import plain_line
from nbready.lint.findings import Finding, Summary
from nbready.wording import counted


def place_in_notebook(finding: Finding) -> str:
    """``cell 3, line 2``; empty for the file as a whole."""
    return f"cell {finding.cell}, line {finding.line}" if finding.cell else ""


def place_in_file(finding: Finding) -> str:
    """``path:41:12``, as far as it is known: editors and terminals jump there."""
    places = (finding.path, finding.file_line, finding.file_column)
    return ":".join(str(place) for place in places if place is not None)


def advice(finding: Finding) -> str:
    """Message and remedy in one text."""
    message = plain_line(finding.message)
    stop = "" if message.endswith((".", "?", "!", "…")) else "."
    return f"{message}{stop} {plain_line(finding.remedy)}" if finding.remedy else message


def headline(summary: Summary) -> str:
    """What the run found, in a line: ``1 error and 2 warnings in 3 notebooks``."""
    found = [
        counted(number, noun)
        for number, noun in ((summary.errors, "error"), (summary.warnings, "warning"))
        if number
    ]
    if found:
        return f"{' and '.join(found)} in {counted(summary.files, 'notebook')}"
    # What was not read is never clear.
    read = summary.files - summary.unread
    if not read:
        return "No notebook was checked"
    if summary.unread_cells:
        return f"Nothing found in what was read of {counted(read, 'notebook')}"
    return f"All clear in {counted(read, 'notebook')}"


def asides(summary: Summary) -> list[str]:
    """What the findings alone would hide: what was ignored, known, or not looked at."""
    said = [
        (summary.unread, "{} could not be read"),
        (summary.ignored, "{} ignored on request"),
        (summary.baselined, "{} known to the baseline"),
        (summary.mended, "{} of the baseline mended: write it anew"),
        (summary.skipped.get("excluded", 0), "{} excluded"),
    ]
    texts = [text.format(f"{number:,}") for number, text in said if number]
    if summary.unread_cells:
        verb = "was" if summary.unread_cells == 1 else "were"
        texts.insert(0, f"{counted(summary.unread_cells, 'cell')} {verb} not read, or not whole")
    others = {language: n for language, n in summary.skipped.items() if language != "excluded"}
    if others:
        texts.append(f"skipped {', '.join(f'{n:,} in {language}' for language, n in others.items())}")
    return texts
