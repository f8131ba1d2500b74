"""The notebook on the first page of the documentation: JupyterLite, whole; its page fetches nothing else.

    python docs/live.py docs/_build/html/live

Python itself comes from the npm package `pyodide`, all else from PyPI; what has compiled parts is either left
out (pandas) or built without them (PyYAML). nbready is the wheel of this very commit.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from jupyterlite_pyodide_kernel.constants import PYODIDE_PYTHON_VERSION, PYODIDE_VERSION
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = "stopped.ipynb"

# What the kernel and the form need; resolved by hand, for a resolver would ask for compiled packages too.
PACKAGES = (
    *("asttokens", "comm", "decorator", "executing", "ipython", "ipython-pygments-lexers", "jedi"),
    *("matplotlib-inline", "parso", "prompt-toolkit", "pure-eval", "pygments", "six", "stack-data"),
    *("traitlets", "typing-extensions", "wcwidth"),
    *("anywidget", "ipywidgets", "jupyterlab-widgets", "psygnal"),
    *("micropip", "packaging"),
)
_RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
_KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"


def main() -> None:
    """Build the site into the folder that is named."""
    target = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        build(Path(scratch), target)
    print(f"The live notebook is in {target}")


def build(site: Path, target: Path) -> None:
    """Put a JupyterLite site together in ``site``, and have it built into ``target``.

    Raises:
        subprocess.CalledProcessError: npm, pip or JupyterLite failed; what they print says why.
    """
    runtime = site / "static" / "pyodide"
    runtime.mkdir(parents=True)
    unpack_runtime(runtime)
    collect_wheels(runtime)
    packages = lock(runtime)
    write_contents(site / "files")
    kernel = {"pyodideUrl": "./static/pyodide/pyodide.mjs", "loadPyodideOptions": {"packages": packages}}
    settings = {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {"litePluginSettings": {_KERNEL: kernel}},
    }
    (site / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")
    choices = {
        "apps": ["notebooks"],
        "contents": ["files"],
        "no_sourcemaps": True,
        # Not whatever else extends JupyterLab in this environment.
        "ignore_sys_prefix": ["federated_extensions"],
        "federated_extensions": [
            *map(str, (*runtime.glob("anywidget-*.whl"), *runtime.glob("jupyterlab_widgets-*.whl"))),
            str(Path(sys.prefix, "share", "jupyter", "labextensions", *_KERNEL.partition(":")[0].split("/"))),
        ],
        "output_dir": str(target),
    }
    config = json.dumps({"LiteBuildConfig": choices})
    (site / "jupyter_lite_config.json").write_text(config, encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    run(sys.executable, "-m", "jupyterlite_core", "build", folder=site)


def unpack_runtime(folder: Path) -> None:
    """The interpreter, of the version that JupyterLite's kernel was made for."""
    run("npm", "pack", "--silent", f"pyodide@{PYODIDE_VERSION}", folder=folder)
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as packed:
        for name in _RUNTIME:
            member = packed.extractfile(f"package/{name}")
            assert member is not None
            (folder / name).write_bytes(member.read())
    archive.unlink()


def collect_wheels(folder: Path) -> None:
    """A wheel without compiled parts of everything that is imported."""
    pip = (sys.executable, "-m", "pip", "--quiet", "--quiet", "--disable-pip-version-check")
    plain = ("--no-deps", "--only-binary=:all:", "--platform=any", "--python-version", PYODIDE_PYTHON_VERSION)
    run(*pip, "download", *plain, "--dest", folder, *PACKAGES, folder=folder)
    without = {"PYYAML_FORCE_LIBYAML": "0", "PYYAML_FORCE_CYTHON": "0", "NBREADY_COMPILE": "0"}
    wheels = ("wheel", "--no-deps", "--wheel-dir", folder)
    run(*pip, *wheels, "--no-binary", "pyyaml", "pyyaml", ROOT, folder=folder, settings=without)


def lock(folder: Path) -> list[str]:
    """Write down which wheels there are, so that the interpreter loads them at its start; their names."""
    packages: dict[str, dict[str, Any]] = {}
    for wheel in sorted(folder.glob("*.whl")):
        name, version = wheel.name.split("-")[:2]
        name = name.lower().replace("_", "-")
        packages[name] = {
            "name": name,
            "version": version,
            "file_name": wheel.name,
            "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
            "install_dir": "site",
            "package_type": "package",
            "imports": [],
            "depends": [],
            "unvendored_tests": False,
        }
    file = folder / "pyodide-lock.json"
    shape = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**shape, "packages": packages}), encoding="utf-8")
    return list(packages)


def write_contents(folder: Path) -> None:
    """The notebook, and the data that it wants to load."""
    folder.mkdir()
    cells = [
        new_markdown_cell("Run the cells one by one, with **Shift+Enter**."),
        new_code_cell("%load_ext nbready"),
        new_code_cell(
            "import pandas as pd  # not even installed here: the cell is stopped before it runs\n\n"
            'customers = pd.read_csv("customers.csv")'
        ),
        new_markdown_cell("Answer in the form and save. *Learning* asks two questions. Then run this one:"),
        new_code_cell(
            'import csv\n\nwith open("customers.csv") as file:\n    customers = list(csv.DictReader(file))\n'
            "len(customers)"
        ),
    ]
    kernel = {"kernelspec": {"name": "python", "display_name": "Python", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), folder / NOTEBOOK)
    rows = "".join(f"{number},{12 + number % 7},{number % 3 == 0:d}\n" for number in range(1, 41))
    (folder / "customers.csv").write_text(f"customer,months,left\n{rows}", encoding="utf-8")


def run(*command: str | Path, folder: Path, settings: dict[str, str] | None = None) -> None:
    """Run a command that has to work."""
    environment = {**os.environ, **(settings or {})}
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=environment)


if __name__ == "__main__":
    main()
