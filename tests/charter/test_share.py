"""One charter for a project: own answers win, and every wrong link is a clear error."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbready.charter.model import Charter, Questions
from nbready.charter.parse import parse_charter
from nbready.charter.share import Resolved, resolve_charter
from nbready.errors import CharterError


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def resolve(text: str, questions: Questions, project: Path, shared: Path | None = None) -> Resolved:
    notebook = project / "notebooks" / "a.ipynb"
    return resolve_charter(
        parse_charter(text, questions), questions, notebook=notebook, root=project, shared=shared
    )


def test_without_a_shared_charter_it_is_the_own_one(questions: Questions, project: Path) -> None:
    resolved = resolve("limitations: not for SME loans", questions, project)
    assert resolved.charter.answers == {"limitations": "not for SME loans"}
    assert (resolved.sources, resolved.fingerprint) == ((), "")
    assert resolved.origin == {"limitations": None}


def test_own_answers_win_question_by_question(questions: Questions, project: Path) -> None:
    base = project / "base.yaml"
    shared = project / "charter.yaml"
    base.write_text("author: C. C\nlimitations: base\nfallback_rollback: base\nfeature_availability: base\n")
    shared.write_text(
        "inherits: base.yaml\nlimitations: shared\nfallback_rollback: shared\n"
        "decision_maker: {approver: A. B, process_owner: C. D}\n"
        "deferrals: {integration: {reason: r, owner: o, until: 2026-08-01}}\n"
    )
    resolved = resolve(
        "inherits: ../charter.yaml\nlimitations: own\ndecision_maker: {approver: E. F}\n", questions, project
    )
    assert resolved.charter.answers == {
        "limitations": "own",
        "decision_maker": {"approver": "E. F"},
        "fallback_rollback": "shared",
        "feature_availability": "base",
    }
    assert resolved.charter.author == "C. C"
    assert resolved.charter.inherits == "../charter.yaml"
    assert set(resolved.charter.deferrals) == {"integration"}
    assert resolved.sources == (shared, base)
    assert resolved.origin == {
        "limitations": None,
        "decision_maker": None,
        "fallback_rollback": shared,
        "feature_availability": base,
    }


def test_the_configuration_s_charter_needs_no_cell_and_comes_last(
    questions: Questions, project: Path
) -> None:
    shared, other = project / "charter.yaml", project / "notebooks" / "near.yaml"
    shared.write_text("limitations: project\nfallback_rollback: project\n")
    other.write_text("limitations: near\n")
    assert resolve("", questions, project, shared).charter.answers["limitations"] == "project"
    resolved = resolve("inherits: near.yaml", questions, project, shared)
    assert resolved.charter.answers == {"limitations": "near", "fallback_rollback": "project"}
    assert resolve("inherits: ../charter.yaml", questions, project, shared).sources == (shared,)


def test_the_fingerprint_is_that_of_what_is_inherited(questions: Questions, project: Path) -> None:
    shared = project / "charter.yaml"
    shared.write_text("limitations: not for SME loans\n")
    first = resolve("", questions, project, shared).fingerprint
    assert resolve("author: A. B", questions, project, shared).fingerprint == first
    shared.write_text("limitations: |\n  not for\n  SME loans\n")
    assert resolve("", questions, project, shared).fingerprint == first
    shared.write_text("limitations: not for any loans\n")
    assert resolve("", questions, project, shared).fingerprint != first


def test_a_shared_charter_without_a_configuration_s_root(questions: Questions, project: Path) -> None:
    for folder in (project, project / "notebooks"):
        (folder / "charter.yaml").write_text("limitations: shared\n")
    (project / "notebooks" / "link.yaml").symlink_to("../charter.yaml")
    notebook = project / "notebooks" / "a.ipynb"
    near = resolve_charter(Charter(inherits="charter.yaml"), questions, notebook=notebook, root=None)
    assert near.charter.answers == {"limitations": "shared"}
    for name in ("../charter.yaml", "link.yaml"):
        with pytest.raises(CharterError, match="out of the project"):
            resolve_charter(Charter(inherits=name), questions, notebook=notebook, root=None)
        far = resolve_charter(
            Charter(inherits=name), questions, notebook=notebook, root=None, allow_outside=True
        )
        assert far.charter.answers == {"limitations": "shared"}


@pytest.mark.parametrize(
    ("files", "own", "problem"),
    [
        ({}, "inherits: gone.yaml", "does not exist"),
        ({}, "inherits: ../../outside.yaml", "leads out of the project"),
        ({}, "inherits: /etc/passwd", "not a relative path"),
        ({}, "inherits: ..", "a folder, not a file"),
        ({"c.yaml": "inherits: c.yaml"}, "inherits: ../c.yaml", "inherits itself: c.yaml → c.yaml"),
        (
            {"c.yaml": "inherits: d.yaml", "d.yaml": "inherits: ./c.yaml"},
            "inherits: ../c.yaml",
            "inherits itself: c.yaml → d.yaml → c.yaml",
        ),
        ({"c.yaml": "nonsense: 1"}, "inherits: ../c.yaml", "Unknown question `nonsense`"),
        ({"c.yaml": "a: b: c"}, "inherits: ../c.yaml", "not YAML"),
        ({"c.yaml": "x" * 300_000}, "inherits: ../c.yaml", "characters long"),
    ],
)
def test_a_wrong_link_is_a_clear_error(
    files: dict[str, str], own: str, problem: str, questions: Questions, project: Path
) -> None:
    for name, text in files.items():
        (project / name).write_text(text)
    with pytest.raises(CharterError, match=problem) as raised:
        resolve(own, questions, project)
    assert raised.value.path is not None


def test_a_link_that_leaves_the_project_is_refused(
    questions: Questions, project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "charter.yaml"
    outside.write_text("limitations: elsewhere\n")
    (project / "link.yaml").symlink_to(outside)
    with pytest.raises(CharterError, match="out of the project"):
        resolve("inherits: ../link.yaml", questions, project)


def test_a_file_that_is_no_text_is_a_clear_error(questions: Questions, project: Path) -> None:
    (project / "c.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CharterError, match="cannot be read"):
        resolve("inherits: ../c.yaml", questions, project)
