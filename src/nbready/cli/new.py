"""``nbready new``: a notebook to hand out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from nbready.charter.model import GATES, INTENTS
from nbready.cli.outside import allow_outside

if TYPE_CHECKING:
    from nbready.config import Config
    from nbready.gate import Policy
    from nbready.notebook import Notebook
    from nbready.templates.preset import Preset
    from nbready.templates.template import Template

_FILE = click.Path(path_type=Path)


@click.command("new")
@click.argument("out", type=_FILE, metavar="OUT.ipynb")
@click.option(
    "--preset", metavar="NAME", help="Kind of project to start from (`nbready presets` lists them)."
)
@click.option(
    "--from", "course", type=_FILE, metavar="COURSE.ipynb", help="Make a template of this notebook."
)
@click.option("--keep-outputs", is_flag=True, help="With --from: outputs stay, as `otter assign` needs them.")
@click.option("--title", default="", help="The notebook's heading.")
@click.option("--name", default="", help="What reports call the template.")
@click.option("--questions", type=_FILE, help="Questions file to embed.")
@click.option(
    "--policy", multiple=True, metavar="GATE=LEVEL", help="What a closed gate does, e.g. model=block."
)
@click.option("--intent", type=click.Choice(INTENTS), default="deployment", show_default=True, help="To pin.")
@click.option("--until", default="", metavar="DATE", help="Until when, for feasibility.")
@click.option(
    "--pin", multiple=True, metavar="QUESTION", help="Pin the preset's answer to this question too."
)
@click.option("--nbgrader", is_flag=True, help="Make the charter a manually graded task.")
@click.option("--points", type=click.FloatRange(min=0), default=10, show_default=True, help="For nbgrader.")
@click.option(
    "--test-points",
    type=click.FloatRange(min=0, min_open=True),
    help="For nbgrader: add a test of the data gate's answers, worth so much.",
)
@click.option("--solution", is_flag=True, help="Fill the charter in with the preset's worked example.")
@click.option("--force", is_flag=True, help="Write over an existing file.")
@allow_outside
def command(out: Path, **options: Any) -> None:
    """Make a notebook to hand out, with its charter and its rules inside.

    Whoever opens it needs nothing but `pip install nbready`: questions, policy and pinned answers travel in
    the notebook's metadata.
    """
    from nbready.config import find_config
    from nbready.templates.notebook import adopt_notebook, new_notebook, write_new

    if out.suffix != ".ipynb":
        raise click.UsageError(f"A notebook's name ends in .ipynb; {str(out)!r} does not.")
    config = find_config(out.absolute().parent)
    course = _read_course(options["course"])
    template = _plan(out, options, config, course)
    keeps = options["keep_outputs"]
    if keeps and course is None:
        raise click.UsageError("--keep-outputs needs the notebook --from which they are kept.")
    text = adopt_notebook(course, template, keep_outputs=keeps) if course else new_notebook(template)
    write_new(out, text, force=options["force"])
    click.echo(f"{out}: {_open_questions(template)}.")


def _read_course(path: Path | None) -> Notebook | None:
    from nbready.notebook import read_notebook

    return read_notebook(path) if path else None


def _plan(out: Path, options: Mapping[str, Any], config: Config, course: Notebook | None) -> Template:
    from nbready.templates.template import plan_template, read_questions, solved

    file = options["questions"] or config.questions
    questions, embedded = read_questions(file) if file else (None, None)
    preset = _preset(options, config, questions)
    template = plan_template(
        options["name"] or (preset.name if preset else out.stem),
        preset=preset,
        # A course has a heading of its own.
        title=options["title"] or (preset.title if preset and not course else ""),
        questions=questions,
        embedded=embedded,
        policy=_policy(options["policy"], config),
        intent=_intent(options["intent"], options["until"]),
        points=options["points"] if options["nbgrader"] else None,
        test_points=options["test_points"] if options["nbgrader"] else None,
    )
    if options["solution"]:
        if preset is None:
            raise click.UsageError("--solution needs the --preset whose worked example it fills in.")
        template = solved(template, preset)
    elif course:
        template = _with_answers_of(course, template, config)
    return template.pinning(options["pin"])


def _preset(options: Mapping[str, Any], config: Config, questions: Any) -> Preset | None:
    from nbready.templates.preset import load_preset

    name = options["preset"]
    return load_preset(name, config.presets, questions) if name else None


def _policy(given: tuple[str, ...], config: Config) -> Policy:
    from nbready.config import parse_config
    from nbready.errors import ConfigError

    levels = dict(item.partition("=")[::2] for item in given)
    try:
        asked = parse_config({"policy": levels}, Path("--policy")).policy
    except ConfigError as error:
        message = f"{error.message} {error.remedy}".replace("[tool.nbready.policy]", "--policy")
        raise click.UsageError(message) from None
    return config.policy.replace({gate: asked.at(gate) for gate in GATES if gate in levels})


def _intent(intent: str, until: str) -> dict[str, Any]:
    from nbready.charter.quantity import read_date

    if intent == "feasibility" and not until:
        raise click.UsageError("--intent feasibility needs --until DATE.")
    if until and read_date(until) is None:
        raise click.UsageError(f"--until needs a date such as 2027-01-31, not {until!r}.")
    return {"intent": intent, "until": until} if until else {"intent": intent}


def _with_answers_of(course: Notebook, template: Template, config: Config) -> Template:
    """What the course's notebook answers already stays answered."""
    from dataclasses import replace

    from nbready.document import Source, read_document

    sources = (Source(kind=cell.kind, text=cell.source) for cell in course.cells)
    document = read_document(sources, course.metadata, config._replace(template=None), path=course.path)
    for found in document.errors:
        raise found.error
    known = {key: answer for key, answer in document.own.answers.items() if key in template.questions}
    return template.with_answers(replace(document.own, answers={**template.charter.answers, **known}))


def _open_questions(template: Template) -> str:
    import datetime as dt

    from nbready.charter.check import review_charter
    from nbready.gate import gate_states

    review = review_charter(template.charter, template.questions, today=dt.date.today())
    states = gate_states(review, template.policy)
    counts = ", ".join(
        f"{len(state.open)} before {cast('str', gate)}" for gate, state in states.items() if state.open
    )
    return (
        f"template `{template.name}`, questions to answer: {counts}"
        if counts
        else "a charter without open questions"
    )
