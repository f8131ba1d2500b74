"""``nbready rule``."""

from __future__ import annotations

import pytest

from nbready import cli
from nbready.lint.rules import RULES


def show(capsys, *args: str) -> tuple[int | str | None, str, str]:
    with pytest.raises(SystemExit) as exit_:
        cli.main(["rule", *args])
    return exit_.value.code, *capsys.readouterr()


def test_a_rule_is_explained(capsys) -> None:
    code, out, _ = show(capsys, "nbr201")
    assert code == 0
    assert out.startswith("# NBR201: data-before-gate")
    assert all(title in out for title in ("## What it does", "## Why it matters", "## Example", "## Remedy"))


def test_rules_are_listed(capsys) -> None:
    assert len(show(capsys)[1].splitlines()) == len(RULES)
    assert all(line.startswith("NBR2") for line in show(capsys, "NBR2", "--list")[1].splitlines())


def test_an_unknown_code_is_wrong_usage(capsys) -> None:
    code, _, err = show(capsys, "NBR2O1")
    assert code == 2
    assert "NBR201" in err
