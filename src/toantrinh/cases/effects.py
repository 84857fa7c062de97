"""What the registers answered to a case's decision."""

from typing import Any

from toantrinh.cases.models import Case, CaseEffect
from toantrinh.record import vault


def answers_of(case: Case) -> dict[str, dict[str, Any]]:
    """Effect code → what its register answered, for the confirmed ones."""
    confirmed = case.effects.filter(state=CaseEffect.State.CONFIRMED).order_by("position")
    return {effect.code: answer_of(case, effect) for effect in confirmed}


def answer_of(case: Case, effect: CaseEffect) -> dict[str, Any]:
    """What a register answered, or `{"reason": {"vi", "en"}}` where it refused; empty before, and after an erasure."""
    sealed = bytes(effect.answer_sealed)
    return (vault.unseal_json(case.applicant, sealed) if sealed else None) or {}
