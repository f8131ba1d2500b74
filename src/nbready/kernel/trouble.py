"""What is said of what cannot be read, and of faults of our own: the person's code runs on."""

from __future__ import annotations

from nbready.kernel.notice import Notice, literal


def problem(text: str) -> Notice:
    """Something that cannot be read; the person's cell runs on."""
    return Notice(tone="warn", title="Something needs a look; your code is not affected.", text=text)


def failed(error: BaseException) -> Notice:
    """A failure of our own."""
    return Notice(
        tone="warn",
        title="nbready failed; this is a bug in nbready, not in your code, which runs on.",
        text=literal(f"{type(error).__name__}: {error}"),
        footer="The guard stays on and says this once. `%unload_ext nbready` takes it away.",
    )
