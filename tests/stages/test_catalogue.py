"""The catalogue's files hold what their reader and the rules behind them expect."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from stage_tables import stages_of

from nbready.stages import STAGES, Catalogue
from nbready.stages.catalogue.reader import FOLDER, Line, read_tables
from nbready.stages.conditions import CONDITIONS
from nbready.stages.results import RULES

TABLES = read_tables()
LINES = TABLES.lines


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.place)
def test_a_line_names_what_exists(line: Line) -> None:
    assert line.names, line.place
    assert line.entry.stage in ("", *STAGES)
    assert line.entry.condition in ("", *CONDITIONS)
    result = line.entry.result
    assert result in ("", "self") or result in RULES or result in TABLES.kinds, result


def test_no_name_is_listed_twice() -> None:
    listed = Counter((line.section, name) for line in LINES for name in line.names)
    assert [name for name, count in listed.items() if count > 1] == []


def test_no_section_is_opened_twice_in_a_file() -> None:
    for file in FOLDER.glob("*.txt"):
        sections = re.findall(r"^\[.*\]$", file.read_text(encoding="utf-8"), re.M)
        assert [s for s, count in Counter(sections).items() if count > 1 and s != "[moved]"] == [], file.name


def test_every_kind_is_described_and_its_parent_exists() -> None:
    assert {parent for parent in TABLES.kinds.values() if parent} <= set(TABLES.kinds)
    assert {line.section[5:] for line in LINES if line.section.startswith("kind ")} <= set(TABLES.kinds)


def test_every_condition_and_rule_is_used() -> None:
    assert set(CONDITIONS) == {line.entry.condition for line in LINES} - {""}
    assert set(RULES) == {line.entry.result for line in LINES if line.entry.result.startswith("@")}


def test_moved_names_end() -> None:
    catalogue = Catalogue.default()
    for old in TABLES.moved:
        assert catalogue.canonical(old) not in TABLES.moved


def test_files_say_what_they_are_about() -> None:
    for file in FOLDER.glob("*.txt"):
        assert file.read_text(encoding="utf-8").startswith("# "), file.name


def test_a_project_adds_its_own_names() -> None:
    own = Catalogue.default().extended(
        load=["mycorp.io.fetch"],
        train=["mycorp.Model.learn"],
        deploy=["mycorp.ship"],
        ignore=["pandas.read_csv"],
    )
    assert stages_of("from mycorp.io import fetch\nfetch()", catalogue=own) == {"load"}
    assert stages_of("import mycorp\nmycorp.Model().learn()", catalogue=own) == {"train"}
    assert stages_of("import mycorp\nmycorp.ship()", catalogue=own) == {"deploy"}
    assert stages_of("import pandas as pd\npd.read_csv('a')", catalogue=own) == set()
    assert stages_of("import pandas as pd\npd.read_csv('a')") == {"load"}
