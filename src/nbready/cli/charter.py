"""``nbready charter``: a charter as a decision maker reads it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from nbready.charter.model import Gate, Review
from nbready.cli.outside import allow_outside
from nbready.document import Document
from nbready.gate import GateState, gate_states

_FORMATS = ("text", "md", "html", "yaml", "json")


@click.command("charter")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "format_", type=click.Choice(_FORMATS), default="text", help="How to show it.")
@click.option("--redact", is_flag=True, help="Leave out names, amounts and system names, for sharing.")
@allow_outside
def charter(file: Path, format_: str, redact: bool) -> None:
    """Show the charter of a notebook or of a charter file, with all that it inherits.

    One page in the order value, target, performance, plan; what is still open stays visible, and what its
    reviewers said stands below. In free text,
    `--redact` finds the names that the charter gives elsewhere, and amounts of money: read it before you
    share it.
    """
    from nbready.charter_file import open_document

    document = open_document(file)
    review = document.review(dt.date.today())
    gates = gate_states(review, document.policy)
    click.echo(_shown(file, document, review, gates, format_, redact=redact), nl=False)


def _shown(
    file: Path,
    document: Document,
    review: Review,
    gates: Mapping[Gate, GateState],
    format_: str,
    *,
    redact: bool,
) -> str:
    if format_ in ("yaml", "json"):
        return _as_data(document, review, gates, format_, redact=redact)
    from nbready.charter.card import card_markdown, card_page, card_text
    from nbready.peer.form import default_form
    from nbready.peer.shelf import read_beside
    from nbready.peer.words import card_sections

    render = {"text": card_text, "md": card_markdown, "html": card_page}[format_]
    more = card_sections(read_beside(file, document).reviews, default_form(), document.questions)
    return render(review, document.charter, redact=redact, gates=gates, more=more)


def _as_data(
    document: Document, review: Review, gates: Mapping[Gate, GateState], format_: str, *, redact: bool
) -> str:
    # All answers are in it, so there is nothing left to inherit.
    charter = replace(document.charter, inherits="")
    if redact:
        from nbready.charter.redact import Redactor

        redactor = Redactor(charter, document.questions)
        charter, review = redactor.charter(), redactor.review(review)
    if format_ == "yaml":
        from nbready.charter.fill_in import write_charter

        return write_charter(charter, document.questions, intro=False)
    from nbready.charter.export import review_to_mapping

    return json.dumps(review_to_mapping(review, charter, gates=gates), ensure_ascii=False, indent=2) + "\n"
