"""From a file to its result: read, gather facts, run the selected rules, give every problem its place."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from nbready.charter_file import is_charter_file
from nbready.config import Config, FailOn, Finder
from nbready.errors import ConfigError, NotebookError, UnreadableConfigError, confess
from nbready.gate import SPECS
from nbready.lint.charter_file import charter_notebook, placed_in_file, shared_charter, without_itself
from nbready.lint.facts import Facts, gather_facts, unreadable_facts
from nbready.lint.findings import Finding, NotebookResult, Shared, VerdictRecord, is_held_up
from nbready.lint.remote import is_address, read_address
from nbready.lint.rule import Problem, Rule
from nbready.lint.rules import RULE_BY_CODE, RULES
from nbready.lint.rules.marks import unused_ignore
from nbready.lint.select import Choice, choice_of, ignored_for, select_codes
from nbready.lint.suppress import idle_marks, split_ignored
from nbready.notebook import Notebook
from nbready.notebook.file import MAX_BYTES, read_bytes
from nbready.notebook.locate import locate
from nbready.notebook.open import parse_file
from nbready.patterns import matches_any
from nbready.stages import Catalogue

if TYPE_CHECKING:
    from nbready.lint.cache import Cache
    from nbready.lint.earlier import Earlier


class Options(NamedTuple):
    """How to check, the same for every file of a run; it travels to other processes.

    Attributes:
        today: The day on which dates are judged.
        config: The configuration; None for that of each file's own project.
        choice: The rules that flags ask for.
        exclude: Patterns besides those of the configuration.
        left_out: Files that were named and are not to be checked all the same.
        everything: Whether nothing is left out, whatever the configuration excludes.
        listen: Whether marks in cells count.
        fail_on: The severity from which a check fails; None for the configuration's.
        max_bytes: The size from which a file is refused.
        folder: The folder that relative paths start from; empty for the working directory.
        cache: The folder of earlier results; None to do without.
        allow_outside: Whether configurations may name files outside of their project; None for what the
            environment says.
        since: A revision of git's that each notebook's record is held against; empty for none.
    """

    today: dt.date
    config: Config | None = None
    choice: Choice = Choice()
    exclude: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    everything: bool = False
    listen: bool = True
    fail_on: FailOn | None = None
    max_bytes: int = MAX_BYTES
    folder: str = ""
    cache: Path | None = None
    allow_outside: bool | None = None
    since: str = ""


class Checker:
    """Checks files one by one; remembers what they share (configurations, catalogues, selections)."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._finder = Finder(allow_outside=options.allow_outside)
        self._catalogues: dict[Path | None, Catalogue] = {}
        self._codes: dict[tuple[Path | None, tuple[str, ...]], frozenset[str]] = {}
        self._overrides: dict[str, Config] = {}
        self._shared: dict[Path, Shared] = {}
        self._cache = _open_cache(options)
        self._earlier = _open_earlier(options)

    def config_for(self, path: Path) -> Config:
        """The configuration that holds for a file or folder.

        Raises:
            ConfigError: It cannot be used.
        """
        if self.options.config is not None:
            return self.options.config
        return self._finder.find(Path(self.options.folder, path))

    def is_excluded(self, path: Path) -> bool:
        """Whether a file or folder is not to be checked."""
        if self.options.everything:
            return False
        try:
            config = self.config_for(path.parent)
        except UnreadableConfigError:
            return False  # so that something is said of each file
        return matches_any(path, (*config.exclude, *self.options.exclude), config.root)

    def check_file(self, path: str) -> NotebookResult:
        """Check one file. Whatever is wrong with it is a finding, a fault of ours too.

        Raises:
            ConfigError: The configuration of its project cannot be used.
        """
        try:
            return self._check_file(path)
        except UnreadableConfigError as error:
            return _refused(path, error)
        except ConfigError:
            raise
        except Exception as error:
            return _failed(path, error)

    def _check_file(self, path: str) -> NotebookResult:
        is_remote = is_address(path)
        file = Path(path if is_remote else os.path.join(self.options.folder, path)).absolute()  # noqa: PTH118
        config = self._config_in(Path(self.options.folder).absolute() if is_remote else file.parent)
        if self._is_left_out(path, file, config):
            return NotebookResult(path=_shown(path), skipped="excluded")
        if config.overrides:
            config = self._overridden(config, file)
        read = read_address if is_remote else read_bytes
        try:
            data = read(path if is_remote else str(file), max_bytes=self.options.max_bytes)
        except NotebookError as error:
            return self._unreadable(file, error, path, config)

        def check() -> NotebookResult:
            return self._check_bytes(data, None if is_remote else file, path, config)

        # What it was at another revision is no part of what a result is remembered by.
        if self._cache is None or self._earlier is not None:
            return check()
        return self._cache.remembered(check, shown=_shown(path), file=str(file), data=data, config=config)

    def _is_left_out(self, path: str, file: Path, config: Config) -> bool:
        if self.options.everything:
            return False
        excluded = (*config.exclude, *self.options.exclude)
        return path in self.options.left_out or matches_any(file, excluded, config.root)

    def _overridden(self, config: Config, file: Path) -> Config:
        """The configuration with the overrides for a file; one object for all files that are alike."""
        own = config.for_file(file)
        return self._overrides.setdefault(repr(own), own)

    def _check_bytes(self, data: bytes, file: Path | None, path: str, config: Config) -> NotebookResult:
        if file is not None and is_charter_file(file):
            return self._check_charter(data, file, path, config)
        try:
            notebook = parse_file(data, path=file, name=path)
        except NotebookError as error:
            return self._unreadable(file, error, path, config)
        return self.check_notebook(notebook, path, config)

    def _check_charter(self, data: bytes, file: Path, path: str, config: Config) -> NotebookResult:
        """Check a charter file that was named."""
        try:
            notebook = charter_notebook(data, path=file)
        except NotebookError as error:
            return self._unreadable(file, error, path, config)
        return placed_in_file(self.check_notebook(notebook, path, without_itself(config, file)))

    def _unreadable(
        self, file: Path | None, error: NotebookError, path: str, config: Config
    ) -> NotebookResult:
        facts = unreadable_facts(file, error, config, today=self.options.today)
        return self.judge(facts, path, config)._replace(gates={})

    def check_notebook(self, notebook: Notebook, path: str, config: Config) -> NotebookResult:
        """Check a notebook that was read."""
        if notebook.language != "python":
            return NotebookResult(path=_shown(path), skipped=notebook.language)
        options = self.options
        facts = gather_facts(
            notebook, config, self.catalogue_for(config), today=options.today, listen=options.listen
        )
        if self._earlier is not None and notebook.path is not None:
            facts = facts._replace(earlier=self._earlier.document_of(notebook.path, config))
        return self.judge(facts, path, config)

    def judge(self, facts: Facts, path: str, config: Config) -> NotebookResult:
        """Run the rules over the facts of a file."""
        codes = self._selected(config) - ignored_for(Path(path), config)
        findings, ignored = split_ignored(run_rules(facts, codes, _shown(path)), facts.ignores)
        if unused_ignore.code in codes and facts.ignores:
            asked = ((asked.cell.position, asked.verdict.rule) for asked in facts.verdicts)
            # The gates were asked whatever was selected.
            judged = codes | {spec.rule for spec in SPECS.values()}
            idle = idle_marks(facts.ignores, ignored, asked, judged, RULE_BY_CODE)
            findings += _findings(unused_ignore, facts._replace(idle=idle), _shown(path))
        return NotebookResult(
            path=_shown(path),
            findings=tuple(_told_apart(sorted(findings, key=_place))),
            ignored=tuple(ignored),
            gates={gate: state.status for gate, state in facts.states.items()},
            verdicts=tuple(_records(facts)),
            cells=_checksums(facts.notebook) if findings else (),
            unread_cells=sum(bool(unread.word) for unread in facts.unread),
            fail_on=self.options.fail_on or config.fail_on,
            shared=self._shared_charter(facts) if any(map(is_held_up, findings)) else None,
        )

    def _shared_charter(self, facts: Facts) -> Shared | None:
        """The charter file that a notebook without answers of its own takes them from."""
        document = facts.document
        if document.own.answers or not document.resolved.sources:
            return None
        file = document.resolved.sources[0]
        if file not in self._shared:
            self._shared[file] = shared_charter(file, document.questions, self.options.folder)
        return self._shared[file]

    def _config_in(self, folder: Path) -> Config:
        return self.options.config or self._finder.project(folder)

    def _selected(self, config: Config) -> frozenset[str]:
        key = (config.path, config.ignore)
        if key not in self._codes:
            choices = (choice_of(config), self.options.choice)
            self._codes[key] = select_codes(choices, path=config.path)
        return self._codes[key]

    def catalogue_for(self, config: Config) -> Catalogue:
        """The calls that enter a stage, a project's own among them."""
        if config.path not in self._catalogues:
            self._catalogues[config.path] = Catalogue.default().extended(*config.stages)
        return self._catalogues[config.path]


def _open_cache(options: Options) -> Cache | None:
    if options.cache is None:
        return None
    from nbready.lint.cache import Cache  # brings OpenSSL for its digests

    return Cache(options.cache, repr(options._replace(folder="", cache=None, left_out=frozenset())))


def _open_earlier(options: Options) -> Earlier | None:
    if not options.since:
        return None
    from nbready.lint.earlier import Earlier  # brings git

    return Earlier(options.since)


def run_rules(facts: Facts, codes: Iterable[str], path: str) -> Iterator[Finding]:
    """The findings of the selected rules, in the order of the rules."""
    for rule in RULES:
        if rule.code in codes and rule is not unused_ignore:
            yield from _findings(rule, facts, path)


def _findings(rule: Rule, facts: Facts, path: str) -> Iterator[Finding]:
    return (_finding(rule, problem, facts.notebook, path) for problem in rule.check(facts))


def _finding(rule: Rule, problem: Problem, notebook: Notebook, path: str) -> Finding:
    severity = problem.severity or rule.severity
    if problem.cell is None:
        return Finding(
            code=rule.code,
            severity=severity,
            path=path,
            message=problem.message,
            remedy=problem.remedy,
            file_line=problem.line,
            file_column=problem.column,
            questions=problem.questions,
            identity=problem.anchor or problem.message,
        )
    cell = notebook.cells[problem.cell]
    line, column = problem.line or 1, problem.column or 1
    file_line, file_column = locate(notebook, problem.cell, line, column)
    source = _line(cell.source, line)
    return Finding(
        code=rule.code,
        severity=severity,
        path=path,
        message=problem.message,
        remedy=problem.remedy,
        cell=cell.position + 1,
        code_cell=cell.code_index,
        cell_id=cell.id,
        line=line,
        column=column,
        file_line=file_line,
        file_column=file_column,
        questions=problem.questions,
        source=source,
        identity=problem.anchor or source.strip(),
    )


def _failed(path: str, error: Exception) -> NotebookResult:
    finding = Finding(
        code="NBR001",
        severity="error",
        path=_shown(path),
        message=confess(error),
        remedy="This is a bug in nbready; NBREADY_DEBUG=1 shows where. The other files were checked.",
        identity=type(error).__name__,
    )
    return NotebookResult(path=finding.path, findings=(finding,))


def _refused(path: str, error: UnreadableConfigError) -> NotebookResult:
    """The result of a file of which nobody knows what its project asks."""
    finding = Finding(
        code="NBR001",
        severity="error",
        path=_shown(path),
        message=f"The configuration of this notebook's project, {error.path}: {error.message}",
        remedy="Make it readable; the notebook was not checked.",
        identity=str(error.path),
    )
    return NotebookResult(path=finding.path, findings=(finding,))


def _told_apart(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with identities out of what they are about; the n-th of equal ones is told apart."""
    seen: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        about = (finding.code, finding.identity)
        seen[about] += 1
        yield finding._replace(identity="\0".join((*about, str(seen[about]))))


def _checksums(notebook: Notebook) -> tuple[int, ...]:
    return tuple(crc32(cell.source.encode(errors="surrogatepass")) for cell in notebook.code_cells())


def _records(facts: Facts) -> Iterator[VerdictRecord]:
    for asked in facts.verdicts:
        verdict = asked.verdict
        yield VerdictRecord(
            code_cell=asked.cell.code_index or 0,
            gate=verdict.gate,
            outcome=verdict.outcome,
            stage=verdict.use.stage,
            open=verdict.open,
        )


def _place(finding: Finding) -> tuple[int, int, int, str]:
    return (finding.cell or 0, finding.line or finding.file_line or 0, finding.column or 0, finding.code)


def _line(source: str, number: int) -> str:
    lines = _rows(source)
    return lines[number - 1].rstrip("\r") if number <= len(lines) else ""


# The findings of a cell come one after another.
@lru_cache(maxsize=1)
def _rows(source: str) -> list[str]:
    return source.split("\n")


def _shown(path: str) -> str:
    return path.replace(os.sep, "/")
