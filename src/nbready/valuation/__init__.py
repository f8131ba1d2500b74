"""What acting on a model's scores is worth, by the charter's own figures: curve, break-even, per period.

Knows the charter and how cases are read; imports numpy and matplotlib only when something is valued.
"""

from nbready.valuation.figures import Figures, read_figures, read_share
from nbready.valuation.result import Valuation
from nbready.valuation.value import value_cases

__all__ = ["Figures", "Valuation", "read_figures", "read_share", "value_cases"]
