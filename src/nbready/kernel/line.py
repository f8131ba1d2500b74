"""The one line that says where a notebook stands, where it was loaded, and that stays true there."""

from __future__ import annotations

from uuid import uuid4

from nbready.kernel.notice import quiet_line
from nbready.kernel.session import Session
from nbready.kernel.status import standing


class StatusLine:
    """A line under the cell that loaded the extension; it follows the notebook's charter.

    Nothing is shown where there is nothing to say, or nobody to say it to: in a run from top to bottom the
    charter's cell comes after it.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._display_id = uuid4().hex
        self._text = ""

    def show(self) -> None:
        """Show it, if some gate is closed."""
        self._text = standing(self._session)
        if self._text and self._session.is_attended:
            self._publish(update=False)
            self._session.on_change(self._follow)

    def _follow(self) -> None:
        text = standing(self._session)
        if text != self._text:
            self._text = text
            self._publish(update=True)

    def _publish(self, *, update: bool) -> None:
        self._session.shell.display_pub.publish(
            data=quiet_line(self._text), transient={"display_id": self._display_id}, update=update
        )
