"""How often each rule was broken, most often first."""

from __future__ import annotations

import json
from collections import Counter

from nbready.lint.findings import Report
from nbready.lint.rules import RULE_BY_CODE


def render(report: Report, *, as_json: bool = False) -> str:
    """The counts, as a table or as JSON."""
    counts = Counter(finding.code for finding in report.findings)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    if as_json:
        return (
            json.dumps([{"code": c, "name": RULE_BY_CODE[c].name, "count": n} for c, n in rows], indent=2)
            + "\n"
        )
    width = max((len(f"{number:,}") for number in counts.values()), default=0)
    return "".join(f"{n:>{width},}  {c}  {RULE_BY_CODE[c].summary}\n" for c, n in rows)
