"""Which rules run, and what an entry that fits none is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbready.config import Config
from nbready.errors import ConfigError
from nbready.lint.rules import RULE_BY_CODE
from nbready.lint.select import Choice, ignored_for, select_codes

EVERY = frozenset(RULE_BY_CODE)
ORDER = frozenset(code for code in EVERY if code.startswith("NBR2"))

ENTRIES = st.lists(st.sampled_from([*RULE_BY_CODE, "NBR", "NBR2", "NBR20", "NBR4", "ALL"]), max_size=4)
CHOICES = st.builds(
    Choice, select=ENTRIES.map(tuple), extend_select=ENTRIES.map(tuple), ignore=ENTRIES.map(tuple)
)


@pytest.mark.parametrize(
    ("choices", "codes"),
    [
        ([], EVERY),
        ([Choice()], EVERY),
        ([Choice(select=("NBR201",))], {"NBR201"}),
        ([Choice(select=("nbr201",))], {"NBR201"}),
        ([Choice(select=("NBR2",))], ORDER),
        ([Choice(select=("ALL",))], EVERY),
        ([Choice(select=("NBR201",), extend_select=("NBR301",))], {"NBR201", "NBR301"}),
        ([Choice(ignore=("ALL",))], frozenset()),
        ([Choice(ignore=("NBR2",))], EVERY - ORDER),
        # The more specific entry wins, either way.
        ([Choice(select=("NBR201",), ignore=("NBR2",))], {"NBR201"}),
        ([Choice(select=("NBR2",), ignore=("NBR201",))], ORDER - {"NBR201"}),
        ([Choice(select=("NBR201",), ignore=("NBR201",))], frozenset()),
        # Flags win over the configuration.
        ([Choice(select=("NBR1",), ignore=("NBR201",)), Choice(select=("NBR201",))], {"NBR201"}),
        ([Choice(ignore=("NBR2",)), Choice(extend_select=("NBR202",))], EVERY - ORDER | {"NBR202"}),
        ([Choice(select=("NBR2",)), Choice(ignore=("NBR202",))], ORDER - {"NBR202"}),
    ],
)
def test_selection(choices, codes) -> None:
    assert select_codes(choices) == codes


@settings(deadline=None)
@given(st.lists(CHOICES, max_size=3))
def test_asking_twice_changes_nothing(choices) -> None:
    once = select_codes(choices)
    assert select_codes([*choices, Choice()]) == once
    assert select_codes([*choices, *choices[-1:]]) == once


@settings(deadline=None)
@given(CHOICES, st.sampled_from([*RULE_BY_CODE]))
def test_a_code_that_is_ignored_last_does_not_run(choice, code) -> None:
    assert code not in select_codes([choice, Choice(ignore=(code,))])


@pytest.mark.parametrize(
    ("entry", "hint"),
    [
        ("NBR999", "Did you mean `NBR"),
        ("NRB201", "Did you mean `NBR201`?"),
        ("", "rule"),
        ("data", "rule"),
        ("N", ""),
    ],
)
def test_an_entry_that_fits_no_rule(entry, hint) -> None:
    for choice in (Choice(select=(entry,)), Choice(ignore=(entry,)), Choice(extend_select=(entry,))):
        with pytest.raises(ConfigError) as error:
            select_codes([choice], path=Path("pyproject.toml"))
        assert str(error.value).startswith("pyproject.toml: No rule")
        assert hint in str(error.value)


def test_rules_left_out_for_some_files() -> None:
    root = Path("/project")
    config = Config(root=root, per_file_ignores={"drafts/*": ("NBR2",), "*_old.ipynb": ("NBR104",)})
    assert ignored_for(root / "a.ipynb", config) == frozenset()
    assert ignored_for(root / "drafts" / "a.ipynb", config) == ORDER
    assert ignored_for(root / "drafts" / "a_old.ipynb", config) == ORDER | {"NBR104"}
