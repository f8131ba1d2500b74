"""The catalogue's files hold what their reader and the rules behind them expect."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from stage_tables import stages_of

from nbready.stages import Catalogue, conditions, files, natives
from nbready.stages.catalogue.expression import NATIVES, PHRASES, TESTS
from nbready.stages.catalogue.expression import Test as Asked
from nbready.stages.catalogue.reader import FOLDER, Line, read_tables
from nbready.stages.lexicon import lexicon

TABLES = read_tables()
LINES = TABLES.lines


def test_every_line_names_what_exists() -> None:
    assert [line.place for line in LINES if not is_sound(line)] == []


def is_sound(line: Line) -> bool:
    returns = line.entry.returns
    kinds = {returns.kind, returns.part.otherwise if returns.part else "", *returns.told} - {"", "self"}
    asked = {kind for test in asked_in(line) if test.name in ("kind", "holds") for kind in test.compared}
    return (
        bool(line.names)
        and phrases(line) <= {*PHRASES, *TABLES.conditions}
        and kinds | asked <= set(TABLES.kinds)
    )


def asked_in(line: Line) -> list[Asked]:
    return [test for tests in line.entry.condition for test in tests]


def phrases(line: Line) -> set[str]:
    """The phrases of a line's condition, beside tests of one argument."""
    return {test.name for test in asked_in(line) if not test.argument}


def test_conditions_that_have_a_name_are_tests() -> None:
    tests = [test for condition in TABLES.conditions.values() for tests in condition for test in tests]
    assert [test for test in tests if not test.argument] == []


def test_the_lexicon_has_what_conditions_ask_it() -> None:
    conditions = [*TABLES.conditions.values(), *(line.entry.condition for line in LINES)]
    asked = {
        subject
        for condition in conditions
        for tests in condition
        for test in tests
        if test.name == "says"
        for subject in test.compared
    }
    assert {subject for subject in asked if not lexicon(subject)} == set()


def test_no_section_is_opened_twice_in_a_file() -> None:
    for file in FOLDER.glob("*.txt"):
        sections = re.findall(r"^\[.*\]$", file.read_text(encoding="utf-8"), re.M)
        assert [s for s, count in Counter(sections).items() if count > 1 and s != "[moved]"] == [], file.name


def test_no_kind_is_described_twice() -> None:
    kinds = [
        re.split(r" < |\]", section)[0]
        for file in FOLDER.glob("*.txt")
        for section in re.findall(r"^\[kind .*\]$", file.read_text(encoding="utf-8"), re.M)
    ]
    assert [kind for kind, count in Counter(kinds).items() if count > 1] == []


def test_a_library_hands_on_its_functions_not_the_members_of_its_classes() -> None:
    catalogue = Catalogue.default()
    handed_on = catalogue.call("sagemaker.core.main.resources.TrainingJob.create")
    assert handed_on is not None
    assert handed_on.stage == "train"
    other = catalogue.call("sagemaker.lineage.artifact.Artifact.create")
    assert other is None or not other.stage


def test_every_kind_is_described_and_its_parent_exists() -> None:
    assert {parent for parent in TABLES.kinds.values() if parent} <= set(TABLES.kinds)
    assert {line.section[5:] for line in LINES if line.section.startswith("kind ")} <= set(TABLES.kinds)


def test_every_test_phrase_and_native_is_there_and_used() -> None:
    used = [test.name for line in LINES for test in asked_in(line)]
    used += [test.name for condition in TABLES.conditions.values() for tests in condition for test in tests]
    assert set(conditions.TESTS) == set(TESTS)
    assert set(files.PHRASES) == set(PHRASES)
    assert {*TESTS, *PHRASES, *TABLES.conditions} == set(used)
    assert set(natives.NATIVES) == set(NATIVES) == {line.entry.returns.native for line in LINES} - {""}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("train if true(refit, x): fit", "own.txt:3: 'true(refit, x)': `true` is told nothing"),
        ("train if kind(io): fit", "own.txt:3: 'kind(io)': `kind` is told words"),
        ("train if sql(0, all): fit", "own.txt:3: 'sql(0, all)': `sql` is told rows|query|views|model"),
        ("trains: fit", "own.txt:3: 'trains' is no stage: load, train"),
        ("- -> @fit: fit", "own.txt:3: @fit: the natives are view"),
        ("- -> self like a: fit", "own.txt:3: 'self like a' is no result"),
        ("train if maybe(refit): fit", "own.txt:3: 'maybe(refit)'"),
        ("train if given(): fit", "own.txt:3: 'given()'"),
        ("[conditions]\nmine = given()", "own.txt:4: 'given()'"),
        ("train if a && b: fit", "own.txt:3: 'a && b' is no test"),
        ("- -> arg(): copy", "own.txt:3: 'arg()' is no part of the arguments"),
        ("- -> arg(0).first: copy", "own.txt:3: 'arg(0).first' is no part"),
    ],
)
def test_a_wrong_expression_is_told_with_file_and_line(tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / "own.txt").write_text(f"# Mine.\n[mine]\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(says)):
        read_tables(tmp_path)


@pytest.mark.parametrize(
    ("line", "call", "stages"),
    [
        ("train if true(refit): f", "f(refit=True)", {"train"}),
        ("train if true(refit): f", "f(refit=False)", set()),
        ("train if not false(refit) and given(1|y): f", "f(X, y)", {"train"}),
        ("train if not false(refit) and given(1|y): f", "f(X, refit=False, y=y)", set()),
        ("train if given(z) or function(0|loss): f", "f(loss=lambda: 1)", {"train"}),
        ("train if given(z) or function(0|loss): f", "f(z=None)", set()),
        ("- -> arg(m|0): f", "f(Ridge()).fit(X)", {"train"}),
        ("- -> arg(0).last: f", "f([StandardScaler(), Ridge()]).fit(X)", {"train"}),
        ("- -> arg(0).last: f", "f([Ridge(), StandardScaler()]).fit(X)", set()),
        ("- -> arg(ms).item: f", "f(ms=[Ridge()]).fit(X)", {"train"}),
        ("- -> arg(-1): f", "f(1, 2, Ridge()).fit(X)", {"train"}),
    ],
)
def test_expressions_over_arguments(tmp_path: Path, line: str, call: str, stages: set[str]) -> None:
    (tmp_path / "own.txt").write_text(f"[mine]\n{line}\n", encoding="utf-8")
    known, own = read_tables(), read_tables(tmp_path)
    catalogue = Catalogue(known._replace(lines=[*known.lines, *own.lines]))
    imports = "from sklearn.linear_model import Ridge\nfrom sklearn.preprocessing import StandardScaler\n"
    assert stages_of(f"{imports}from mine import f\n{call}", catalogue=catalogue) == stages


def test_of_lines_for_one_name_the_first_counts_that_holds(tmp_path: Path) -> None:
    lines = "[mine]\ntrain if given(y) -> estimator: f\ndeploy if true(z): f\n- -> data: f"
    (tmp_path / "own.txt").write_text(lines, encoding="utf-8")
    known, own = read_tables(), read_tables(tmp_path)
    catalogue = Catalogue(known._replace(lines=[*known.lines, *own.lines]))
    assert stages_of("import mine", "mine.f(y=1, z=True)", catalogue=catalogue) == {"train"}
    assert stages_of("import mine", "mine.f(z=True)", catalogue=catalogue) == {"deploy"}
    assert stages_of("import mine", "mine.f().fit(X)", catalogue=catalogue) == set()
    assert stages_of("import mine", "mine.f(y=1).fit(X)", catalogue=catalogue) == {"train"}


def test_a_line_that_nothing_reaches_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("[mine]\ntrain: f\ndeploy: f g", encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"own.txt:3: mine\.f: listed again, behind a line that holds always"
    ):
        Catalogue(read_tables(tmp_path))


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


def test_the_page_for_contributors_is_true(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "teach-a-library.md").read_text(encoding="utf-8")
    lines, python = (re.findall(rf"```{kind}\n(.*?)```", page, re.S) for kind in ("text", "python"))
    (tmp_path / "orchard.txt").write_text(lines[0], encoding="utf-8")
    known, own = read_tables(), read_tables(tmp_path)
    catalogue = Catalogue(
        known._replace(lines=[*known.lines, *own.lines], kinds={**known.kinds, **own.kinds})
    )
    assert stages_of(python[0], catalogue=catalogue) == {"load", "train", "deploy"}
    rows: dict[str, list[tuple[str, ...]]] = {}
    exec(python[1], rows)
    for cells in rows["QUIET"]:
        assert stages_of(*cells, catalogue=catalogue) == set()
    for stage, *cells in rows["FIRES"]:
        assert stages_of(*cells, catalogue=catalogue) == {stage}
