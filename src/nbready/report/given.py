"""What everybody was given: the words of the questions, the presets and a course's template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from nbready.charter.example import example_line
from nbready.charter.model import Charter, Questions
from nbready.charter.questions import default_questions, load_questions
from nbready.charter.words import texts_in
from nbready.config import Config
from nbready.document import Source, read_document
from nbready.notebook.open import open_notebook
from nbready.report.alike import Given
from nbready.templates.preset import find_presets


def given_texts(config: Config, template: Path | None = None) -> Given:
    """The texts that nobody wrote, by question. Notebooks don't say which preset they began from: all count.

    Args:
        config: The configuration: its questions and presets.
        template: A notebook that was handed out, if one is known.

    Raises:
        NbreadyError: One of them cannot be read.
    """
    questions = load_questions(config.questions) if config.questions else default_questions()
    charters = [c for p in find_presets(config.presets, questions).values() for c in (p.charter, p.example)]
    found: dict[str, list[str]] = defaultdict(list)
    template = template or config.template
    if template is not None:
        notebook = open_notebook(str(template), validate=False)
        sources = (Source(kind=cell.kind, text=cell.source) for cell in notebook.cells)
        document = read_document(sources, notebook.metadata, config._replace(template=None), path=template)
        questions = document.questions
        charters.append(document.own)
    for key, text in (*_asked(questions), *(pair for charter in charters for pair in _answered(charter))):
        found[key].append(text)
    return found


def _asked(questions: Questions) -> Iterator[tuple[str, str]]:
    for question in questions:
        for text in (question.prompt, question.help, example_line(question)):
            yield question.key, text


def _answered(charter: Charter) -> Iterator[tuple[str, str]]:
    for key, answer in charter.answers.items():
        yield key, "\n".join(texts_in(answer))
