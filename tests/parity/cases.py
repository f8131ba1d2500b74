"""Notebooks for which the live guard and the linter must come to the same verdicts.

Each case is a small notebook. Files that its cells name (``load.py``) lie beside it; nothing is downloaded,
and a cell that gets past its gate may fail for its own reasons: the verdict came before it ran.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat

from nbready.charter.fill_in import write_cell
from nbready.charter.model import Charter, Deferral, Value
from nbready.charter.parse import parse_charter
from nbready.charter.questions import default_questions
from nbready.charter.store import charter_body

QUESTIONS = default_questions()
EXAMPLE = Path(__file__).parents[2] / "examples" / "triage" / "triage.ipynb"
PAIRS = Path(__file__).parents[1] / "stages" / "minipairs.jsonl"
LATER, PAST = "2030-12-31", "2020-01-31"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A notebook, the files beside it, and the outcomes that it is about (the first of each cell)."""

    name: str
    cells: tuple[str, ...]
    outcomes: Mapping[int, str] = field(default_factory=dict)
    metadata: Mapping[str, object] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    raw_charter: bool = False


def full_charter() -> Charter:
    """The example's charter, every question answered."""
    cells = nbformat.read(EXAMPLE, as_version=4).cells
    source = next(cell.source for cell in cells if cell.source.startswith("%%charter"))
    return parse_charter(charter_body(source), QUESTIONS)


FULL = full_charter()


def charter(*gates: str, without: tuple[str, ...] = (), **answers: Value) -> Charter:
    """The full charter, only the questions of some gates, less some, with some answered otherwise."""
    kept = {key: value for key, value in FULL.answers.items() if QUESTIONS[key].gate in gates}
    merged = {**kept, **answers}
    return replace(FULL, answers={key: value for key, value in merged.items() if key not in without})


def intent(value: str, until: str = "") -> dict[str, Value]:
    return {"intent": value, **({"until": until} if until else {})}


def changed(key: str, **parts: Value) -> dict[str, Value]:
    answer = FULL.answers[key]
    assert isinstance(answer, dict)
    return {**answer, **parts}


def cell(of: Charter) -> str:
    return write_cell(of, QUESTIONS)


def deferring(key: str, *, until: str = LATER, reason: str = "late", owner: str = "J. Sato") -> Charter:
    deferral = Deferral(question=key, reason=reason, owner=owner, until=until)
    return replace(charter("data", without=(key,)), deferrals={key: deferral})


def defer_line(what: str, until: str = LATER, reason: str = "late", owner: str = "J. Sato") -> str:
    return f'%nbready defer {what} --reason "{reason}" --owner "{owner}" --until {until}'


DATA = cell(charter("data"))
PLAN = cell(charter("data", "model"))
ALL = cell(charter("data", "model", "launch"))
IMPORT = "import pandas as pd"
LOAD = "frame = pd.read_csv('data.csv')"
TRAIN = "from sklearn.linear_model import LogisticRegression\nLogisticRegression().fit([[0], [1]], [0, 1])"
DEPLOY = "import mlflow\nmlflow.register_model('runs:/1/model', 'triage')"
SCRIPT = {"load.py": "import pandas as pd\npd.read_csv('data.csv')\n"}

WRAPPED = {
    "plain": LOAD,
    "line time": "%time frame = pd.read_csv('data.csv')",
    "cell time": f"%%time\n{LOAD}",
    "line timeit": "%timeit -n 1 -r 1 pd.read_csv('data.csv')",
    "cell timeit": f"%%timeit -n 1 -r 1\n{LOAD}",
    "cell capture": f"%%capture\n{LOAD}",
    "cell capture with a name": f"%%capture out --no-stderr\n{LOAD}",
    "cell prun": f"%%prun -q\n{LOAD}",
    "line prun": "%prun -q pd.read_csv('data.csv')",
    "nested cell magics": f"%%capture\n%%time\n{LOAD}",
    "run a file": "%run load.py",
    "shell python": "!python load.py",
    "shell python into a name": "lines = !python load.py",
    "bash": "%%bash\npython load.py",
    "cell python": "%%python\nimport pandas as pd\npd.read_csv('data.csv')",
    "line sql": "%sql SELECT * FROM loans",
    "cell sql": "%%sql\nSELECT *\nFROM loans",
    "literal exec": "exec(\"pd.read_csv('data.csv')\")",
    "literal eval": "frame = eval(\"pd.read_csv('data.csv')\")",
    "await": "async def fetch():\n    return pd.read_csv('data.csv')\nframe = await fetch()",
    "called function": "def fetch():\n    return pd.read_csv('data.csv')\nframe = fetch()",
    "from import": "from pandas import read_csv as rc\nframe = rc('data.csv')",
    "reassigned": "reader = pd.read_csv\nframe = reader('data.csv')",
    "in a loop": "for name in ['a.csv', 'b.csv']:\n    pd.read_csv(name)",
    "in a comprehension": "frames = [pd.read_csv(name) for name in ['a.csv']]",
    "in a with": "with open('data.csv') as file:\n    frame = pd.read_csv(file)",
    "magic after code": "x = 1\n%time frame = pd.read_csv('data.csv')",
    "many lines": "x = 1\n\n\nframe = pd.read_csv(\n    'data.csv'\n)",
}

QUIET = {
    "uncalled def": "def fetch():\n    return pd.read_csv('data.csv')",
    "uncalled lambda": "fetch = lambda: pd.read_csv('data.csv')",
    "class body method": "class Loader:\n    def read(self):\n        return pd.read_csv('data.csv')",
    "comment": "# frame = pd.read_csv('data.csv')",
    "string": "text = \"pd.read_csv('data.csv')\"",
    "written file": "%%writefile other.py\nimport pandas as pd\npd.read_csv('data.csv')",
    "html": "%%html\n<b>pd.read_csv('data.csv')</b>",
    "false flag": "if False:\n    pd.read_csv('data.csv')",
    "mere mention": "pd.read_csv",
    "does not parse": "print 'pd.read_csv'",
    "help": "pd.read_csv?",
}


def wrapped() -> Iterator[Case]:
    for name, source in WRAPPED.items():
        yield Case(name=name, cells=(IMPORT, source), outcomes={1: "block"}, files=SCRIPT)
    for name, source in QUIET.items():
        yield Case(name=f"quiet: {name}", cells=(IMPORT, source))


def flow() -> Iterator[Case]:
    """Gates in order: loaded, trained, deployed."""
    cells = (f"{IMPORT}\n{LOAD}", TRAIN, DEPLOY)
    yield Case(name="no charter", cells=cells, outcomes={0: "block", 1: "warn", 2: "warn"})
    yield Case(name="data answered", cells=(DATA, *cells), outcomes={1: "pass", 2: "warn", 3: "warn"})
    yield Case(name="plan answered", cells=(PLAN, *cells), outcomes={1: "pass", 2: "pass", 3: "warn"})
    yield Case(
        name="all answered",
        cells=(ALL, *cells),
        outcomes={1: "pass", 2: "pass", 3: "pass"},
    )
    yield Case(name="load and train in a cell", cells=(f"{IMPORT}\n{LOAD}\n{TRAIN}",))
    yield Case(name="charter below the load", cells=(f"{IMPORT}\n{LOAD}", DATA), outcomes={0: "pass"})
    yield Case(name="raw charter", cells=(ALL, *cells), raw_charter=True, outcomes={0: "pass", 1: "pass"})
    yield Case(name="two charters", cells=(ALL, DATA, *cells), outcomes={2: "pass", 3: "warn"})
    yield Case(name="broken charter", cells=("%%charter\na: [", f"{IMPORT}\n{LOAD}"), outcomes={1: "block"})
    yield Case(name="empty charter", cells=("%%charter\n", f"{IMPORT}\n{LOAD}"), outcomes={1: "block"})
    for comment, outcome in (("# nbready: ignore[NBR201] codes", "ignored"), ("# nbready: later", "block")):
        yield Case(name=f"comment {comment}", cells=(IMPORT, f"{LOAD}  {comment}"), outcomes={1: outcome})
    yield Case(
        name="ignored under a magic",
        cells=(IMPORT, f"%%time\n# nbready: ignore[NBR201] codes\n{LOAD}"),
        outcomes={1: "ignored"},
    )


def answers() -> Iterator[Case]:
    """Answers that keep a gate closed, or only just open."""
    cells = (f"{IMPORT}\n{LOAD}", TRAIN, DEPLOY)
    later = changed("success_metric", baseline="not measured yet")
    rejected = changed("privacy_legal_review", outcome="rejected")
    no_go = changed("sign_off", decision="no_go")
    for name, of, outcomes in (
        ("baseline later", charter("data", "model", success_metric=later), {1: "pass", 2: "warn"}),
        ("rejected", charter("data", "model", privacy_legal_review=rejected), {1: "pass", 2: "warn"}),
        ("no go", charter("data", "model", "launch", sign_off=no_go), {2: "pass", 3: "warn"}),
        ("one short", charter("data", without=("decision_maker",)), {1: "block"}),
        ("placeholder", charter("data", business_objective="TBD"), {1: "block"}),
        ("a blank left", charter("data", decision_action="Offer ____ to the riskiest"), {1: "block"}),
    ):
        yield Case(name=name, cells=(cell(of), *cells), outcomes=outcomes)


def intents() -> Iterator[Case]:
    cells = (f"{IMPORT}\n{LOAD}", TRAIN, DEPLOY)
    for name, of, outcomes in (
        ("feasibility", intent("feasibility", LATER), {1: "pass", 2: "warn", 3: "warn"}),
        ("feasibility past its date", intent("feasibility", PAST), {1: "block"}),
        ("feasibility without a date", intent("feasibility"), {1: "block"}),
        ("learning", intent("learning"), {1: "pass", 2: "pass", 3: "warn"}),
        ("unknown intent", intent("research"), {1: "block"}),
    ):
        answered = cell(charter("data", project_intent=of))
        yield Case(name=name, cells=(answered, *cells), outcomes=outcomes)
    few = charter(
        "data",
        without=("decision_action", "success_metric", "decision_maker"),
        project_intent=intent("feasibility", LATER),
    )
    yield Case(name="feasibility asks four", cells=(cell(few), *cells), outcomes={1: "pass"})
    fewer = replace(few, answers={k: few.answers[k] for k in ("project_intent", "prediction_target")})
    yield Case(name="feasibility asks more than two", cells=(cell(fewer), *cells), outcomes={1: "block"})
    two = replace(fewer, answers={**fewer.answers, "project_intent": intent("learning")})
    yield Case(name="learning asks two", cells=(cell(two), *cells), outcomes={1: "pass", 2: "pass"})


def policies() -> Iterator[Case]:
    cells = (f"{IMPORT}\n{LOAD}", TRAIN, DEPLOY)
    for name, own, project, outcomes in (
        ("notebook blocks training", {"model": "block"}, "", {1: "block"}),
        ("notebook cannot weaken", {"data": "off"}, "", {0: "block"}),
        ("project warns", {}, "policy = { data = 'warn' }", {0: "warn"}),
        ("project is off", {}, "policy = { data = 'off', model = 'off', launch = 'off' }", {0: "off"}),
        ("stricter of both", {"data": "block"}, "policy = { data = 'warn' }", {0: "block"}),
        ("project blocks all", {}, "policy = { model = 'block', launch = 'block' }", {2: "block"}),
    ):
        files = {"pyproject.toml": f"[tool.nbready]\n{project}\n"}
        metadata = {"nbready": {"version": 1, "policy": own}} if own else {}
        yield Case(name=name, cells=cells, metadata=metadata, files=files, outcomes=outcomes)
    yield Case(
        name="the project's own calls",
        cells=("import corp", "corp.fetch('loans')"),
        files={"pyproject.toml": "[tool.nbready.stages]\nload = ['corp.fetch']\n"},
        outcomes={1: "block"},
    )


def deferrals() -> Iterator[Case]:
    cells = (f"{IMPORT}\n{LOAD}", TRAIN)
    some = cell(charter("data", without=("decision_maker", "business_objective")))
    for name, first, outcomes in (
        ("line for a gate", (some, defer_line("data")), {2: "pass", 3: "warn"}),
        ("line for a question", (some, defer_line("decision_maker")), {2: "block"}),
        ("line for two", (some, defer_line("decision_maker business_objective")), {2: "pass"}),
        ("line without a charter", (defer_line("data"),), {1: "block"}),
        ("line for the plan", (DATA, defer_line("model")), {2: "pass", 3: "pass"}),
        ("mended line", (some, defer_line("data", PAST), defer_line("data")), {3: "pass"}),
        ("line taken back", (some, defer_line("data"), defer_line("data", PAST)), {3: "block"}),
        ("expired line", (some, defer_line("data", PAST)), {2: "block"}),
        ("line without a reason", (some, defer_line("data", reason="")), {2: "block"}),
        ("line without an owner", (some, defer_line("data", owner="")), {2: "block"}),
        ("line with an impossible date", (some, defer_line("data", "2027-02-30")), {2: "block"}),
        ("line that cannot be read", (some, "%nbready defer data --reason 'open"), {2: "block"}),
        ("in the charter", (cell(deferring("decision_maker")),), {1: "pass"}),
        ("expired in the charter", (cell(deferring("decision_maker", until=PAST)),), {1: "block"}),
        ("not deferrable", (cell(deferring("prediction_target")),), {1: "block"}),
    ):
        yield Case(name=f"deferral: {name}", cells=(*first, *cells), outcomes=outcomes)
    yield Case(
        name="deferral: in the loading cell",
        cells=(some, f"{IMPORT}\n{defer_line('data')}\n{LOAD}"),
        outcomes={1: "pass"},
    )
    yield Case(
        name="deferral: longer than allowed",
        cells=(some, defer_line("data"), *cells),
        files={"pyproject.toml": "[tool.nbready]\nmax-deferral-days = 30\n"},
        outcomes={2: "block"},
    )


def records() -> Iterator[Case]:
    """Where the charter is kept."""
    cells = (f"{IMPORT}\n{LOAD}", TRAIN)
    answers = dict(charter("data").answers)
    stored = {"nbready": {"version": 1, "charter": answers}}
    yield Case(name="metadata only", cells=cells, metadata=stored, outcomes={0: "pass", 1: "warn"})
    yield Case(
        name="newer than the program",
        cells=cells,
        metadata={"nbready": {"version": 99, "charter": answers}},
        outcomes={0: "block"},
    )
    yield Case(
        name="shared charter",
        cells=("%%charter\ninherits: charter.yaml\n", *cells),
        files={"charter.yaml": charter_body(DATA), "pyproject.toml": "[tool.nbready]\n"},
        outcomes={1: "pass"},
    )
    yield Case(
        name="the project's charter",
        cells=cells,
        files={
            "charter.yaml": charter_body(PLAN),
            "pyproject.toml": "[tool.nbready]\ncharter = 'charter.yaml'\n",
        },
        outcomes={0: "pass", 1: "pass"},
    )
    yield Case(
        name="pinned intent",
        cells=(cell(charter("data", project_intent=intent("learning"))), *cells),
        metadata={
            "nbready": {
                "version": 1,
                "template": {"name": "course", "pinned": {"project_intent": intent("deployment")}},
            }
        },
        outcomes={1: "pass", 2: "warn"},
    )


def pairs() -> Iterator[Case]:
    """The labelled minimal pairs, but for those that would reach for the network."""
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        notebook = json.loads(line)
        cells = tuple(pair["code"] for pair in notebook["cells"])
        if not any("!" in code or "%" in code for code in cells):
            yield Case(name=f"pair: {notebook['notebook']}", cells=cells)


CASES = (*pairs(), *wrapped(), *flow(), *answers(), *intents(), *policies(), *deferrals(), *records())
