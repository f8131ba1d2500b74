"""What the linter reports: findings, what it learned of each notebook, and the whole of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from nbready.charter.model import Gate
from nbready.gate import SPECS
from nbready.wording import counted

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""The gravest first; a note never fails a check."""


class Finding(NamedTuple):
    """One thing that a rule found, and where.

    Attributes:
        code: The rule's code.
        severity: ``error``, ``warning`` or ``note``.
        path: The file, as it was named or found, with ``/`` between folders.
        message: What is wrong.
        remedy: What to do about it.
        cell: Number of the cell among all cells, from 1; None for the file as a whole.
        code_cell: Number of the cell among the code cells, from 0.
        cell_id: The cell's id, where the file gives one.
        line: Line in the cell, from 1.
        column: Column in that line, from 1, in characters.
        file_line: Line in the file, from 1.
        file_column: Column in that line, from 1, in characters.
        questions: Keys of the questions it is about.
        source: The line of code it points at, as the cell has it.
        identity: What stays the same when cells are inserted, moved or renumbered; unique in the file.
    """

    code: str
    severity: Severity
    path: str
    message: str
    remedy: str = ""
    cell: int | None = None
    code_cell: int | None = None
    cell_id: str | None = None
    line: int | None = None
    column: int | None = None
    file_line: int | None = None
    file_column: int | None = None
    questions: tuple[str, ...] = ()
    source: str = ""
    identity: str = ""

    @property
    def fingerprint(self) -> str:
        """The identity as a digest of 32 hexadecimal digits."""
        import hashlib  # it brings OpenSSL, which a report for people does not need

        return hashlib.sha256(self.identity.encode(errors="surrogatepass")).hexdigest()[:32]


class VerdictRecord(NamedTuple):
    """A verdict of the gate, as the report tells it."""

    code_cell: int
    gate: Gate
    outcome: str
    stage: str
    open: tuple[str, ...] = ()


class Shared(NamedTuple):
    """The shared charter that speaks for a notebook without answers of its own.

    Attributes:
        path: The charter file, as the report shows it.
        lines: The line of the file, from 1, on which it speaks of a question.
    """

    path: str
    lines: Mapping[str, int] = {}


class NotebookResult(NamedTuple):
    """What checking one file came to. Plain data: it travels between processes and into the cache.

    Attributes:
        path: The file, as it was named or found.
        findings: What is reported, by cell and line.
        ignored: What the notebook itself asked to ignore.
        baselined: How many more findings the baseline knows.
        gates: How each gate stands; empty when the file could not be read.
        verdicts: The verdict on each stage use that a gate was asked about.
        cells: Checksums of its code cells, by which a notebook is known under another name; empty without
            findings.
        unread_cells: How many cells, of which some name a call of a stage, are not or not all valid Python.
        skipped: Why the file was not checked: its language, or ``excluded``; empty when it was.
        fail_on: The severity from which its findings fail a check.
        shared: The shared charter that keeps its gates closed; None where its own does, or none is closed.
    """

    path: str
    findings: tuple[Finding, ...] = ()
    ignored: tuple[Finding, ...] = ()
    baselined: int = 0
    gates: Mapping[Gate, str] = {}
    verdicts: tuple[VerdictRecord, ...] = ()
    cells: tuple[int, ...] = ()
    unread_cells: int = 0
    skipped: str = ""
    fail_on: Severity = "error"
    shared: Shared | None = None

    @property
    def failed(self) -> bool:
        """Whether a finding reaches the severity from which a check fails."""
        return any(finding.severity in ("error", self.fail_on) for finding in self.findings)


class Summary(NamedTuple):
    """A run in numbers.

    Attributes:
        files: Notebooks that were checked.
        errors: Findings of severity ``error``.
        warnings: Findings of severity ``warning``.
        notes: Findings of severity ``note``.
        ignored: Findings that the notebooks asked to ignore.
        baselined: Findings that the baseline knows.
        mended: Findings that the baseline knows and that are gone.
        unread: Files whose cells could not be told, so that no gate was asked.
        unread_cells: Cells that were not read, or not all of them, and that may enter a stage.
        skipped: Files that were not checked, by reason: their language, or ``excluded``.
        interrupted: Whether the run was ended early.
    """

    files: int
    errors: int
    warnings: int
    notes: int
    ignored: int
    baselined: int
    mended: int
    unread: int
    unread_cells: int
    skipped: Mapping[str, int]
    interrupted: bool


class Report(NamedTuple):
    """A whole run.

    Attributes:
        notebooks: The files, in the order they were named, folders sorted.
        mended: Findings of the baseline that are gone.
        interrupted: Whether the run was ended early; the report then holds what was found so far.
    """

    notebooks: tuple[NotebookResult, ...] = ()
    mended: int = 0
    interrupted: bool = False

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, in order; what holds for all notebooks of a shared charter is said once, of it."""
        return tuple(_told_once(self.notebooks))

    @property
    def checked(self) -> tuple[NotebookResult, ...]:
        """The notebooks that were not skipped."""
        return tuple(notebook for notebook in self.notebooks if not notebook.skipped)

    @property
    def failed(self) -> bool:
        """Whether the check fails."""
        return any(notebook.failed for notebook in self.notebooks)

    @property
    def summary(self) -> Summary:
        """The run in numbers."""
        severities = Counter(finding.severity for finding in self.findings)
        skipped = Counter(notebook.skipped for notebook in self.notebooks if notebook.skipped)
        return Summary(
            files=len(self.checked),
            errors=severities["error"],
            warnings=severities["warning"],
            notes=severities["note"],
            ignored=sum(len(notebook.ignored) for notebook in self.notebooks),
            baselined=sum(notebook.baselined for notebook in self.notebooks),
            mended=self.mended,
            unread=sum(not notebook.gates for notebook in self.checked),
            unread_cells=sum(notebook.unread_cells for notebook in self.notebooks),
            skipped=dict(sorted(skipped.items())),
            interrupted=self.interrupted,
        )


_GATE_RULES = frozenset(spec.rule for spec in SPECS.values())
_NAMED = 3


def is_held_up(finding: Finding) -> bool:
    """Whether it is open questions that the finding is about: those of a gate that is passed too early."""
    return finding.code in _GATE_RULES and bool(finding.questions)


def _told_once(notebooks: Sequence[NotebookResult]) -> Iterator[Finding]:
    """The findings of all notebooks; where a shared charter is what is missing, one in place of theirs.

    It stands where the first of them stood.
    """
    held: dict[tuple[object, ...], list[Finding]] = {}
    for notebook in notebooks:
        if notebook.shared is not None:
            for finding in filter(is_held_up, notebook.findings):
                held.setdefault(_cause(notebook.shared, finding), []).append(finding)
    for notebook in notebooks:
        for finding in notebook.findings:
            if notebook.shared is None or not is_held_up(finding):
                yield finding
            elif together := held.pop(_cause(notebook.shared, finding), None):
                yield _of_charter(notebook.shared, together)


def _cause(shared: Shared, finding: Finding) -> tuple[object, ...]:
    return (shared.path, finding.code, finding.severity, finding.questions)


def _of_charter(shared: Shared, findings: Sequence[Finding]) -> Finding:
    first = findings[0]
    keys, paths = first.questions, tuple(dict.fromkeys(finding.path for finding in findings))
    verb = "is" if len(keys) == 1 else "are"
    return Finding(
        code=first.code,
        severity=first.severity,
        path=shared.path,
        message=f"{_some([f'`{key}`' for key in keys])} {verb} open in this shared charter, which holds up "
        f"{counted(len(paths), 'notebook')}: {_some(paths)}.",
        remedy="Answer here, once for all of them. A notebook that is another project's answers in a "
        "`%%charter` cell of its own.",
        file_line=next((shared.lines[key] for key in keys if key in shared.lines), 1),
        questions=keys,
        identity="\0".join((first.code, *keys)),
    )


def _some(names: Sequence[str]) -> str:
    named = ", ".join(names[:_NAMED])
    return f"{named} and {len(names) - _NAMED} more" if len(names) > _NAMED else named
