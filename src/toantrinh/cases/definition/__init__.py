"""What a procedure package may say: the law of one procedure, as dated data.

A package is a folder under `packages/procedures/`:

    procedure.yaml     this file's `Procedure`
    examples.yaml      its `examples`: people as tests, *given … expect …*
    letters/*.typ      templates of the results that the procedure issues
    rules.py           optional pure functions, which may import `toantrinh.kernel` alone

Loading it makes an immutable edition; a case points at its edition for ever. Every condition is the one expression
language of `docs/reference/expressions.md`; the names it may use are the form's field paths, the codes of `lookups`
(with what their service returns), `agreed.<consent>`, and `me`, `case`, `today`.
"""

from toantrinh.cases.definition.consent import Consent
from toantrinh.cases.definition.examples import Example, Expected, Given
from toantrinh.cases.definition.finding import Body, LifeEvent, SearchWords, Synonym
from toantrinh.cases.definition.form import (
    Check,
    Choice,
    ChoiceRows,
    CodeList,
    Derived,
    Eligibility,
    FormField,
    Lookup,
    Page,
    Paper,
)
from toantrinh.cases.definition.linked import LinkedPart, SharedForm
from toantrinh.cases.definition.petitions import PetitionRules
from toantrinh.cases.definition.procedure import Names, Procedure
from toantrinh.cases.definition.terms import Amount, ChannelTerms, Exemption, Fee, LegalBasis, Limit, LimitCase
from toantrinh.cases.definition.words import Channel, Code, Condition, Path
from toantrinh.cases.definition.work import Competent, Effect, NextService, Reason, Result, Step

__all__ = [
    "Amount",
    "Body",
    "Channel",
    "ChannelTerms",
    "Check",
    "Choice",
    "ChoiceRows",
    "Code",
    "CodeList",
    "Competent",
    "Condition",
    "Consent",
    "Derived",
    "Effect",
    "Eligibility",
    "Example",
    "Exemption",
    "Expected",
    "Fee",
    "FormField",
    "Given",
    "LegalBasis",
    "LifeEvent",
    "Limit",
    "LimitCase",
    "LinkedPart",
    "Lookup",
    "Names",
    "NextService",
    "Page",
    "Paper",
    "Path",
    "PetitionRules",
    "Procedure",
    "Reason",
    "Result",
    "SearchWords",
    "SharedForm",
    "Step",
    "Synonym",
]
