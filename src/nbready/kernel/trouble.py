"""What is said of what cannot be read, and of faults of our own: the person's code runs on."""

from __future__ import annotations

from nbready.kernel.notice import Notice, literal
from nbready.marks import UnclearMark


def problem(text: str) -> Notice:
    """Something that cannot be read; the person's cell runs on."""
    return Notice(tone="warn", title="Something needs a look; your code is not affected.", text=text)


def unclear(mark: UnclearMark) -> Notice:
    """A comment of the person's that doesn't say what to ignore, or why."""
    return Notice(tone="note", title=f"Line {mark.line}: {mark.message}", text=mark.remedy)


def doubtful(name: str) -> str:
    """Why a charter on disk does not count, and what makes it count."""
    return (
        f"{literal(name)} holds a charter, but its format keeps no cell ids (they come with 4.5), and this "
        "cell is not in it as it stands here: nbready cannot tell that it is this notebook. Save the "
        "notebook, or run its `%%charter` cell first."
    )


def failed(error: BaseException) -> Notice:
    """A failure of our own."""
    return Notice(
        tone="warn",
        title="nbready failed; this is a bug in nbready, not in your code, which runs on.",
        text=literal(f"{type(error).__name__}: {error}"),
        footer="The guard stays on and says this once. `%unload_ext nbready` takes it away.",
    )
