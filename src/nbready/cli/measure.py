"""``nbready measure``: the registered metric on a file of labelled predictions."""

from __future__ import annotations

import json
from pathlib import Path

import click

MISSED, NOT_ESTABLISHED = 1, 3


@click.command("measure")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--charter",
    "charter",
    type=click.Path(path_type=Path),
    required=True,
    help="The notebook or the charter file that registers the metric.",
)
@click.option("--label", required=True, metavar="COLUMN", help="The labels.")
@click.option("--score", required=True, metavar="COLUMN", help="Scores, predicted labels or numbers.")
@click.option("--baseline", metavar="COLUMN", help="What today's method says about the same cases.")
@click.option("--ids", metavar="COLUMN", help="What each case is known by.")
@click.option("--groups", metavar="COLUMN", help="Who belongs together: whole groups are resampled.")
@click.option("--positive", metavar="LABEL", help="The positive class, where it is not clear.")
@click.option(
    "--average", default="binary", metavar="HOW", help="macro, micro or weighted, over several classes."
)
@click.option("--confidence", default=0.95, show_default=True, help="Of the intervals.")
@click.option("--strict", is_flag=True, help="Exit 3 where the promise is met on the point, not established.")
@click.option("--record", is_flag=True, help="Write the result into the charter.")
@click.option("--format", "how", type=click.Choice(["text", "json"]), default="text", help="How to show it.")
def measure(
    file: Path,
    charter: Path,
    label: str,
    score: str,
    baseline: str | None,
    ids: str | None,
    groups: str | None,
    positive: str | None,
    average: str,
    confidence: float,
    strict: bool,
    record: bool,
    how: str,
) -> int:
    """Measure what a charter promises on the predictions in FILE, CSV or Parquet.

    Shows the value with its interval beside the threshold and today's method. Exits 1 where the promise is
    missed; with --strict, 3 where it is met on the point and not established.
    """
    from nbready import measuring
    from nbready.measurement.table import read_columns

    names = [name for name in (label, score, baseline, ids, groups) if name is not None]
    columns = read_columns(file, names)
    measured = measuring.measure(
        columns[label],
        columns[score],
        charter=charter,
        baseline=columns[baseline] if baseline else None,
        ids=columns[ids] if ids else None,
        groups=columns[groups] if groups else None,
        positive=positive,
        average=average,
        confidence=confidence,
    )
    click.echo(
        json.dumps(measured.as_dict(), indent=1, ensure_ascii=False) if how == "json" else str(measured)
    )
    if record:
        measuring.record_result(charter, measured)
        click.echo(f"Recorded in {charter}.", err=True)
    if measured.outcome == "missed":
        return MISSED
    return NOT_ESTABLISHED if strict and measured.outcome == "met" else 0
