"""The linter: rules over notebook files, and reports for people and machines."""

from nbready.lint.check import check, check_notebook, check_rule
from nbready.lint.findings import Finding, NotebookResult, Report, Summary

__all__ = ["Finding", "NotebookResult", "Report", "Summary", "check", "check_notebook", "check_rule"]
