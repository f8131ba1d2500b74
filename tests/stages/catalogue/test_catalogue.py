"""The catalogue's files hold what their reader and the rules behind them expect."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbready.stages import Catalogue
from nbready.stages.catalogue.expression import NATIVES, PHRASES, TESTS
from nbready.stages.catalogue.reader import FOLDER, Tables
from nbready.stages.summaries import conditions, files, natives
from stage_tables import stages_of

TABLES = Tables()
LINES = TABLES.lines


def test_a_library_hands_on_its_functions_not_the_members_of_its_classes() -> None:
    catalogue = Catalogue.default()
    handed_on = catalogue.call("sagemaker.core.main.resources.TrainingJob.create")
    assert handed_on is not None
    assert handed_on.stage == "train"
    other = catalogue.call("sagemaker.lineage.artifact.Artifact.create")
    assert other is None or not other.stage


def test_every_test_phrase_and_native_is_there_and_used() -> None:
    asked = [*TABLES.conditions.values(), *(line.entry.condition for line in LINES)]
    used = {test.name for condition in asked for tests in condition for test in tests}
    assert set(conditions.TESTS) == set(TESTS)
    assert set(files.PHRASES) == set(PHRASES)
    assert {*TESTS, *PHRASES, *TABLES.conditions} == used
    assert set(natives.NATIVES) == set(NATIVES) == {line.entry.returns.native for line in LINES} - {""}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("train if true(refit, x): fit", "own.txt:3: 'true(refit, x)': `true` is told nothing"),
        ("train if kind(io): fit", "own.txt:3: 'kind(io)': `kind` is told kinds"),
        ("train if kind(io, fram): fit", "own.txt:3: no section describes the kind fram"),
        ("train if holds(0, data|fram): fit", "own.txt:3: no section describes the kind fram"),
        ("train if says(url, adress): fit", "own.txt:3: 'says(url, adress)': `says` is told address|"),
        ("train if about(0, dat): fit", "own.txt:3: 'about(0, dat)': `about` is told asset|data|model|"),
        ("train if fetchd: fit", "own.txt:3: no condition is called 'fetchd'"),
        ("[conditions]\nmine = not fetchd", "own.txt:4: no condition is called 'fetchd'"),
        (
            "[conditions]\nfetched = given(0)",
            "own.txt:4: 'fetched = given(0)' is no NAME = CONDITION, or one that",
        ),
        ("[conditions]\nmine: given(0)", "own.txt:4: 'mine: given(0)' is no NAME = CONDITION"),
        ("train if given(0 1): fit", "own.txt:3: 'given(0 1)'"),
        ("train if given(data||0): fit", "own.txt:3: 'given(data||0)'"),
        ("- -> fram: fit", "own.txt:3: no section describes the kind fram"),
        ("- -> @sent(fram): fit", "own.txt:3: no section describes the kind fram"),
        ("- -> arg(0) or fram: fit", "own.txt:3: no section describes the kind fram"),
        ("[kind mine < fram]\n- -> mine: fit", "own.txt:3: no section describes the kind fram"),
        ("[kind mine]\ntrain: fit", "own.txt:3: nothing is of the kind mine"),
        ("[kind frame]\ntrain: fit", "own.txt:3: kind frame is described twice"),
        ("[mine]\ntrain: fit", "own.txt:3: [mine] is opened twice"),
        ("[shell trian]\nfit", "own.txt:3: [shell trian] is no section: a module, `kind NAME`"),
        ("[shel train]\nfit", "own.txt:3: [shel train] is no section"),
        ("[mine.]\ntrain: fit", "own.txt:3: [mine.] is no section"),
        ("[shell train]\nfit a||b", "own.txt:4: 'fit a||b': nothing stands on one side"),
        ("[magic sql]\ntime", "own.txt:4: time is a magic of [magic code] already"),
        ("[invoker]\nmap filter", "own.txt:4: 'map filter' is no STAGE"),
        ("[invokers]\nmap, filter", "own.txt:4: 'map, filter' are no names"),
        ("[moved]\nold => new", "own.txt:4: 'old => new' is no NAME -> NAME"),
        ("[moved]\nold -> sklaern.new", "own.txt:4: no section describes the library of sklaern.new"),
        ("[unbound names]\npd -> pan das", "own.txt:4: 'pd -> pan das' is no NAME -> NAME"),
        ("train fit", "own.txt:3: 'train fit' is no STAGE [if CONDITION] [-> RESULT]: NAME NAME"),
        ("train: fit, predict", "own.txt:3: 'fit, predict' are no names"),
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
    with pytest.raises(ValueError, match=f"^{re.escape(says)}"):
        Tables(FOLDER, tmp_path)


# What a line names: a kind, a condition, what a test is told, a native; its own stage.
NAMED = re.compile(
    r"(?<=-> )(?!self|arg|@)\w+|(?<=@)\w+|(?<=self as )\w+|(?<=\) or )\w+(?=:)|(?<= if )\w+(?=[ :]+[\w*])"
    r"|(?<=kind )\w+(?=\])|(?<= < )\w+|(?<=, )\w+(?=[|)].*:)|^(?:load|train|deploy|prepare)\b"
)
PLACES = [
    (file, number, found.span())
    for file in sorted(FOLDER.glob("*.txt"))
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    if line[:1] not in ("#", " ") and file.stem not in ("unbound", "shell", "sql", "magics")
    for found in NAMED.finditer(line.partition("#")[0])
]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path_factory.mktemp("own") / "catalogue"))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PLACES))
def test_a_slip_anywhere_is_told_with_file_and_line(
    copied: Path, place: tuple[Path, int, tuple[int, int]]
) -> None:
    file, number, (start, end) = place
    lines = file.read_text(encoding="utf-8").splitlines()
    line = lines[number - 1]
    lines[number - 1] = f"{line[:end]}zz{line[end:]}"
    (copied / file.name).write_text("\n".join(lines), encoding="utf-8")
    try:
        with pytest.raises(ValueError, match=rf"^\w+\.txt:\d+: .*{re.escape(line[start:end])}"):
            Tables(copied)
    finally:
        shutil.copy(file, copied / file.name)


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
    catalogue = Catalogue(Tables(FOLDER, tmp_path))
    imports = "from sklearn.linear_model import Ridge\nfrom sklearn.preprocessing import StandardScaler\n"
    assert stages_of(f"{imports}from mine import f\n{call}", catalogue=catalogue) == stages


def test_of_lines_for_one_name_the_first_counts_that_holds(tmp_path: Path) -> None:
    lines = "[mine]\ntrain if given(y) -> estimator: f\ndeploy if true(z): f\n- -> data: f"
    (tmp_path / "own.txt").write_text(lines, encoding="utf-8")
    catalogue = Catalogue(Tables(FOLDER, tmp_path))
    assert stages_of("import mine", "mine.f(y=1, z=True)", catalogue=catalogue) == {"train"}
    assert stages_of("import mine", "mine.f(z=True)", catalogue=catalogue) == {"deploy"}
    assert stages_of("import mine", "mine.f().fit(X)", catalogue=catalogue) == set()
    assert stages_of("import mine", "mine.f(y=1).fit(X)", catalogue=catalogue) == {"train"}


def test_a_line_that_nothing_reaches_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("[mine]\ntrain: f\ndeploy: f g", encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"own.txt:3: mine\.f: listed again, behind a line that holds always"
    ):
        Catalogue(Tables(FOLDER, tmp_path))


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
    page = (Path(__file__).parents[3] / "docs" / "teach-a-library.md").read_text(encoding="utf-8")
    lines, python = (re.findall(rf"```{kind}\n(.*?)```", page, re.S) for kind in ("text", "python"))
    (tmp_path / "orchard.txt").write_text(lines[0], encoding="utf-8")
    catalogue = Catalogue(Tables(FOLDER, tmp_path))
    assert stages_of(python[0], catalogue=catalogue) == {"load", "train", "deploy"}
    rows: dict[str, list[tuple[str, ...]]] = {}
    exec(python[1], rows)
    for cells in rows["QUIET"]:
        assert stages_of(*cells, catalogue=catalogue) == set()
    for stage, *cells in rows["FIRES"]:
        assert stages_of(*cells, catalogue=catalogue) == {stage}
