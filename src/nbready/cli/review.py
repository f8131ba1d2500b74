"""``nbready review``: somebody else's charter reviewed, and what reviewers said of one."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nbready.charter.model import GATES
from nbready.cli.init import is_terminal
from nbready.cli.output import put, warn, write_output
from nbready.cli.outside import allow_outside
from nbready.errors import ConfigError
from nbready.escape import plain_line

if TYPE_CHECKING:
    from nbready.document import Document
    from nbready.peer.form import Form
    from nbready.peer.model import PeerReview
    from nbready.peer.reviewing import Said

_FILE = click.Path(path_type=Path)


@click.command("review")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--by", default="", metavar="NAME", help="Who reviews it; without it, what others said is shown."
)
@click.option(
    "--gate", "gates", type=click.Choice(GATES), multiple=True, help="Only this gate [default: all]."
)
@click.option(
    "--answer", "answers", multiple=True, metavar="GATE.KEY=TEXT", help="Answer, such as data.clear=yes."
)
@click.option(
    "--from", "given", metavar="REVIEW.yaml", help="Take the answers from a file (YAML or JSON; - is stdin)."
)
@click.option("--write-form", is_flag=True, help="Print a form to fill in for --from, and review nothing.")
@click.option("--form", "form_file", type=_FILE, metavar="FORM.yaml", help="Ask other things than usual.")
@click.option("--replace", is_flag=True, help="Replace an earlier review by the same person without asking.")
@click.option(
    "--consulted", is_flag=True, help="Enter the review into the charter, as stakeholders consulted."
)
@click.option(
    "--format", "format_", type=click.Choice(("text", "json")), default="text", help="How to show it."
)
@click.option("-o", "--output-file", type=_FILE, help="Write the review to this file, not beside FILE.")
@allow_outside
def command(file: Path, **options: Any) -> None:
    """Review the charter of a notebook, or show what its reviewers said.

    Three things are asked of each gate of which something is answered: is it clear, is it checkable, whose
    work changes. The review is kept in a file of its own beside FILE, in the folder FILE.reviews; FILE itself
    is not changed, but by `--consulted`. In a terminal it is asked; `--answer` and `--from` answer without
    one.
    """
    from nbready.charter_file import open_document
    from nbready.peer.form import load_form

    if (options["answers"] or options["given"]) and not options["by"].strip():
        raise click.UsageError("Say who reviews it: --by NAME.")
    form, document = load_form(options["form_file"]), open_document(file)
    if options["write_form"]:
        _write_form(document, form, options)
    elif options["by"].strip():
        _review(file, document, form, options)
    else:
        _show(file, document, form, options)


def _write_form(document: Document, form: Form, options: dict[str, Any]) -> None:
    from nbready.peer.file import blank_form
    from nbready.peer.reviewing import gates_to_review

    labels = {
        g: document.questions.messages[f"before_{g}"] for g in gates_to_review(document, options["gates"])
    }
    put(options["output_file"], blank_form(form, labels))


def _review(file: Path, document: Document, form: Form, options: dict[str, Any]) -> None:
    from nbready.peer.file import write_review
    from nbready.peer.reviewing import gates_to_review, make_review
    from nbready.peer.shelf import keep, kept_by

    by, today = " ".join(options["by"].split()), dt.date.today()
    gates = gates_to_review(document, options["gates"])
    before = None if options["output_file"] else kept_by(file, by)
    if before is not None and not (options["replace"] or _may_replace(before.review, options)):
        remedy = (
            "`--replace` puts the new one in its place; somebody else of that name reviews as another one."
        )
        raise ConfigError(f"{by} reviewed this on {before.review.date}.", path=before.file, remedy=remedy)
    review = make_review(document, by, _said(document, gates, form, options), today)
    if options["output_file"]:
        where = options["output_file"]
        write_output(where, write_review(review))
    else:
        where = keep(file, review, before)
    click.echo(plain_line(f"{where}: a review by {by} of {file.name}."), err=True)
    if options["format_"] == "json":
        from nbready.peer.data import review_value

        click.echo(json.dumps(review_value(review), indent=2))
    if _enters(options):
        _enter(file, [review], form, by)


def _said(document: Document, gates: Sequence[Any], form: Form, options: dict[str, Any]) -> Said:
    from nbready.peer.reviewing import answers_of_options, ask_review, read_answers

    if options["given"] and options["answers"]:
        raise click.UsageError("Give the answers with --from or with --answer, not with both.")
    if options["given"]:
        reading, path = _read(options["given"])
        return read_answers(reading, gates, form, path=path)
    if options["answers"]:
        return read_answers(answers_of_options(options["answers"]), gates, form, path=None)
    if not is_terminal():
        remedy = "Give the answers with --answer data.clear=yes ..., or in a file with --from."
        raise ConfigError("Nobody is there to be asked.", remedy=remedy)

    def read(text: str) -> str:
        return str(click.prompt(text, default="", show_default=False, prompt_suffix=""))

    return ask_review(document, gates, form, read, click.echo)


def _read(name: str) -> Any:
    from nbready.charter.yaml_text import MAX_BYTES, MAX_CHARACTERS, read_yaml
    from nbready.files.read import FileError, read_text

    if name == "-":
        return read_yaml(sys.stdin.read(MAX_CHARACTERS + 1), error=ConfigError), None
    try:
        text = read_text(name, max_bytes=MAX_BYTES)
    except FileError as error:
        raise ConfigError(f"This review cannot be read: {error.problem}.", path=name) from error
    return read_yaml(text, path=Path(name), error=ConfigError), Path(name)


def _may_replace(before: PeerReview, options: dict[str, Any]) -> bool:
    is_asked = not (options["given"] or options["answers"]) and is_terminal()
    return is_asked and click.confirm(
        plain_line(f"{before.by} reviewed this on {before.date}. Review it anew?")
    )


def _enters(options: dict[str, Any]) -> bool:
    if options["consulted"] or options["given"] or options["answers"]:
        return bool(options["consulted"])
    return click.confirm("Enter it into the charter too, among the stakeholders consulted?")


def _enter(file: Path, reviews: Sequence[PeerReview], form: Form, by: str) -> None:
    from nbready.peer.consulted import enter_consulted

    names = enter_consulted(file, reviews, form, by=by, today=dt.date.today())
    said = (
        f"entered among the stakeholders consulted: {', '.join(names)}" if names else "nothing new to enter"
    )
    click.echo(plain_line(f"{file}: {said}."), err=True)


def _show(file: Path, document: Document, form: Form, options: dict[str, Any]) -> None:
    """What is kept beside a file; with ``--consulted`` entered into it too."""
    from nbready.peer.data import beside_value
    from nbready.peer.shelf import read_beside
    from nbready.peer.words import review_lines

    author = document.charter.author
    beside = read_beside(file, document)
    for problem in beside.problems:
        warn(problem)
    if options["format_"] == "json":
        put(options["output_file"], json.dumps(beside_value(file.name, author, beside), indent=2) + "\n")
    else:
        put(
            options["output_file"],
            "".join(f"{line}\n" for line in review_lines(beside, form, document.questions)),
        )
    if options["consulted"]:
        others = [reviewed.review for reviewed in beside.reviews if not reviewed.is_self]
        _enter(file, others, form, author or "the author")
