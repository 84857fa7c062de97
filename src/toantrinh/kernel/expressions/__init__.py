"""The one expression language of packages: to show a field, decide, route, set a fee, filter a figure.

    child.birth_place = "abroad" and years_between(mother.birth_date, today) >= $adult_age
    any(one in children: one.birth_date > today - 60 days) or guardian is known

`parse` checks an expression against the names and types that its place declares, so that a mistake is found when a
package is loaded. `evaluate` then never fails: what is not known stays unknown (None), in Kleene's three-valued logic.
`echo` says it in plain words. The tree is frozen data, so that it can be compiled to another target.
docs/reference/expressions.md is its grammar.
"""

from toantrinh.kernel.expressions.echo import echo
from toantrinh.kernel.expressions.evaluation import evaluate
from toantrinh.kernel.expressions.grammar import ExpressionMistake, parse
from toantrinh.kernel.expressions.tree import DATE, NUMBER, TEXT, TRUTH, Expression, Kind, Schema, Type, choice, list_of

__all__ = ["DATE", "NUMBER", "TEXT", "TRUTH", "Expression", "ExpressionMistake", "Kind", "Schema", "Type"]
__all__ += ["choice", "echo", "evaluate", "list_of", "parse"]
