"""The guard inside a shell: what it lets through, what it stops, and what it does about its own faults."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from nbready.kernel import guard as guard_module
from nbready.kernel.reading import kinds
from nbready.stages import Detector

from .charters import (
    ALL,
    DATA,
    FEASIBILITY,
    IMPORT,
    LEARNING,
    LOAD,
    NOTHING,
    PAST,
    PLAN,
    TRAIN,
    cell,
    charter,
    defer,
)
from .shells import Shell, is_blocked

QUIET = {
    "nothing": "x = 1",
    "uncalled def": "def load():\n    return pd.read_csv('rows.csv')",
    "a mention": "pd.read_csv",
    "a comment": "# pd.read_csv('rows.csv')",
    "a string": "'pd.read_csv(1)'",
    "help": "pd.read_csv?",
}


@pytest.mark.parametrize("source", QUIET.values(), ids=QUIET)
def test_stays_quiet(shell: Shell, source: str) -> None:
    shell.run(IMPORT)
    result = shell.run(source)
    assert result.success
    assert shell.session.verdicts == ()


def test_a_cell_that_loads_data_is_stopped_before_it_runs(shell: Shell) -> None:
    shell.run(IMPORT)
    shell.clear()
    assert is_blocked(shell.run(f"before = 1\n\n{LOAD}"))
    assert "before" not in shell.ip.user_ns
    (text,) = shell.shown
    assert "`pandas.read_csv`, line 3, loads data" in text
    for key in ("project_intent", "business_objective", "data_classification"):
        assert key in text
    assert "%nbready charter" in text
    assert "%nbready defer data --reason" in text
    assert "# nbready: ignore[NBR201] reason" in text


def test_no_traceback_is_shown_for_a_stopped_cell(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    shell.run(f"{IMPORT}\n{LOAD}")
    printed = capsys.readouterr().out
    assert printed.startswith("nbready stopped this cell before it ran: pandas.read_csv, line 2, loads data.")
    assert "Traceback" not in printed
    *said, whose, for_agents = printed.splitlines()
    assert len(said) <= 3
    assert whose == "For an agent: these answers are a person's decisions."
    assert for_agents.endswith("ask, invent nothing, never sign.")


def test_an_answered_charter_opens_the_data_gate(shell: Shell) -> None:
    shell.run(IMPORT)
    assert is_blocked(shell.run(LOAD))
    assert shell.run(DATA).success
    assert shell.run(LOAD).success
    assert [v.outcome for _, v in shell.session.verdicts] == ["block", "pass"]


@pytest.mark.parametrize("charter", [LEARNING, FEASIBILITY], ids=["learning", "feasibility"])
def test_a_smaller_intent_opens_the_data_gate(shell: Shell, charter: str) -> None:
    assert shell.run(charter).success
    assert shell.run(f"{IMPORT}\n{LOAD}").success


def test_a_blank_charter_opens_nothing(shell: Shell) -> None:
    assert shell.run(NOTHING).success
    assert is_blocked(shell.run(f"{IMPORT}\n{LOAD}"))


def test_training_warns_once_for_each_state_of_the_charter(shell: Shell) -> None:
    shell.run(DATA)
    shell.clear()
    assert shell.run(TRAIN).success
    (first,) = shell.shown
    assert "DummyClassifier.fit`, line 2, trains a model" in first
    assert "integration" in first
    shell.clear()
    assert shell.run(TRAIN).success
    shell.run(DATA)
    shell.clear()
    assert shell.run(TRAIN).success
    assert shell.shown == []
    shell.run(defer("integration"))
    shell.clear()
    assert shell.run(TRAIN).success
    assert len(shell.shown) == 1
    assert "integration " not in shell.shown[0]
    assert [v.outcome for _, v in shell.session.verdicts] == ["warn"] * 4


def test_a_complete_charter_lets_training_pass_in_silence(shell: Shell) -> None:
    shell.run(PLAN)
    shell.clear()
    assert shell.run(TRAIN).success
    assert shell.shown == []


def test_an_ignore_comment_is_honoured_and_logged(shell: Shell) -> None:
    shell.run(IMPORT)
    shell.clear()
    assert shell.run(f"{LOAD}  # nbready: ignore[NBR201] a lookup table").success
    assert shell.shown == []
    assert [v.outcome for _, v in shell.session.verdicts] == ["ignored"]


def test_an_ignore_comment_holds_for_its_own_rule_and_cell_only(shell: Shell) -> None:
    shell.run(IMPORT)
    assert is_blocked(shell.run(f"{LOAD}  # nbready: ignore[NBR202] another rule"))
    shell.run(f"{LOAD}  # nbready: ignore[NBR201] a lookup table")
    assert is_blocked(shell.run(LOAD))


@pytest.mark.parametrize("mark", ["# nbready: ignore NBR201", "# nbready: ignore[NBR201]"])
def test_an_unclear_ignore_comment_is_pointed_out_once(shell: Shell, mark: str) -> None:
    for expected in (1, 0):
        shell.clear()
        shell.run(f"{IMPORT}\n{LOAD}  {mark}")
        assert sum("Line 2: This mark" in text for text in shell.shown) == expected


def test_a_deferral_counts_for_the_cell_that_it_stands_in(shell: Shell) -> None:
    shell.run(cell(charter("data", without=("decision_action",))))
    shell.run(IMPORT)
    assert is_blocked(shell.run(LOAD))
    assert shell.run(f"{defer('data')}\n{LOAD}").success


@pytest.mark.parametrize("line", [defer("data", PAST), "%nbready defer data --until 2035-01-01"])
def test_a_deferral_that_is_not_valid_opens_nothing(shell: Shell, line: str) -> None:
    shell.run(cell(charter("data", without=("decision_action",))))
    shell.run(line)
    assert is_blocked(shell.run(f"{IMPORT}\n{LOAD}"))


def test_policy_of_the_session(shell: Shell) -> None:
    shell.run(IMPORT)
    shell.run("%nbready policy data=warn")
    assert shell.run(LOAD).success
    shell.run("%nbready policy data=off")
    assert shell.run(LOAD).success
    shell.run("%nbready policy reset")
    assert is_blocked(shell.run(LOAD))
    assert [v.outcome for _, v in shell.session.verdicts] == ["warn", "off", "block"]


def test_policy_of_the_project(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.nbready.policy]\ndata = "warn"\nmodel = "block"\n')
    shell.run("%reload_ext nbready")
    assert shell.run(f"{IMPORT}\n{LOAD}").success
    assert is_blocked(shell.run(TRAIN))


def test_a_project_adds_calls_of_its_own(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.nbready.stages]\nload = ["lake.fetch"]\n')
    shell.run("%reload_ext nbready")
    assert is_blocked(shell.run("import lake\nlake.fetch()"))


def test_a_deferral_that_expires_over_night_closes_the_gate(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.run(cell(charter("data", "model", without=("decision_action", "integration"))))
    shell.run(defer("data model"))
    assert shell.run(f"{IMPORT}\n{LOAD}\n{TRAIN}").success
    morning = dt.datetime(2036, 1, 1, 0, 5).timestamp()
    monkeypatch.setattr("nbready.kernel.session.time", SimpleNamespace(time=lambda: morning))
    assert is_blocked(shell.run(LOAD))
    shell.clear()
    assert shell.run(TRAIN).success
    assert len(shell.shown) == 1


# -- the hot path --------------------------------------------------------------------------------------


def armed(shell: Shell) -> list[bool]:
    """Whether the guard is among the transformers while a cell runs, cell by cell."""
    seen: list[bool] = []
    transformers = lambda info: seen.append(shell.magics.guard in shell.ip.ast_transformers)  # noqa: E731
    shell.ip.events.register("pre_run_cell", transformers)
    return seen


def test_the_guard_is_no_transformer_while_nothing_can_fire(shell: Shell) -> None:
    seen = armed(shell)
    shell.run("x = 1")
    shell.run(ALL)
    shell.run("x = 1")
    shell.run("%nbready policy data=block")
    shell.run("x = 1")
    assert seen == [True, True, False, False, False]


def test_ipython_does_not_fix_locations_for_the_guard(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[ast.AST] = []
    monkeypatch.setattr(ast, "fix_missing_locations", lambda tree: calls.append(tree) or tree)
    shell.run("x = 1")
    assert calls == []


def test_what_ran_unjudged_is_known_once_a_gate_can_fire_again(shell: Shell) -> None:
    shell.run("%nbready policy data=off model=off launch=off")
    shell.run("import pandas as panda_bear")
    shell.run("read = panda_bear.read_csv")
    assert shell.session.verdicts == ()
    shell.run("%nbready policy reset")
    assert is_blocked(shell.run("read('rows.csv')"))


def test_what_ran_before_the_extension_was_loaded_is_known(tmp_path: Path) -> None:
    shell = Shell()
    shell.run("from pandas import read_csv as rc")
    shell.load()
    assert is_blocked(shell.run("rc('rows.csv')"))


def test_what_stands_below_the_line_that_loads_the_extension_is_judged(shell: Shell) -> None:
    fresh = Shell()
    result = fresh.run("import pandas as pd\n%load_ext nbready\nfirst = 1\nframe = pd.read_csv('rows.csv')")
    assert type(result.error_in_exec).__name__ == "GateClosed"
    assert "first" not in fresh.ip.user_ns
    assert fresh.run("%load_ext nbready").success
    assert is_blocked(fresh.run("pd.read_csv('rows.csv')"))


def test_a_cell_that_is_no_python_leaves_nothing_behind(shell: Shell) -> None:
    shell.run("print 'x'")
    assert shell.magics.guard not in shell.ip.ast_transformers


def test_other_transformers_keep_their_place(shell: Shell) -> None:
    class Doubles(ast.NodeTransformer):
        def visit_Constant(self, node: ast.Constant) -> ast.Constant:
            return ast.Constant(node.value * 2) if isinstance(node.value, int) else node

    first, last = Doubles(), Doubles()
    shell.ip.ast_transformers += [first, last]
    shell.run("x = 1")
    assert shell.ip.user_ns["x"] == 4
    assert shell.ip.ast_transformers == [first, last]


def test_a_transformer_that_comes_after_the_guard_is_not_skipped(shell: Shell) -> None:
    seen: list[ast.AST] = []

    class Sees(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            seen.append(node)
            return node

    later = Sees()
    shell.ip.events.register("pre_run_cell", lambda info: shell.ip.ast_transformers.append(later))
    shell.run("x = 1")
    assert len(seen) == 1
    assert shell.ip.ast_transformers == [later]


def test_a_cell_that_another_cell_runs_again_is_judged(shell: Shell) -> None:
    shell.run(IMPORT)
    shell.run(LOAD)
    shell.run("%rerun 3")
    assert "frame" not in shell.ip.user_ns
    assert [v.outcome for _, v in shell.session.verdicts] == ["block", "block"]


def test_after_a_cell_inside_a_cell_the_next_one_is_judged(shell: Shell) -> None:
    shell.run("%nbready policy data=warn")
    shell.run(f"%%capture\n{IMPORT}\n{LOAD}")
    shell.run("%nbready policy data=block")
    assert is_blocked(shell.run(LOAD))


# -- its own faults ------------------------------------------------------------------------------------


def broken(*args: object, **kwargs: object) -> object:
    raise RuntimeError("a planted fault")


FAULTS: dict[str, Callable[[pytest.MonkeyPatch, Shell], None]] = {
    "detector": lambda patch, shell: patch.setattr(Detector, "read_tree", broken),
    "new detector": lambda patch, shell: patch.setattr(guard_module, "new_detector", broken),
    "gate": lambda patch, shell: patch.setattr(guard_module, "decide", broken),
    "marks": lambda patch, shell: patch.setattr(guard_module, "ignored_rules", broken),
    "charter": lambda patch, shell: patch.setattr(shell.session, "can_fire", broken),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_its_own_failure_lets_the_cell_run_and_is_said_once(
    shell: Shell, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        FAULTS[fault](patch, shell)
        assert shell.run(f"{IMPORT}\n{LOAD}").success
        assert shell.run(f"{IMPORT}\n{LOAD}").success
        (text,) = shell.shown
        assert "this is a bug in nbready" in text
        assert "RuntimeError: a planted fault" in text
    assert is_blocked(shell.run(f"{IMPORT}\n{LOAD}")), "the guard stays on"


def test_a_message_that_cannot_be_made_lets_the_cell_run(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nbready.kernel.message.blocked", broken)
    monkeypatch.setattr("nbready.kernel.trouble.failed", broken)
    assert shell.run(f"{IMPORT}\n{LOAD}").success


def test_a_form_that_cannot_be_made_leaves_the_text(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbready.kernel.panel.Panel", broken)
    monkeypatch.setattr("nbready.kernel.session.Session.has_page", True)
    shell.run(IMPORT)
    shell.clear()
    assert is_blocked(shell.run(LOAD))
    assert len(shell.shown) == 1
    assert "planted fault" not in shell.shown[0]
    assert shell.run(DATA).success
    assert shell.run(LOAD).success


SPIES = {
    "of a metaclass": """
class Meta(type):
    def __getattribute__(cls, name):
        ran.append(name)
        return super().__getattribute__(name)
class Box(metaclass=Meta):
    pass
""",
    "of a metaclass's properties": """
class Meta(type):
    __mro__ = property(lambda cls: ran.append("mro"))
    __module__ = property(lambda cls: ran.append("module"))
class Box(metaclass=Meta):
    pass
""",
    "of a text": """
class Text(str):
    def __format__(self, spec):
        ran.append("format")
        return "x"
    __str__ = __format__
class Box:
    __module__ = Text("m")
""",
    "of a property": """
class Box:
    @property
    def __class__(self):
        ran.append("class")
""",
}


@pytest.mark.parametrize("name", SPIES)
def test_no_code_of_a_person_s_types_runs_while_a_cell_is_judged(shell: Shell, name: str) -> None:
    shell.run(f"ran = []\n{SPIES[name]}\nbox = Box()")
    shell.ip.user_ns["ran"].clear()
    found = kinds(shell.ip, "box")
    assert shell.ip.user_ns["ran"] == []
    assert found is not None
    assert all(type(dotted) is str for dotted in found)


def test_a_type_is_known_by_its_slots() -> None:
    class Meta(type):
        def __getattribute__(cls, name: str) -> object:
            raise AssertionError(name)

    Box = Meta("Box", (dict,), {})  # noqa: N806 (a class)
    shell = Shell()
    shell.ip.user_ns["box"] = Box()
    assert kinds(shell.ip, "box") == (f"{__name__}.Box", "builtins.dict", "builtins.object")
