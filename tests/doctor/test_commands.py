"""Command lines taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbready.doctor.commands import commands, program, values

PROGRAMS = {
    '"/opt/conda/bin/python3" -m nbstripout': ["nbstripout"],
    '"C:\\Program Files\\python.exe" -m nbstripout -t': ["nbstripout"],
    "C:/tools/nb-clean.exe clean": ["nb-clean"],
    "jupyter nbconvert --stdin": ["nbconvert"],
    "python -m jupyter nbconvert": ["nbconvert"],
    "jupyter-nbconvert --stdin": ["nbconvert"],
    "conda run -n env nbstripout": ["nbstripout"],
    "A=1 uv run --with nb-clean nb-clean clean -M": ["nb-clean"],
    "uvx nbstripout": ["nbstripout"],
    "python -mnbstripout": ["nbstripout"],
    "bash -c 'cd x && jupyter-nbconvert \"$@\"' --": ["cd", "nbconvert"],
    "git diff --name-only | grep ipynb; nbstripout a": ["git", "grep", "nbstripout"],
    "echo nbstripout": ["echo"],
    "jq '.metadata = {} | .x'": ["jq"],
    "it's unfinished": ["it's"],
    "": [],
    ";;&& |": [],
}


@pytest.mark.parametrize(("text", "expected"), PROGRAMS.items())
def test_programs(text, expected) -> None:
    assert [program(words) for words in commands(text)] == expected


@given(st.text())
def test_any_text_is_taken_apart(text) -> None:
    for words in commands(text):
        assert words
        program(words)


def test_values() -> None:
    words = ["--a", "1", "--b=2", "--a=3", "--abc=4"]
    assert values(words, "--a") == ["1", "3"]
    assert values(words, "--b", "--abc") == ["2", "4"]
    assert values(["--a"], "--a") == []
