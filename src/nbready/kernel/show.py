"""The one way from the kernel door to the screen."""

from __future__ import annotations

from IPython.core.interactiveshell import InteractiveShell

from nbready.kernel.notice import Notice


def show(shell: InteractiveShell, notice: Notice) -> None:
    """Put a notice under the running cell."""
    publish(shell, html=notice.as_html(), text=notice.as_text())


def publish(shell: InteractiveShell, *, html: str, text: str) -> None:
    """Put HTML under the running cell, or the text where there is no HTML."""
    # IPython's own `display` goes to whichever shell of the process came first.
    shell.display_pub.publish({"text/html": html, "text/plain": text})
