"""The charter as a form in the notebook: a view over the session, which alone judges answers."""

from nbready.kernel.panel.controller import Panel

__all__ = ["Panel"]
