"""Each rule: where it stays quiet, then where it fires."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from lint_notebooks import (
    DEPLOY,
    LOAD,
    QUESTIONS,
    TODAY,
    TRAIN,
    built,
    changed,
    charter_cell,
    full_charter,
    in_step,
    stored,
)
from nbready.charter.model import Charter, Deferral
from nbready.charter.store import VERSION
from nbready.config import Config
from nbready.gate import Policy
from nbready.lint import Finding, check_notebook, check_rule
from nbready.lint.rule import Rule, index_rules
from nbready.lint.rules import RULE_BY_CODE
from nbready.lint.rules import RULES as ALL_RULES
from nbready.notebook import Notebook
from nbready.templates.lock import lock
from notebook_files import code, markdown, raw

PAST, SOON, LATER = "2026-11-14", "2026-11-20", "2027-10-31"
DEFER = '%nbready defer {} --reason "the board meets in July" --owner "M. Okoro" --until {}'
RUN = {"execution_count": 1}


def only(notebook: Notebook, code: str, **how: object) -> tuple[Finding, ...]:
    return check_rule(code, notebook, today=TODAY, **how)  # type: ignore[arg-type]


def put_off(key: str, until: str = LATER, reason: str = "board", owner: str = "M. Okoro") -> Charter:
    """The full charter with one answer put off."""
    charter = full_charter(without=(key,))
    return replace(charter, deferrals={key: Deferral(question=key, reason=reason, owner=owner, until=until)})


def feasibility(until: str) -> Charter:
    return full_charter(project_intent={"intent": "feasibility", "until": until})


def promised(**parts: str) -> Charter:
    """The full charter with some parts of its success metric otherwise; an empty one is left out."""
    answer = {"computed_as": "recall_at_top", "at": "40 %", **changed("success_metric"), **parts}
    return full_charter(success_metric={key: value for key, value in answer.items() if value})


def pinning(**answers: object) -> dict[str, object]:
    """Metadata of a notebook whose template pins answers."""
    return {"nbready": {"version": VERSION, **lock("course", pinned=answers)}}


PINNED = "Cut returns of shoes from 38 % to 33 % of orders."
PROMISED_R2 = promised(computed_as="r2")
ACCURACY = "from sklearn.metrics import *\naccuracy_score(y, p)"
MEASURE = "%nbready measure y p"
SPLIT = "from sklearn.model_selection import train_test_split\na, b = train_test_split(X)"
LEARNING = full_charter(project_intent={"intent": "learning"})
EMPTY = built(code("1 + 1"))

# No finding of any rule: the tool says nothing without a reason.
SILENT = {
    "empty": built(),
    "neither loads nor trains": EMPTY,
    "only text": built(markdown("# Data: `pd.read_csv('a.csv')`")),
    "a function that is not called": built(
        code("import pandas as pd\ndef load():\n    return pd.read_csv('a')")
    ),
    "a full charter": in_step(code(LOAD), code(TRAIN), code(DEPLOY)),
    "learning": in_step(code(LOAD), code(TRAIN), charter=LEARNING),
    "a raw charter cell": built(raw(charter_cell()["source"]), code(LOAD), metadata=stored()),
    "another language": built(
        code("read.csv('a')"), metadata={"kernelspec": {"name": "ir", "display_name": "R"}}
    ),
    "a charter run again after the load": built(
        charter_cell(execution_count=9), code(LOAD, execution_count=5), metadata=stored()
    ),
    "blanks nobody asks for yet": in_step(code("1"), charter=full_charter(limitations="____")),
}


@pytest.mark.parametrize("notebook", SILENT.values(), ids=SILENT)
def test_it_stays_silent(notebook: Notebook) -> None:
    assert check_notebook(notebook, today=TODAY).findings == ()


# rule -> notebooks on which this rule stays quiet (others may speak).
QUIET: dict[str, list[Notebook]] = {
    "NBR103": [built(charter_cell()), built(code(LOAD), metadata=stored())],
    "NBR104": [built(code("%%charter\n")), built(code("%%charter\n: : :"))],
    "NBR105": [in_step(code(LOAD))],
    "NBR107": [
        built(charter_cell()),
        built(code("x = 1\n# %%charter would come here")),
        built(code("%%charter\n# a remark\nauthor: me")),
        built(code("%%charter\n# to come")),
    ],
    "NBR201": [
        built(code(f"# nbready: ignore[NBR201] a table of country codes\n{LOAD}")),
        built(
            code(DEFER.format("data", LATER)),
            code(LOAD),
            metadata=stored(full_charter(without=("decision_maker",))),
        ),
        in_step(code(LOAD), charter=feasibility(LATER)),
    ],
    "NBR202": [built(code(LOAD)), in_step(code(TRAIN), charter=LEARNING)],
    "NBR203": [built(code(TRAIN))],
    "NBR204": [
        built(charter_cell(execution_count=None), code(LOAD, execution_count=1)),
        built(charter_cell(execution_count=4), code("1", execution_count=1), code(LOAD, execution_count=3)),
        built(raw(charter_cell()["source"]), code(LOAD, execution_count=1)),
        built(
            charter_cell(execution_count=2),
            code(f"# nbready: ignore[NBR201] lookup\n{LOAD}", execution_count=1),
        ),
    ],
    "NBR205": [
        built(code(f"# nbready: ignore[NBR201] lookup\n{LOAD}"), charter_cell()),
        built(code(LOAD), metadata=stored()),
    ],
    "NBR206": [built(code("prose, not code: read_csv"))],
    "NBR301": [in_step(charter=full_charter(without=("business_objective",)))],
    "NBR302": [
        in_step(charter=full_charter(sign_off=changed("sign_off", decision="no_go"))),
    ],
    "NBR303": [in_step(charter=full_charter(without=("decision_maker",)))],
    "NBR304": [
        in_step(charter=promised()),
        in_step(charter=promised(computed_as="", name="AUC")),
        in_step(charter=full_charter(without=("measured_result",))),
        in_step(code(TRAIN, execution_count=3), code(MEASURE, execution_count=4), charter=promised()),
        in_step(code(TRAIN), code(MEASURE), charter=promised()),
    ],
    "NBR305": [
        in_step(code(ACCURACY), charter=promised(computed_as="")),
        in_step(code(ACCURACY), charter=promised(computed_as="accuracy")),
        in_step(code("confusion_matrix(y, p)"), charter=promised(computed_as="recall")),
        in_step(code(f"{ACCURACY}\n{MEASURE}"), charter=PROMISED_R2),
        in_step(code(f"{ACCURACY}\nimport nbready\nnbready.measure(y, s)"), charter=PROMISED_R2),
        in_step(code(f"{ACCURACY}\nmodel.score(X, y)"), charter=PROMISED_R2),
        in_step(code(f"{ACCURACY}\nmy_r2 = 1 - a / b"), charter=PROMISED_R2),
        in_step(code(ACCURACY), charter=promised(computed_as="wape")),
        in_step(code("print('no metric here')"), charter=PROMISED_R2),
        in_step(code("def accuracy_score(y, p): ...\naccuracy_score(y, p)"), charter=PROMISED_R2),
    ],
    "NBR306": [
        in_step(code(SPLIT), charter=promised(split="random")),
        in_step(code(SPLIT), charter=promised(split="")),
        in_step(code(SPLIT.replace(")", ", shuffle=False)")), charter=promised(split="by_time")),
        in_step(code("KFold(5).split(X)"), charter=promised(split="by_time")),
        in_step(code(f"{SPLIT}\nTimeSeriesSplit(5)"), charter=promised(split="by_time")),
        in_step(code(f"{SPLIT}\nGroupKFold(5)"), charter=promised(split="by_group")),
        in_step(code("train_test_split(df.customer.unique())"), charter=promised(split="by_group")),
        in_step(code("view.train_test_split(test_start='2026-01-01')"), charter=promised(split="by_time")),
        in_step(code(SPLIT.partition("\n")[0]), charter=promised(split="by_time")),
    ],
    "NBR402": [in_step(charter=put_off("decision_maker", LATER))],
    "NBR403": [in_step(charter=put_off("decision_maker", LATER)), in_step(charter=feasibility(LATER))],
    "NBR407": [in_step(charter=feasibility("2026-11-15"))],
    "NBR409": [
        built(code("# nbready: ignore[NBR301] not judged: the rule is not selected"), code("1")),
        in_step(code(f"# nbready: ignore[NBR201] the gate is open today, and closes with a date\n{LOAD}")),
    ],
    "NBR413": [
        built(
            code(f"# nbready: ignore[NBR201] a lookup table\n{LOAD}"), markdown("# nbready: ignore NBR201")
        ),
        built(code("1", metadata={"tags": ["nbready: ignore[NBR201]"]})),
    ],
    "NBR414": [
        built(code(f"%%charter\nbusiness_objective: {PINNED}"), metadata=pinning(business_objective=PINNED)),
        built(  # wrapped by an editor
            code(f"%%charter\nbusiness_objective: >-\n  {PINNED.replace(' to ', chr(10) + '  to ')}"),
            metadata=pinning(business_objective=PINNED),
        ),
        built(code("%%charter\nauthor: Ada"), metadata=pinning(business_objective=PINNED)),
        built(code("%%charter\nlimitations: None."), metadata=pinning(business_objective=PINNED)),
        built(code("%%charter\nbusiness_objective: Less."), metadata=pinning(goal="Unknown.")),
        built(code("%%charter\nbusiness_objective: Less.")),
    ],
}

WRONG_SIDE = full_charter(
    measured_result=changed("measured_result", value="1 %"),
    success_metric=changed("success_metric", direction="higher", threshold="35 %", baseline="22 %"),
    sign_off={"decision": "go", "by": "M. Okoro", "date": "2026-06-01"},
)

# rule -> notebooks on which it fires, and where: cell (from 1) and line.
FIRES: dict[str, list[tuple[Notebook, tuple[int | None, int | None]]]] = {
    "NBR101": [
        (built(code("%%charter\nauthor: me\n\towner: you\n")), (1, 3)),
        (built(code("1"), code("%%charter\nsucces_metric: x\n")), (2, 2)),
        (built(charter_cell(), metadata={"nbready": {"version": 1, "charter": {"odd": "x"}}}), (None, None)),
        (built(code("%%charter\ninherits: ../../../etc/passwd\n")), (1, 2)),
    ],
    "NBR102": [(built(code("1"), metadata={"nbready": {"version": VERSION + 1}}), (None, None))],
    "NBR103": [
        (built(charter_cell(), metadata=stored(full_charter(without=("limitations",)))), (1, 1)),
        (built(charter_cell(), metadata={"nbready": stored()["nbready"]["charter"]}), (1, 1)),  # type: ignore[index]
    ],
    "NBR104": [(built(charter_cell()), (1, 1)), (built(code("1"), metadata=stored()), (None, None))],
    "NBR105": [(built(charter_cell(), code("1"), charter_cell()), (1, 1))],
    "NBR106": [(built(code("1"), metadata=stored(questions="all of them")), (None, None))],
    "NBR107": [
        (built(code("# %%charter\n# author: me")), (1, 1)),
        (built(code("%%charter\n# author: me\n# business_objective: x")), (1, 1)),
    ],
    "NBR201": [
        (built(code(LOAD)), (1, 3)),
        (
            built(code("1"), code(f"# nbready: ignore[NBR201] lookup\n{LOAD}"), code("pd.read_sql('x', c)")),
            (3, 1),
        ),
        (in_step(code(LOAD), charter=full_charter(without=("decision_maker",))), (2, 3)),
        (in_step(code(LOAD), charter=feasibility(PAST)), (2, 3)),
    ],
    "NBR202": [
        (built(code(TRAIN)), (1, 2)),
        (in_step(code(TRAIN), charter=full_charter(without=("integration",))), (2, 2)),
    ],
    "NBR203": [
        (built(code(DEPLOY)), (1, 2)),
        (in_step(code(DEPLOY), charter=LEARNING), (2, 2)),
        (in_step(code(DEPLOY), charter=feasibility(LATER)), (2, 2)),
    ],
    "NBR204": [
        (built(charter_cell(execution_count=2), code(LOAD, execution_count=1)), (2, 3)),
        (
            built(
                charter_cell(execution_count=3), code("1", execution_count=1), code(LOAD, execution_count=2)
            ),
            (3, 3),
        ),
    ],
    "NBR205": [(built(code(LOAD), charter_cell()), (2, 1))],
    "NBR206": [(built(code("1"), code("x = 1\ndf = pd.read_csv(")), (2, 2))],
    "NBR301": [
        (in_step(charter=full_charter(business_objective="Reduce the losses of Retail Credit")), (1, None))
    ],
    "NBR302": [(in_step(charter=WRONG_SIDE), (1, None))],
    "NBR303": [(in_step(charter=full_charter(limitations="TBD")), (1, None))],
    "NBR304": [
        (in_step(charter=promised(name="AUC")), (1, None)),
        (in_step(charter=promised(evaluated_on="next spring, out of time")), (1, None)),
        (
            in_step(code(MEASURE, execution_count=3), code(TRAIN, execution_count=4), charter=promised()),
            (2, 1),
        ),
    ],
    "NBR305": [
        (in_step(code("1"), code(ACCURACY), charter=PROMISED_R2), (3, 2)),
        (in_step(code("import sklearn.metrics as m\nm.f1_score(y, p)"), charter=PROMISED_R2), (2, 2)),
        (in_step(code("from sklearn.metrics import f1_score as f\nf(y, p)"), charter=PROMISED_R2), (2, 2)),
    ],
    "NBR306": [
        (in_step(code(SPLIT), charter=promised(split="by_time")), (2, 2)),
        (in_step(code(SPLIT), charter=promised(split="by group")), (2, 2)),
        (in_step(code("KFold(5, shuffle=True)"), charter=promised(split="by_time")), (2, 1)),
        (in_step(code("StratifiedShuffleSplit()"), charter=promised(split="by_group")), (2, 1)),
        (in_step(code("python_random_split(ratings, 0.75)"), charter=promised(split="by_time")), (2, 1)),
    ],
    "NBR401": [
        (in_step(charter=put_off("decision_maker", reason="")), (1, None)),
        (in_step(charter=put_off("decision_maker", owner="TBD")), (1, None)),
        (built(code('%nbready defer decision_maker --owner "M. Okoro" --until 2027-10-31')), (1, 1)),
    ],
    "NBR402": [
        (in_step(charter=put_off("decision_maker", PAST)), (1, None)),
        (built(code("1"), code(DEFER.format("decision_maker", PAST))), (2, 1)),
    ],
    "NBR403": [
        (in_step(charter=put_off("decision_maker", SOON)), (1, None)),
        (in_step(charter=feasibility(SOON)), (1, None)),
    ],
    "NBR405": [
        (built(code("x = 1\n" + DEFER.format("dat", LATER))), (1, 2)),
        (built(code('%nbready defer data --reason "unclosed')), (1, 1)),
    ],
    "NBR406": [(built(code(DEFER.format("project_intent", LATER))), (1, 1))],
    "NBR407": [(in_step(charter=feasibility(PAST)), (1, None))],
    "NBR408": [
        (
            built(
                code("1"),
                metadata={"nbready": {"version": 1, "policy": {"data": "off"}, "template": {"name": "c"}}},
            ),
            (None, None),
        )
    ],
    "NBR414": [
        (
            built(
                code("1"),
                code("%%charter\nauthor: Ada\nbusiness_objective: Cut returns to 3 % of orders."),
                metadata=pinning(business_objective=PINNED),
            ),
            (2, 3),
        ),
        (
            built(
                code("%%charter\nproject_intent: {intent: learning}"),
                metadata=pinning(project_intent={"intent": "deployment"}),
            ),
            (1, 2),
        ),
    ],
    "NBR409": [
        (built(code("# nbready: ignore[NBR201] gone\n1 + 1")), (1, 1)),
        (built(code("x = 1  # nbready: ignore[NBR999] no such rule")), (1, 1)),
        (built(code("1", metadata={"tags": ["nbready: ignore[NBR201]"]})), (1, 1)),
    ],
    "NBR413": [
        (built(code(f"x = 1\n# nbready: ignore NBR201\n{LOAD}")), (1, 2)),
        (built(code(f"# nbready: ignore[NBR201]\n{LOAD}")), (1, 1)),
    ],
}


@pytest.mark.parametrize(("code", "notebook"), [(c, n) for c, books in QUIET.items() for n in books])
def test_a_rule_stays_quiet(code: str, notebook: Notebook) -> None:
    assert only(notebook, code) == ()


@pytest.mark.parametrize(
    ("code", "notebook", "place"), [(c, *case) for c, cases in FIRES.items() for case in cases]
)
def test_a_rule_fires(code: str, notebook: Notebook, place: tuple[int | None, int | None]) -> None:
    findings = only(notebook, code)
    assert [finding.code for finding in findings] == [code]
    (finding,) = findings
    assert finding.message
    assert finding.remedy
    assert finding.cell == place[0]
    if place[1]:
        assert finding.line == place[1]
    if finding.cell:
        at = notebook.data.decode().splitlines()[finding.file_line - 1]  # type: ignore[operator]
        assert json.dumps(finding.source, ensure_ascii=False)[1:-1][:20] in at


def test_every_rule_is_tried() -> None:
    # The files themselves are tried in test_engine.py, the limit in days below, the record in its own tables.
    elsewhere = {"NBR001", "NBR002", "NBR003", "NBR004", "NBR005", "NBR404", "NBR410", "NBR411", "NBR412"}
    assert {rule.code for rule in ALL_RULES} - elsewhere == set(FIRES)


def test_codes_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in ALL_RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in ALL_RULES}) == len(codes)


@pytest.mark.parametrize("rule", ALL_RULES, ids=RULE_BY_CODE)
def test_a_rule_says_what_it_is_for(rule) -> None:
    assert rule.check.__name__ == rule.name.replace("-", "_")
    assert list(rule.sections) == ["What it does", "Why it matters", "Example", "Remedy"]
    assert all(rule.sections.values())
    assert rule.summary.endswith(".")
    assert len(rule.summary) < 80


@pytest.mark.parametrize(("level", "severity"), [("block", "error"), ("warn", "warning")])
def test_the_policy_decides_the_severity(level, severity) -> None:
    config = Config(policy=Policy(data=level, model=level, launch=level))
    notebook = built(code(f"{LOAD}\n{TRAIN}\n{DEPLOY}"))
    for rule in ("NBR201", "NBR202", "NBR203"):
        assert [finding.severity for finding in only(notebook, rule, config=config)] == [severity]


def test_a_charter_run_late_is_told_to_move_where_it_stands_below() -> None:
    load, charter = code(LOAD, execution_count=1), charter_cell(execution_count=2)
    (below,) = only(built(load, charter), "NBR204")
    assert below.remedy.startswith("Move the charter cell above the load, then restart")
    (above,) = only(built(charter, load), "NBR204")  # moved, and not run again yet
    assert above.remedy == "Restart the kernel and run the notebook from the top."
    assert only(built(charter_cell(execution_count=1), code(LOAD, execution_count=2)), "NBR204") == ()


@pytest.mark.parametrize("rule", ["NBR201", "NBR202", "NBR203", "NBR204", "NBR205"])
def test_a_gate_that_is_off_says_nothing(rule) -> None:
    config = Config(policy=Policy(data="off", model="off", launch="off"))
    notebook = built(code(f"{LOAD}\n{TRAIN}\n{DEPLOY}", **RUN), charter_cell(Charter(), execution_count=2))
    assert only(notebook, rule, config=config) == ()


def test_a_deferral_reaches_no_further_than_the_project_allows() -> None:
    notebook = in_step(charter=put_off("decision_maker", LATER))
    assert only(notebook, "NBR404", config=Config(max_deferral_days=365)) == ()
    (finding,) = only(notebook, "NBR404", config=Config(max_deferral_days=30))
    assert finding.questions == ("decision_maker",)


def test_one_finding_a_gate_and_notebook() -> None:
    result = check_notebook(built(code(LOAD), code(LOAD), code(LOAD)), today=TODAY)
    assert [finding.code for finding in result.findings] == ["NBR201"]
    assert [(v.code_cell, v.outcome) for v in result.verdicts] == [(0, "block"), (1, "block"), (2, "block")]
    assert result.gates == {"data": "closed", "model": "closed", "launch": "closed"}


def test_an_open_question_that_looks_answered_says_why() -> None:
    rejected = full_charter(privacy_legal_review=changed("privacy_legal_review", outcome="rejected"))
    (finding,) = only(in_step(code(TRAIN), charter=rejected), "NBR202")
    assert finding.questions == ("privacy_legal_review",)
    assert QUESTIONS.messages["review_rejected"] in finding.message


def test_weak_answers_of_a_shared_charter_are_not_the_notebooks(tmp_path) -> None:
    shared = tmp_path / "charter.yaml"
    shared.write_text("limitations: TBD\nbusiness_objective: Reduce the losses\n", encoding="utf-8")
    config = Config(root=tmp_path, charter=shared)
    notebook = built(code("1"), path=tmp_path / "a.ipynb")
    assert check_notebook(notebook, config=config, today=TODAY).findings == ()


def test_a_shared_charter_opens_the_gate_without_a_cell(tmp_path) -> None:
    from nbready.charter.fill_in import write_charter

    shared = tmp_path / "charter.yaml"
    shared.write_text(write_charter(full_charter(), QUESTIONS), encoding="utf-8")
    config = Config(root=tmp_path, charter=shared)
    notebook = built(code(LOAD), path=tmp_path / "a.ipynb")
    assert check_notebook(notebook, config=config, today=TODAY).findings == ()


@pytest.mark.parametrize("again", [("NBR201", "another-name"), ("NBR999", "data-before-gate")])
def test_a_code_or_name_used_twice_is_refused(again: tuple[str, str]) -> None:
    code, name = again
    twin = Rule(code=code, name=name, severity="error", check=ALL_RULES[0].check)
    with pytest.raises(ValueError, match=code):
        index_rules([*ALL_RULES, twin])
