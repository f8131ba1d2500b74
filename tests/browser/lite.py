"""A JupyterLite site made of what is installed: JupyterLab's pages, Python in the browser, no network.

Pyodide's own packages come from a server of its makers. Here each is a wheel made of the installed package,
and Pyodide's lock file is written anew to name those and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
# What the kernel and the form need beside nbready, whose other requirements the kernel door does without.
WANTED = ("ipython", "jedi", "comm", "ipywidgets", "anywidget", "pyyaml")
EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "@jupyterlite/pyodide-kernel-extension",
    "anywidget",
)
# In JupyterLite the kernel, and what pages need, come with the kernel's own extension.
_BROUGHT = ("ipykernel", "jupyterlab-widgets", "widgetsnbextension")
_COMPILED = (".so", ".pyd", ".dylib", ".pyc")
_KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"


def build_site(folder: Path, runtime: Path) -> Path:
    """The site's folder, with ``rows.csv`` among its files.

    Args:
        folder: Where to build.
        runtime: A folder with Pyodide's core, as npm's package `pyodide` has it, and wheels for that Python.
    """
    labextensions = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    settings = {
        "contents": ["files"],
        "output_dir": "site",
        "apps": ["lab"],
        "no_sourcemaps": True,
        "ignore_sys_prefix": ["federated_extensions"],
        "federated_extensions": [str(labextensions / name) for name in EXTENSIONS],
    }
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "rows.csv").write_text("x,y\n1,0\n2,1\n")
    (folder / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": settings}))
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--LiteManager.strict=True"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    site = folder / "site"
    packages = _give_packages(site / "static" / "pyodide", runtime)
    _configure(site / "jupyter-lite.json", packages)
    return site


def serve(site: Path) -> tuple[ThreadingHTTPServer, str]:
    """A server of the site, running until it is shut down, and its address."""
    handler = partial(_Quiet, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}  # noqa: RUF012

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nobody reads it."""


def _configure(file: Path, packages: list[str]) -> None:
    page = json.loads(file.read_text())
    kernel = page["jupyter-config-data"].setdefault("litePluginSettings", {}).setdefault(_KERNEL, {})
    kernel |= {
        "pyodideUrl": "./static/pyodide/pyodide.mjs",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": packages},
    }
    page["jupyter-config-data"]["exposeAppInBrowser"] = True
    file.write_text(json.dumps(page))


def _give_packages(folder: Path, runtime: Path) -> list[str]:
    """Put runtime and wheels into the site; the names of the packages."""
    shutil.copytree(runtime, folder, dirs_exist_ok=True)
    lock = json.loads((folder / "pyodide-lock.json").read_text())
    made = [_wheel_of(name, folder) for name in (*_closure(WANTED), "nbready")]
    entries = dict(map(_lock_entry, (*made, *folder.glob("micropip-*.whl"))))
    (folder / "pyodide-lock.json").write_text(json.dumps({**lock, "packages": entries}))
    return list(entries)


def _lock_entry(wheel: Path) -> tuple[str, dict[str, Any]]:
    name, version, *_ = wheel.name.split("-")
    name = str(canonicalize_name(name))
    entry = {
        "name": name,
        "version": version,
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": [],
        "depends": [],
        "unvendored_tests": False,
    }
    return name, entry


def _closure(names: tuple[str, ...]) -> list[str]:
    """The packages and what they need in a browser."""
    found: dict[str, None] = {}
    waiting = list(names)
    browser = {"sys_platform": "emscripten", "platform_system": "Emscripten", "extra": ""}
    while waiting:
        name = str(canonicalize_name(waiting.pop()))
        if name in found or name in _BROUGHT:
            continue
        found[name] = None
        for line in metadata.requires(name) or ():
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({**browser, "python_version": "3.14"}):
                waiting.append(need.name)
    return list(found)


def _wheel_of(name: str, folder: Path) -> Path:
    """A pure wheel of an installed package, without what is compiled."""
    distribution = metadata.distribution(name)
    wheel = folder / f"{name.replace('-', '_')}-{distribution.version}-py3-none-any.whl"
    record = []
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in _files_of(distribution, name):
            archive.writestr(path, data)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record.append(f"{path},sha256={digest},{len(data)}")
        info = f"{name.replace('-', '_')}-{distribution.version}.dist-info"
        archive.writestr(f"{info}/RECORD", "\n".join((*record, f"{info}/RECORD,,", "")))
    return wheel


def _files_of(distribution: metadata.Distribution, name: str) -> Iterator[tuple[str, bytes]]:
    info = f"{name.replace('-', '_')}-{distribution.version}.dist-info"
    for file in distribution.files or ():
        folder, _, rest = str(file).partition("/")
        if str(file).startswith("..") or str(file).endswith(_COMPILED) or (not rest and file.suffix != ".py"):
            continue
        if not folder.endswith(".dist-info"):
            yield str(file), Path(str(file.locate())).read_bytes()
        elif rest in ("METADATA", "entry_points.txt"):
            yield f"{info}/{rest}", Path(str(file.locate())).read_bytes()
    yield f"{info}/WHEEL", b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    if name == "nbready":
        # An editable install lists none of its modules.
        for path in sorted((ROOT / "src").rglob("*")):
            if path.is_file() and not path.name.endswith(_COMPILED):
                yield str(path.relative_to(ROOT / "src")), path.read_bytes()
