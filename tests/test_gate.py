"""The one definition of "too early"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbready.charter.model import GATES, INTENTS, Gate, Intent, Part, Question, Questions, Review, Standing
from nbready.gate import GATE_OF, LEVELS, SPECS, GateState, Level, Policy, can_fire, decide, gate_states
from nbready.stages.uses import STAGES, Stage, StageUse

ALL: tuple[Intent, ...] = INTENTS


def question(key: str, gate: Gate, intents: tuple[Intent, ...]) -> Question:
    return Question(
        key=key,
        label=key,
        gate=gate,
        prompt="?",
        help="",
        example="",
        parts=(Part(key="", type="text"),),
        intents=intents,
    )


QUESTIONS = Questions(
    by_key={
        q.key: q
        for q in (
            question("intent", "data", ALL),
            question("objective", "data", ("deployment", "feasibility")),
            question("metric", "data", ("deployment",)),
            question("integration", "model", ("deployment", "feasibility")),
            question("result", "launch", ("deployment",)),
        )
    }
)


def review(
    intent: Intent = "deployment",
    *,
    open: Iterable[str] = (),
    later: Iterable[str] = (),
    expired: Iterable[str] = (),
    intent_expired: bool = False,
) -> Review:
    def standing(q: Question) -> Standing:
        late = q.key in expired
        if q.key in open or late:
            return Standing(question=q, status="open", open_at=(q.gate,), expired=late)
        return Standing(question=q, status="answered", open_at=("model",) if q.key in later else ())

    return Review(
        questions=QUESTIONS,
        standings={q.key: standing(q) for q in QUESTIONS},
        intent=intent,
        today=dt.date(2026, 3, 1),
        intent_expired=intent_expired,
    )


def use(stage: Stage, line: int = 1) -> StageUse:
    return StageUse(stage=stage, call=f"lib.{stage}", line=line)


def outcomes(
    stages: Iterable[Stage],
    of: Review,
    policy: Policy | None = None,
    *,
    ignored: Iterable[str] = (),
    unattended: bool = False,
) -> dict[str, str]:
    states = gate_states(of, policy or Policy())
    verdicts = decide([use(s) for s in stages], states, ignored=ignored, unattended=unattended)
    return {verdict.gate: verdict.outcome for verdict in verdicts}


EVERYTHING = tuple(QUESTIONS.by_key)
LOAD_TRAIN_DEPLOY: tuple[Stage, ...] = ("load", "train", "deploy")


@pytest.mark.parametrize("stage", [s for s in STAGES if s not in LOAD_TRAIN_DEPLOY])
def test_other_stages_ask_no_gate(stage: Stage) -> None:
    assert outcomes([stage], review(open=EVERYTHING)) == {}


def test_a_full_charter_passes_everything() -> None:
    assert outcomes(LOAD_TRAIN_DEPLOY, review()) == {"data": "pass", "model": "pass", "launch": "pass"}


def test_an_empty_charter_blocks_data_and_warns_of_the_rest() -> None:
    expected = {"data": "block", "model": "warn", "launch": "warn"}
    assert outcomes(LOAD_TRAIN_DEPLOY, review(open=EVERYTHING)) == expected


def test_each_gate_stands_on_its_own() -> None:
    expected = {"data": "pass", "model": "warn", "launch": "pass"}
    assert outcomes(LOAD_TRAIN_DEPLOY, review(open=["integration"])) == expected


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize("level", LEVELS)
def test_policy_says_what_a_closed_gate_does(gate: Gate, level: Level) -> None:
    policy = Policy().replace({gate: level})
    assert outcomes(LOAD_TRAIN_DEPLOY, review(open=EVERYTHING), policy)[gate] == level


def test_good_enough_for_data_can_keep_the_model_gate_closed() -> None:
    states = gate_states(review(later=["metric"]), Policy())
    assert states["data"].status == "open"
    assert states["model"].status == "closed"
    assert states["model"].open == ("metric",)
    assert "metric" in states["model"].asked


def test_feasibility_asks_less_and_stops_only_at_the_data() -> None:
    strict = Policy(data="block", model="block", launch="block")
    closed = review("feasibility", open=["metric", "integration", "result"])
    assert outcomes(LOAD_TRAIN_DEPLOY, closed, strict) == {"data": "pass", "model": "warn", "launch": "warn"}
    assert outcomes(["load"], review("feasibility", open=["objective"]), strict) == {"data": "block"}


def test_no_answer_opens_the_launch_gate_of_a_feasibility_study() -> None:
    assert gate_states(review("feasibility"), Policy())["launch"].status == "closed"
    assert outcomes(["deploy"], review("feasibility"), Policy(launch="off")) == {"launch": "off"}


def test_learning_asks_little_and_never_before_training() -> None:
    strict = Policy(data="block", model="block", launch="block")
    states = gate_states(review("learning", open=EVERYTHING), strict)
    assert {gate: state.status for gate, state in states.items()} == {
        "data": "closed",
        "model": "not_asked",
        "launch": "not_asked",
    }
    assert states["data"].open == ("intent",)
    expected = {"data": "block", "model": "pass", "launch": "warn"}
    assert outcomes(LOAD_TRAIN_DEPLOY, review("learning", open=EVERYTHING), strict) == expected


def test_a_cell_gets_one_verdict_a_gate_at_its_first_use() -> None:
    states = gate_states(review(open=EVERYTHING), Policy())
    uses = [use("train", 2), use("load", 3), use("load", 5), use("evaluate", 6)]
    verdicts = decide(uses, states)
    assert [(v.gate, v.use.line, v.rule) for v in verdicts] == [
        ("model", 2, "NBR202"),
        ("data", 3, "NBR201"),
    ]
    assert verdicts[1].open == ("intent", "objective", "metric")


def test_an_ignored_rule_silences_its_own_gate_only() -> None:
    expected = {"data": "ignored", "model": "warn"}
    assert outcomes(["load", "train"], review(open=EVERYTHING), ignored=["NBR201"]) == expected


def test_ignoring_an_open_gate_is_still_a_pass() -> None:
    assert outcomes(["load"], review(), ignored=["NBR201"]) == {"data": "pass"}


def test_an_expired_date_only_warns_where_nobody_is_there() -> None:
    late = review(expired=["metric"])
    assert outcomes(["load"], late) == {"data": "block"}
    assert outcomes(["load"], late, unattended=True) == {"data": "warn"}
    assert outcomes(["load"], review(expired=["metric"], open=["objective"]), unattended=True) == {
        "data": "block"
    }


def test_an_expired_feasibility_study_only_warns_where_nobody_is_there() -> None:
    late = review(expired=["intent"], open=["metric"], intent_expired=True)
    assert outcomes(["load"], late) == {"data": "block"}
    assert outcomes(["load"], late, unattended=True) == {"data": "warn"}
    worse = review(expired=["intent"], open=["objective"], intent_expired=True)
    assert outcomes(["load"], worse, unattended=True) == {"data": "block"}


def test_leniency_never_makes_a_milder_policy_stricter() -> None:
    assert outcomes(["load"], review(expired=["metric"]), Policy(data="off"), unattended=True) == {
        "data": "off"
    }


@pytest.mark.parametrize(
    ("of", "policy", "expected"),
    [
        (review(), Policy(), False),
        (review(open=EVERYTHING), Policy(data="off", model="off", launch="off"), False),
        (review(open=["integration"]), Policy(model="off"), False),
        (review(open=["integration"]), Policy(), True),
        (review("learning"), Policy(), True),
        (review("learning"), Policy(launch="off"), False),
        (review("feasibility"), Policy(), True),
    ],
)
def test_can_fire(of: Review, policy: Policy, expected: bool) -> None:
    assert can_fire(gate_states(of, policy)) is expected


levels = st.sampled_from(LEVELS)
policies = st.builds(Policy, data=levels, model=levels, launch=levels)


@given(policies, st.dictionaries(st.sampled_from(GATES), levels))
def test_the_stricter_policy_is_never_milder_than_either(policy: Policy, other: dict[Gate, Level]) -> None:
    both = policy.stricter(other)
    for gate in GATES:
        assert LEVELS.index(both.at(gate)) == max(
            LEVELS.index(policy.at(gate)), LEVELS.index(other.get(gate, "off"))
        )


@given(
    st.sampled_from(INTENTS),
    st.sets(st.sampled_from(EVERYTHING)),
    st.sets(st.sampled_from(EVERYTHING)),
    policies,
    st.booleans(),
)
def test_answering_more_never_closes_a_gate(
    intent: Intent, open: set[str], answered: set[str], policy: Policy, unattended: bool
) -> None:
    def severity(state: GateState) -> int:
        verdicts = decide([use("load"), use("train"), use("deploy")], {**states, state.gate: state})
        order = ("pass", "off", "ignored", "warn", "block")
        return next(order.index(v.outcome) for v in verdicts if v.gate == state.gate)

    states = gate_states(review(intent, open=open), policy)
    better = gate_states(review(intent, open=open - answered), policy)
    for gate in GATES:
        assert severity(better[gate]) <= severity(states[gate])


def test_each_gate_has_one_entry_and_each_entry_a_rule_that_is_in_force() -> None:
    from nbready.lint.rules import RULE_BY_CODE

    assert tuple(SPECS) == GATES
    assert len(GATE_OF) == len(GATES)
    assert all(spec.gate == gate and spec.rule in RULE_BY_CODE for gate, spec in SPECS.items())
    assert Policy() == Policy(**{gate: spec.level for gate, spec in SPECS.items()})
