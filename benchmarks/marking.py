"""Whether the marker's page stays usable with a class of 520: its size, when it is ready, what a key takes.

    python benchmarks/marking.py [--notebooks 520] [--at-most 100]

The submissions are those of benchmarks/report.py. A key's time is the median of twenty presses, from the key
to the next frame in headless Chromium; half of the answers are marked before. Needs Playwright and a Chromium
(NBREADY_CHROMIUM).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from report import generate

CHROMIUM = os.environ.get("NBREADY_CHROMIUM", "/usr/bin/chromium")
KEYS = ("f", "j", "k", "n", "u", ".", "x")
MARK_HALF = """() => {
  const articles = [...document.querySelectorAll("article")].filter((_, place) => place % 2);
  const marks = {};
  for (const { dataset } of articles) {
    const { student, key, fingerprint, possible } = dataset;
    (marks[student] ??= {})[key] = { points: Number(possible), comments: ["Well argued."], fingerprint };
  }
  return JSON.stringify({ version: 1, marks });
}"""
PRESS = """([key, times]) => new Promise((done) => {
  const taken = [];
  const press = () => {
    const start = performance.now();
    const options = { key, bubbles: true, cancelable: true };
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", options));
    requestAnimationFrame(() => setTimeout(() => {
      taken.push(performance.now() - start);
      if (taken.length < times) press();
      else done(taken.sort((a, b) => a - b)[times >> 1]);
    }));
  };
  press();
})"""


def main() -> int:
    """Measure and print; 1 when a key takes longer than promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notebooks", type=int, default=520)
    parser.add_argument("--at-most", type=float, default=100, help="milliseconds, for a key")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        generate(Path(folder, "in"), arguments.notebooks)
        page_file, marks = Path(folder, "marking.html"), Path(folder, "marks.json")
        command = [sys.executable, "-m", "nbready", "grade", "in", "--html", str(page_file)]
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
        print(f"written in {time.perf_counter() - start:.1f} s, {page_file.stat().st_size / 1e6:.1f} MB")
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        start = time.perf_counter()
        page.goto(page_file.as_uri(), timeout=120_000)
        print(f"{page.locator('article').count()} answers, ready in {time.perf_counter() - start:.1f} s")
        marks.write_text(page.evaluate(MARK_HALF), encoding="utf-8")
        start = time.perf_counter()
        page.locator("#load").set_input_files(marks)
        page.wait_for_function("document.getElementById('told').textContent.includes('loaded')")
        print(f"half of them loaded in {time.perf_counter() - start:.1f} s")
        taken = {key: press(page, key) for key in KEYS}
        browser.close()
    print(", ".join(f"{key} {milliseconds:.0f} ms" for key, milliseconds in taken.items()))
    kept = max(taken.values()) <= arguments.at_most
    print(f"a key at most {arguments.at_most:.0f} ms: {'kept' if kept else 'BROKEN'}")
    return int(not kept)


def press(page: Page, key: str) -> float:
    """The median time of a key, in milliseconds."""
    taken: float = page.evaluate(PRESS, [key, 20])
    return taken


if __name__ == "__main__":
    sys.exit(main())
