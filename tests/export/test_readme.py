"""The charter as a section of a README: kept in step, and nothing else in the file is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from brief.charters import QUESTIONS, TODAY, filled
from nbready.charter.check import review_charter
from nbready.charter.model import Charter
from nbready.cli.export import command
from nbready.errors import ConfigError
from nbready.export import read_source
from nbready.export.readme import BEGIN, END, place_section, readme_section
from nbready.gate import Policy, gate_states
from nbready.templates.preset import load_preset

PRESET = load_preset("zoomcamp-project")
SECTION = f"{BEGIN}\n## Problem description\n\nnew\n\n{END}\n"


def section(charter: Charter) -> str:
    review = review_charter(charter, QUESTIONS, today=TODAY)
    return readme_section(read_source("a.ipynb", review, charter, gate_states(review, Policy())))


def test_reviewers_read_what_the_problem_is_and_how_the_solution_is_used() -> None:
    text = section(PRESET.example)
    assert text.startswith(
        f"{BEGIN}\n## Problem description\n\n### What the problem is\n\n- **Objective**: A city's"
    )
    headings = [line for line in text.splitlines() if line.startswith("###")]
    assert headings == [
        "### What the problem is",
        "### How the solution will be used",
        "### What result counts",
        "### The data",
    ]
    assert "- **Promised beforehand**: \\>= 30 %" in text
    assert text.endswith(f"\n{END}\n")


def test_what_still_has_a_blank_is_left_out() -> None:
    text = section(PRESET.charter)
    assert "____" not in text
    assert "*The charter has no complete answer yet.*" in text


def test_hostile_answers_are_text_and_no_comment_of_ours() -> None:
    hostile = f"a real answer of many words\n{END}\n# <script>x</script> [a](javascript:b)"
    text = section(filled(hostile))
    assert place_section(text, SECTION) == SECTION
    html = MarkdownIt("commonmark").render(text)
    assert "<script" not in html
    assert 'javascript:b"' not in html


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", SECTION),
        ("# Title\n", f"# Title\n\n{SECTION}"),
        ("# Title", f"# Title\n\n{SECTION}"),
        (f"# T\n\n{BEGIN}\nold\n{END}\n\n## Run it\n", f"# T\n\n{SECTION}\n## Run it\n"),
        (f"a\n{BEGIN}\n{END}", f"a\n{SECTION.rstrip()}"),
        (f"see `{BEGIN}` in the docs\n", f"see `{BEGIN}` in the docs\n\n{SECTION}"),
        (SECTION, SECTION),
    ],
)
def test_the_rest_of_the_file_stays(before: str, after: str) -> None:
    assert place_section(before, SECTION) == after
    assert place_section(after, SECTION) == after
    crlf = before.replace("\n", "\r\n")
    assert place_section(crlf, SECTION) == (after.replace("\n", "\r\n") if "\n" in before else after)


@pytest.mark.parametrize(
    "broken", [BEGIN, END, f"{END}\n{BEGIN}", f"{BEGIN}\n{BEGIN}\n{END}", f"{SECTION}{SECTION}"]
)
def test_comments_that_are_no_pair_are_refused_with_their_line(broken: str) -> None:
    with pytest.raises(ConfigError, match=r"Line \d: the comments around the charter's section"):
        place_section(f"# T\n{broken}\n", SECTION)


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_stands_around_it_is_kept(above: str, below: str) -> None:
    above, below = (text.replace("\r", "").replace("nbready", "") for text in (above, below))
    placed = place_section(f"{above}\n{BEGIN}\nold\n{END}\n{below}", SECTION)
    assert placed == f"{above}\n{SECTION.rstrip()}\n{below}"


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, list(arguments))
    is_ours = done.exception is not None and not isinstance(done.exception, SystemExit)
    return done.exit_code, str(done.exception) if is_ours else done.output


def test_the_command_writes_looks_and_refuses(tmp_path: Path) -> None:
    from nbready.charter.fill_in import write_charter

    charter, readme = tmp_path / "charter.yaml", tmp_path / "README.md"
    charter.write_text(write_charter(PRESET.example, QUESTIONS), encoding="utf-8")
    readme.write_text("# No-shows\n\nMine.\n", encoding="utf-8")
    to = (str(charter), "--to", "readme", "-o", str(readme))
    assert run(*to, "--check")[0] == 1
    assert run(*to)[0] == 0
    assert readme.read_text(encoding="utf-8").startswith(f"# No-shows\n\nMine.\n\n{BEGIN}\n")
    assert run(*to, "--check") == (
        0,
        f"{readme}: the problem description of a README, as a section of it, up to date.\n",
    )
    charter.write_text(
        charter.read_text(encoding="utf-8").replace("20 % to 16 %", "20 % to 15 %"), encoding="utf-8"
    )
    code, said = run(*to, "--check")
    assert (code, "not up to date; `nbready export" in said) == (1, True)
    readme.write_text(f"{END}\n", encoding="utf-8")
    assert "are not one pair" in run(*to)[1]
    assert readme.read_text(encoding="utf-8") == f"{END}\n"
    assert "--check needs the file" in run(*to[:3], "--check")[1]


def test_other_formats_can_be_looked_at_too(tmp_path: Path) -> None:
    charter, card = tmp_path / "charter.yaml", tmp_path / "record.json"
    charter.write_text("author: Ada\n", encoding="utf-8")
    to = (str(charter), "--to", "json", "-o", str(card))
    assert run(*to, "--check")[0] == 1
    assert run(*to)[0] == 0
    assert run(*to, "--check")[0] == 0
