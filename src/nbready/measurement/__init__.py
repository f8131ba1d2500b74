"""The registered metric, measured on the registered data beside its threshold and today's method.

Knows the charter; imports numpy, SciPy and scikit-learn only when something is measured.
"""

from nbready.measurement.measure import measure_promise
from nbready.measurement.measured import OUTCOMES, Difference, Outcome
from nbready.measurement.promise import Promise, bare_promise, read_promise
from nbready.measurement.result import Measurement

__all__ = [
    "OUTCOMES",
    "Difference",
    "Measurement",
    "Outcome",
    "Promise",
    "bare_promise",
    "measure_promise",
    "read_promise",
]
