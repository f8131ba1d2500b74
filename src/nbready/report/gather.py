"""From notebook files to rows."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from nbready.batches import in_batches
from nbready.charter.card.view import answer_facts
from nbready.charter.fingerprint import fingerprint
from nbready.charter.model import Review, Standing
from nbready.charter.quantity import read_date
from nbready.charter.words import bare
from nbready.config import Config
from nbready.document import Document, Source, read_document
from nbready.errors import ConfigError, NbreadyError, NotebookError, confess
from nbready.escape import plain_line, plain_text
from nbready.lint import engine as lint
from nbready.lint.discover import find_notebooks
from nbready.lint.engine import Checker
from nbready.lint.facts import Facts, gather_facts
from nbready.lint.sequence import load_above_charter, load_run_first
from nbready.notebook.model import Notebook
from nbready.notebook.open import open_notebook
from nbready.peer.shelf import Beside, read_beside
from nbready.report.alike import Given
from nbready.report.given import given_texts
from nbready.report.guard import guard_off
from nbready.report.row import Answer, Due, Early, QuestionState, Row, Status
from nbready.report.texts import long_texts, short_texts
from nbready.templates.lock import read_template

Progress = Callable[[int, int], None]
"""Called with the number of files done and of all files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to read, the same for every file; it travels to other processes.

    Attributes:
        today: The day on which dates are judged.
        config: The configuration; None for that of each file's own project.
        template: The template that the notebooks must carry, whatever the configuration says.
        cards: Whether to render the charter cards.
        answers: Whether to keep what was answered.
        every: Whether every notebook has a row: one that git ignores too, and one in another language, whose
            row says so and nothing else.
    """

    today: dt.date
    config: Config | None = None
    template: Path | None = None
    cards: bool = False
    answers: bool = False
    every: bool = False


def gather_rows(
    paths: Iterable[str | os.PathLike[str]],
    options: Options | None = None,
    *,
    executor: Executor | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> list[Row]:
    """One row for each notebook, in the order in which the files were named and found.

    Args:
        paths: Files and folders; folders are searched for ``.ipynb`` files.
        options: How to read.
        executor: Where the files are read; None for processes of our own.
        jobs: How many of those; one, like too few files to share, means this thread.
        progress: Called with the number of files done and of all files.

    Raises:
        ConfigError: A configuration, or the template, cannot be used.
    """
    reader = Reader(options or Options(today=dt.date.today()))
    return list(reader.rows(reader.find(paths), executor=executor, jobs=jobs, progress=progress))


def read_each(files: Sequence[str], options: Options) -> Iterator[Row]:
    """The rows of files, in order. Runs in any process."""
    return map(Reader(options).read, files)


class Reader:
    """Reads files one by one; remembers what they share."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._checker = Checker(lint.Options(today=options.today, config=options.config))
        self._given = _texts_of(options.template) if options.template else frozenset[str]()

    def find(self, paths: Iterable[str | os.PathLike[str]]) -> list[str]:
        """The files to read. A course's template often lies beside the submissions, and is none of them."""
        gitignore = self._checker.config_for(Path()).gitignore and not self.options.every
        found = find_notebooks(paths, self._checker.is_excluded, gitignore=gitignore)
        return [path for path in found if not self._is_template(Path(path))]

    def given(self) -> Given:
        """What everybody was given, by question."""
        return given_texts(self._checker.config_for(Path()), self.options.template)

    def rows(
        self,
        files: Sequence[str],
        *,
        executor: Executor | None = None,
        jobs: int = 1,
        progress: Progress | None = None,
    ) -> Iterator[Row]:
        """The rows of all files, in order; arguments as for :func:`gather_rows`."""
        done = 0
        work = partial(read_each, options=self.options)
        for batch in in_batches(work, files, executor=executor, jobs=jobs):
            yield from (row for row in batch if self.options.every or not row.language)
            done += len(batch)
            if progress:
                progress(done, len(files))

    def read(self, path: str) -> Row:
        """The row of a file.

        Whatever is wrong with the file, or with us, is its problem and no other's.
        """
        try:
            return self._read(path)
        except NbreadyError as error:
            return Row(path=path, problem=str(error))
        except Exception as error:
            return Row(path=path, problem=confess(error))

    def _read(self, path: str) -> Row:
        config = self._config_for(Path(path))
        try:
            changed = dt.datetime.fromtimestamp(Path(path).stat().st_mtime).replace(second=0, microsecond=0)
            notebook = open_notebook(path, validate=False)
        except OSError as error:
            return Row(path=path, problem=f"This file cannot be read: {error.strerror}.")
        except NotebookError as error:
            beside = read_beside(Path(path), None)
            return Row(path=path, problem=error.message, reviews=beside.reviews)
        if notebook.language != "python":
            return _of_another_language(notebook, changed, config)
        catalogue = self._checker.catalogue_for(config)
        facts = gather_facts(notebook, config, catalogue, today=self.options.today)
        row = _row(path, changed, facts, self.options)
        own, short = (
            {key: text for key, text in texts.items() if bare(text) not in self._given}
            for texts in (row.texts, row.short)
        )
        return replace(row, texts=own, short=short)

    def _config_for(self, path: Path) -> Config:
        config = self._checker.config_for(path)
        template = self.options.template
        return config if template is None else config._replace(template=template)

    def _is_template(self, path: Path) -> bool:
        template = self._config_for(path).template
        return template is not None and template.absolute() == path.absolute()


def _texts_of(template: Path) -> frozenset[str]:
    """Texts that the template hands out: everybody has them."""
    read_template(template)  # says so, if it is none
    row = Reader(Options(today=dt.date.today(), config=Config())).read(str(template))
    return frozenset(map(bare, row.words.values()))


def _of_another_language(notebook: Notebook, changed: dt.datetime, config: Config) -> Row:
    language = plain_line(notebook.language).capitalize()
    sources = (Source(kind=cell.kind, text=cell.source) for cell in notebook.cells)
    document = read_document(sources, notebook.metadata, config, path=notebook.path)
    beside = read_beside(Path(str(notebook.path)), document)
    return Row(
        path=str(notebook.path),
        problem=f"This notebook is written in {language}, and only Python is read: nothing in it was marked.",
        language=language,
        changed=changed,
        dated_by="file",
        author=document.charter.author,
        reviews=beside.reviews,
        review_problems=beside.problems,
    )


def _row(path: str, changed: dt.datetime, facts: Facts, options: Options) -> Row:
    document, review = facts.document, facts.review
    template = document.stored.template if document.stored else {}
    pinned = document.pinned
    states = tuple(_state(standing, review.intent) for standing in review.standings.values())
    beside = read_beside(Path(path), document)
    answered = {s.key for s in states if s.status in ("answered", "weak")} - {*pinned}
    return Row(
        path=path,
        problem=_problem(document),
        changed=changed,
        dated_by="file",
        project=str(document.config.root or ""),
        author=document.charter.author,
        template=str(template.get("name", "")),
        broken=facts.template_complaint(),
        intent=_intent(review),
        gates={gate: state.status for gate, state in facts.states.items()},
        questions=states,
        put_off=tuple(_put_off(review)),
        begun=any(s.status in ("answered", "weak", "deferred") and s.key not in pinned for s in states),
        loads=any(True for _ in facts.asked("data")),
        early=tuple(_early(facts)),
        guard_off=tuple(guard_off(facts)),
        edited_pins=document.edited_pins,
        texts=long_texts(document, answered),
        short=short_texts(document, answered),
        reviews=beside.reviews,
        review_problems=beside.problems,
        card=_card(facts, beside) if options.cards else "",
        answers=dict(_answers(facts)) if options.answers else {},
    )


def _put_off(review: Review) -> Iterator[Due]:
    for standing in review.standings.values():
        deferral = standing.deferral
        if deferral is None or not (standing.status == "deferred" or standing.expired):
            continue
        if until := read_date(deferral.until):
            yield Due(standing.question.label, deferral.owner, until, until < review.today)


def _answers(facts: Facts) -> Iterator[tuple[str, Answer]]:
    """Every question's answer, the unanswered ones' included: what they lack is remarked."""
    review, answers = facts.review, facts.document.charter.answers
    for key, standing in review.standings.items():
        value, put_off = answers.get(key, ""), standing.deferral if standing.status == "deferred" else None
        words = put_off._asdict() if put_off else {}
        deferral = plain_text(review.questions.say("deferred", **words)) if words else ""
        yield (
            key,
            Answer(
                facts=tuple(answer_facts(standing.question, value)),
                remarks=tuple(plain_text(r.message) for r in standing.remarks if r.check != "unanswered"),
                deferral=deferral,
                fingerprint=fingerprint({"answer": value, "deferral": deferral}),
            ),
        )


def _intent(review: Review) -> str:
    """The intent, where somebody stated it: unsaid, it is deployment's questions that are asked."""
    standing = review.standings.get("project_intent")
    return review.intent if standing and standing.status == "answered" else ""


def _state(standing: Standing, intent: str) -> QuestionState:
    question = standing.question
    status: Status = standing.status
    if intent not in question.intents:
        status = "not_asked"
    elif standing.is_weak:
        status = "weak"
    return QuestionState(key=question.key, label=question.label, gate=question.gate, status=status)


def _early(facts: Facts) -> Iterator[Early]:
    if any(asked.verdict.outcome in ("warn", "block") for asked in facts.asked("data")):
        yield "gate"
    if load_above_charter(facts):
        yield "order"
    if load_run_first(facts):
        yield "run"


def _problem(document: Document) -> str:
    # A template that cannot be read is the configuration's problem, and said of it.
    errors = [found.error for found in document.errors if not isinstance(found.error, ConfigError)]
    return str(errors[0]) if errors else ""


def _card(facts: Facts, beside: Beside) -> str:
    from nbready.charter.card import card_element
    from nbready.peer.form import default_form
    from nbready.peer.words import card_sections

    return card_element(
        facts.review,
        facts.document.charter,
        gates=facts.states,
        owner=str(facts.notebook.path),
        more=card_sections(beside.reviews, default_form(), facts.document.questions),
    )
