"""The directions of the house: who may import whom."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbready

SOURCE = Path(nbready.__file__).parent
FRONT_END = ("IPython", "ipywidgets", "anywidget", "traitlets")

# Room -> rooms it never imports.
FORBIDDEN = {
    "charter": "stages gate document config notebook lint kernel cli templates peer",
    # A notebook that another one runs is read by the notebooks' own reader.
    "stages": "charter gate document config lint kernel cli templates",
    "gate": "document config notebook lint kernel cli templates",
    "files": "charter stages gate document config notebook lint kernel cli templates",
    "valuation": "stages gate marks document config notebook lint kernel cli templates brief",
    "export": "stages gate marks document config notebook lint kernel cli templates",
    "brief": "stages gate marks document config notebook lint kernel cli templates",
    "marks": "document config notebook lint kernel cli templates",
    "notebook": "stages charter gate document lint kernel cli templates",
    "record": "stages gate marks document config lint kernel cli templates report peer",
    "measurement": "stages gate marks document config notebook lint kernel cli templates report record",
    # What others say of a charter hangs on nothing but what it says.
    "peer": "stages gate lint kernel cli templates report grading agents brief export",
    "git": "charter stages gate marks document config notebook lint kernel cli templates report",
    "config": "document notebook lint kernel cli templates",
    "document": "notebook lint kernel cli report peer",
    "lint": "kernel cli",
    "templates": "kernel cli",
    "report": "kernel cli",
    # What students get must not depend on where it is run or printed.
    "grading": "stages gate lint kernel cli agents brief",
    "agents": "kernel cli",
    "start": "stages charter document lint kernel cli",
    "kernel": "lint cli report",
    "cli": "kernel",
    "doctor": "kernel cli lint",
    "server": "kernel cli",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        dotted = ".".join(("nbready", *path.relative_to(SOURCE).with_suffix("").parts))
        yield dotted.removesuffix(".__init__"), ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


MODULES = dict(modules())


def room(dotted: str) -> str:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else ""


def test_rooms_keep_their_directions() -> None:
    wrong = [
        f"{name} imports {imported}"
        for name, tree in MODULES.items()
        for imported in imports(tree)
        if imported.startswith("nbready.") and room(imported) in FORBIDDEN.get(room(name), "").split()
    ]
    assert wrong == []


def test_only_the_kernel_door_knows_the_front_end() -> None:
    others = {name: tree for name, tree in MODULES.items() if room(name) not in ("kernel", "")}
    wrong = [name for name, tree in others.items() if {i.split(".")[0] for i in imports(tree)} & {*FRONT_END}]
    assert wrong == []


def test_only_the_command_line_prints() -> None:
    wrong = [
        name
        for name, tree in MODULES.items()
        if room(name) != "cli"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert wrong == []


def test_no_module_without_a_subject() -> None:
    last = {name: name.rsplit(".", 1)[-1] for name in MODULES}
    assert [n for n, part in last.items() if part in ("utils", "util", "helpers", "common", "misc")] == []


def needs(tree: ast.AST) -> set[str]:
    """The files that a file imports: of ``from package import module`` the module, not the package too."""
    packages = {
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and all(f"{node.module}.{a.name}" in MODULES for a in node.names)
    }
    return {name for name in imports(tree) if name in MODULES and name not in packages}


def test_no_circles() -> None:
    """No two files know each other, inside functions and for types only included."""
    graph = {name: needs(tree) - {name} for name, tree in MODULES.items()}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path, name))
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*path, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def loaded_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {module.split(".")[0] for module in done.stdout.split()}


def test_the_command_line_starts_light() -> None:
    assert loaded_by("import nbready.cli").isdisjoint({*FRONT_END, "nbformat", "jsonschema"})


def test_importing_the_package_loads_nothing_else() -> None:
    assert loaded_by("import nbready").isdisjoint({*FRONT_END, "nbformat", "yaml", "click"})


# Who opens files all the same: what no repository can bring along.
OPENS = {
    "nbready.measurement.table": "predictions, which can be larger than any limit",
    "nbready.notebook.schema": "nbformat's schemas",
    "nbready.lint.documentation": "the pages of the rules, which only we write",
    "nbready.lint.remote": "other file systems",
    "nbready.lint.shelf": "entries that nobody else may put there",
    "nbready.cli": "nothing at all, in place of a pipe that was closed",
}


def opens_files(tree: ast.Module) -> bool:
    """Whether a module opens files, other than those that ship beside it."""
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    opening = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}
    # As methods: `read_text` and the like by themselves are the room's own.
    opens = any(getattr(f, "attr", "") in opening or getattr(f, "id", "") == "open" for f in calls)
    return opens and not any(word in ast.unparse(tree) for word in ("__file__", "resources", " files("))


def test_files_of_strangers_are_read_and_written_in_one_room() -> None:
    """A link leads out, a pipe hangs, a device has no end, and half a file is worse than none."""
    others = {name for name, tree in MODULES.items() if room(name) != "files" and opens_files(tree)}
    assert others <= OPENS.keys()


def test_no_two_files_of_tests_are_one_module() -> None:
    """Where folders are no packages, pytest imports files by their names alone, and refuses the second."""
    files = Path(__file__).parent.rglob("*.py")
    names = [file.name for file in files if not (file.parent / "__init__.py").exists()]
    assert {name for name in names if names.count(name) > 1} <= {"conftest.py"}
