"""From the promise in a charter to the result in it: the card, the looks, the answer, the command."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import nbready
from nbready.charter.check import review_charter
from nbready.charter.parse import parse_charter
from nbready.charter.questions import default_questions
from nbready.cli import main
from nbready.cli.measure import measure as command
from nbready.errors import MeasureError
from nbready.measurement import Measurement
from nbready.measurement.answer import answer_of, lines_of
from nbready.measurement.looks import Looks

CHARTER = """\
# what we promised
author: A. Ek
success_metric:
  name: malignant samples among the riskiest 40 %
  direction: higher
  threshold: ">= {threshold}"
  baseline: 70 %
  baseline_source: by eye
  evaluated_on: spring samples
  if_missed: revise
  computed_as: recall_at_top
  at: 40 %
sign_off: {{decision: no_go, by: E. Holm, date: 2026-05-01}}  # not yet
"""
DAY = dt.date(2026, 5, 2)
RNG = np.random.default_rng(11)
Y = RNG.random(300) < 0.2
RISK = np.clip(RNG.normal(0.3 + 0.35 * Y, 0.15), 0, 1)
TODAY = np.clip(RNG.normal(0.3 + 0.15 * Y, 0.15), 0, 1)


@pytest.fixture
def charter(tmp_path: Path) -> Path:
    return write(tmp_path, "95 %")


def write(folder: Path, threshold: str) -> Path:
    path = folder / "charter.yaml"
    path.write_text(CHARTER.format(threshold=threshold), encoding="utf-8")
    return path


def table(folder: Path) -> Path:
    path = folder / "scored.csv"
    rows = [
        f"c{i},{int(y)},{p!r},{b!r}"
        for i, (y, p, b) in enumerate(zip(Y, RISK.tolist(), TODAY.tolist(), strict=True))
    ]
    path.write_text("\n".join(["case,label,risk,eye", *rows]) + "\n", encoding="utf-8")
    return path


def measured(charter: Path, **given: Any) -> Measurement:
    return nbready.measure(Y, RISK, charter=charter, **given)


def test_what_is_said_comes_in_this_order(charter: Path) -> None:
    text = " ".join(str(measured(charter, baseline=TODAY)).split())
    places = [
        text.index(words)
        for words in (
            "Met on the point, not established",
            "good enough 95 %",
            "more cases would settle it",
            "Today's method scores",
            "a difference of +",
            f"300 cases, {Y.sum()} positive; 1st look",
            "Wilson",
        )
    ]
    assert places == sorted(places)


def test_a_miss_says_what_was_agreed(tmp_path: Path) -> None:
    text = str(measured(write(tmp_path, "99.9 %")))
    assert "Missed" in text
    assert "Agreed for that: revise." in text
    assert "it was not measured on these cases" in " ".join(text.split())


def test_the_dictionary_has_what_programs_need(charter: Path) -> None:
    one = measured(charter, baseline=TODAY).as_dict()
    wanted = {"metric", "at", "value", "low", "high", "confidence", "n", "positives", "threshold", "baseline"}
    assert wanted | {"difference", "outcome", "look"} <= set(one)
    assert set(one["difference"]) == {"value", "low", "high"}
    assert (one["threshold"], one["at"], one["outcome"]) == (0.95, 0.4, "met")
    assert 0.95 <= one["value"] <= 1
    assert json.loads(json.dumps(one)) == one


def test_it_cannot_be_changed(charter: Path) -> None:
    with pytest.raises(AttributeError):
        measured(charter).value = 1.0  # type: ignore[misc]


def test_the_card_says_the_same_and_escapes_it(tmp_path: Path) -> None:
    path = tmp_path / "charter.yaml"
    path.write_text(CHARTER.format(threshold="95 %").replace("by eye", "<img src=x onerror=alert(1)>"))
    result = measured(path, baseline=TODAY)
    html = result._repr_html_()
    assert "<img" not in html
    assert "<script" not in html
    assert 'role="img" aria-label="' in html
    words = " ".join(re.sub("<[^>]+>", " ", html).split())
    assert "Met on the point, not established" in words
    assert "\x1b" not in str(result)


def test_distinct_predictions_are_looks(charter: Path) -> None:
    ids = np.arange(300)
    assert measured(charter, ids=ids).look == 1
    assert nbready.measure(Y, TODAY, charter=charter, ids=ids).look == 2
    # The same predictions again, in another order, and off by what a thread more changes.
    order = RNG.permutation(300)
    again = nbready.measure(Y[order], RISK[order] * (1 + 1e-12), charter=charter, ids=ids[order])
    assert again.look == 1
    assert nbready.measure(Y, RISK**2, charter=charter, ids=ids).look == 3
    assert nbready.measure(Y[:200], RISK[:200], charter=charter, ids=ids[:200]).look == 1


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"looks": 3}', b'{"looks": {"zz": {}}}', b"\xff", b"[" * 9999]
)
def test_a_file_of_looks_that_cannot_be_read_counts_for_nothing(content: bytes, tmp_path: Path) -> None:
    (tmp_path / ".nbready").mkdir()
    (tmp_path / ".nbready" / "looks.json").write_bytes(content)
    looks = Looks(tmp_path)
    assert looks.count("ab" * 8, "cd" * 8, DAY) == 1
    assert Looks(tmp_path).count("ab" * 8, "ef" * 8, DAY) == 2


def test_looks_are_counted_where_nothing_can_be_written() -> None:
    looks = Looks(Path("/nowhere/at/all"))
    assert [looks.count("ab" * 8, "cd" * 8, DAY), looks.count("ab" * 8, "ef" * 8, DAY)] == [1, 2]


def test_the_answer_is_one_that_the_charter_takes(charter: Path) -> None:
    result = measured(charter, baseline=TODAY)
    text = (
        CHARTER.format(threshold="95 %").replace("2026-05-01", "2026-05-01").rstrip()
        + "\n"
        + lines_of(result)
    )
    own = parse_charter(text, default_questions())
    assert own.answers["measured_result"] == answer_of(result)
    standing = review_charter(own, default_questions(), today=result.date).standings["measured_result"]
    assert (standing.status, standing.remarks) == ("answered", ())


@pytest.mark.parametrize("value", ["94.96 %", "94.999 %"])
def test_a_value_is_not_rounded_over_its_threshold(value: str, tmp_path: Path) -> None:
    path = write(tmp_path, "95 %")
    path.write_text(path.read_text().replace("recall_at_top\n  at: 40 %", "function"))
    number = float(value.split(maxsplit=1)[0]) / 100
    result = nbready.measure(
        Y, RISK, charter=path, metric=lambda y, p: number + 0.02 * (p.mean() - RISK.mean())
    )
    assert result.outcome == "missed"
    assert float(answer_of(result)["value"].split()[0]) < 95


def test_without_how_it_is_computed_three_lines_are_offered(tmp_path: Path) -> None:
    path = write(tmp_path, "95 %")
    path.write_text(path.read_text().replace("  computed_as: recall_at_top\n  at: 40 %\n", ""))
    with pytest.raises(MeasureError) as raised:
        measured(path)
    assert "does not say how" in raised.value.message
    assert raised.value.remedy.count("computed_as: ") == 3
    assert "`computed_as: recall_at_top` and `at: 10 %`" in raised.value.remedy


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  at: 40 %\n", "", "needs `at`"),
        ("  at: 40 %\n", "  at: 40\n", "share between 0 and 1"),
        ("  name: malignant samples among the riskiest 40 %\n  direction", "  direction", ""),
        ("  computed_as: recall_at_top", "  computed_as: value_per_case", "what an outcome is worth"),
    ],
)
def test_a_promise_that_cannot_be_computed(old: str, new: str, message: str, charter: Path) -> None:
    charter.write_text(charter.read_text().replace(old, new))
    if not message:
        assert measured(charter).metric == "Share of positives in the top"
        return
    with pytest.raises(MeasureError, match=message):
        measured(charter)


def test_there_has_to_be_a_charter_or_a_metric() -> None:
    with pytest.raises(MeasureError, match="no charter here"):
        nbready.measure(Y, RISK)
    assert nbready.measure(Y, RISK, metric="roc_auc").outcome is None
    with pytest.raises(MeasureError, match="no metric `roc_auk`"):
        nbready.measure(Y, RISK, metric="roc_auk")


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["measure", *map(str, arguments)])
    assert isinstance(ended.value.code, int)
    return ended.value.code


COLUMNS = ("--label", "label", "--score", "risk", "--baseline", "eye", "--ids", "case")


@pytest.mark.parametrize(
    ("threshold", "strict", "code"),
    [
        ("80 %", "--strict", 0),
        ("95 %", "--strict", 3),
        ("95 %", "", 0),
        ("99.9 %", "", 1),
        ("99.9 %", "--strict", 1),
    ],
)
def test_the_exit_code_tells_the_outcome(threshold: str, strict: str, code: int, tmp_path: Path) -> None:
    options = [strict] if strict else []
    assert run(table(tmp_path), "--charter", write(tmp_path, threshold), *COLUMNS, *options) == code


def test_csv_and_parquet_say_the_same_as_python(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    from pyarrow import csv

    path, charter = table(tmp_path), write(tmp_path, "95 %")
    parquet.write_table(csv.read_csv(path), tmp_path / "scored.parquet")
    ids = [f"c{i}" for i in range(300)]
    expected = measured(charter, baseline=TODAY, ids=ids).as_dict()
    for file in (path, tmp_path / "scored.parquet"):
        done = CliRunner().invoke(
            command, [str(file), "--charter", str(charter), *COLUMNS, "--format", "json"]
        )
        assert json.loads(done.output) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("case,label,risk,ey\n", "no column `eye`. Did you mean `ey`?"),
        ("case,label,risk,eye\n1,0,0.5,0.5\n2,1\n", "scored.csv:3: This line has 2 values for 4 columns"),
        ("case,label,risk,eye\n1,0,,0.5\n2,1,0.9,1\n", "1 missing or infinite value"),
        ("case,label,risk,eye\n", "is empty"),
        ("", "no column"),
    ],
)
def test_a_file_that_does_not_fit_is_one_message(
    text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "scored.csv"
    path.write_text(text)
    assert run(path, "--charter", write(tmp_path, "95 %"), *COLUMNS) == 2
    assert message in " ".join(capsys.readouterr().err.split())


def test_no_file_is_one_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "none.csv", "--charter", write(tmp_path, "95 %"), *COLUMNS) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_result_is_recorded_and_all_else_stays(tmp_path: Path) -> None:
    path = write(tmp_path, "95 %")
    before = path.read_text(encoding="utf-8")
    run(table(tmp_path), "--charter", path, *COLUMNS, "--record")
    after = path.read_text(encoding="utf-8")
    lines = after.split("\n")
    start = lines.index("measured_result:")
    length = len(answer_of(measured(path))) + 1
    # An empty line sets it apart from what stands above; nothing else is new.
    assert lines[start - 1] == ""
    assert "\n".join(lines[: start - 1] + lines[start + length :]) == before
    # Again: the same result, in place of itself.
    run(table(tmp_path), "--charter", path, *COLUMNS, "--record")
    assert path.read_text(encoding="utf-8") == after


def test_a_result_is_recorded_in_a_notebook(tmp_path: Path) -> None:
    import nbformat

    from nbready.charter_file import open_document

    cells = [
        nbformat.v4.new_code_cell(f"%%charter\n{CHARTER.format(threshold='95 %')}"),
        nbformat.v4.new_code_cell("1"),
    ]
    path = tmp_path / "project.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    run(table(tmp_path), "--charter", path, *COLUMNS, "--record")
    document = open_document(path)
    assert document.own.answers["measured_result"]["outcome"] == "met"  # type: ignore[call-overload, index]
    assert document.stored is not None
    assert document.stored.charter == document.own
    assert "# what we promised" in nbformat.read(path, as_version=4).cells[0].source
