"""``nbready brief``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from brief.charters import TRIAGE, VALUATION
from nbready.cli.brief import command
from nbready.errors import ConfigError


def run(*arguments: object) -> str:
    result = CliRunner().invoke(
        command, [str(a) for a in arguments], catch_exceptions=False, standalone_mode=False
    )
    return result.stdout


def test_markdown_for_the_terminal_and_a_pull_request() -> None:
    assert run(TRIAGE).startswith("# Prof. E. Nyström")
    assert "may this project load its data" in run(TRIAGE, "--stage", "kickoff")
    assert "Nyström" not in run(TRIAGE, "--redact")


@pytest.mark.parametrize(
    ("name", "start"), [("a.html", b"<!doctype"), ("a.md", b"# Prof"), ("a.HTM", b"<!doc")]
)
def test_the_ending_names_the_format(tmp_path: Path, name: str, start: bytes) -> None:
    run(TRIAGE, "-o", tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_pdf_is_one_sheet_that_those_who_listen_can_read(tmp_path: Path) -> None:
    weasyprint = pytest.importorskip("weasyprint")
    from brief.charters import brief_of, examples
    from nbready.brief.html import brief_html

    run(TRIAGE, "-o", tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    for charter in examples().values():
        page = brief_html(brief_of(charter, stage="launch", valuation=VALUATION))
        assert len(weasyprint.HTML(string=page).render().pages) == 1


def test_a_saved_valuation_is_shown(tmp_path: Path) -> None:
    (tmp_path / "v.json").write_text(json.dumps(VALUATION))
    assert "18,550" in run(TRIAGE, "--value", tmp_path / "v.json")


@pytest.mark.parametrize("content", ["[]", "{}", "nope", "[" * 5000])
def test_what_is_no_valuation_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "v.json").write_text(content)
    with pytest.raises(ConfigError):
        run_checked(TRIAGE, "--value", tmp_path / "v.json")


def run_checked(*arguments: object) -> None:
    command.main([str(a) for a in arguments], standalone_mode=False)


def test_an_unknown_ending_and_a_pdf_without_a_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no format"):
        run_checked(TRIAGE, "-o", tmp_path / "a.docx")
    with pytest.raises(ConfigError, match="needs a file"):
        run_checked(TRIAGE, "--format", "pdf")
