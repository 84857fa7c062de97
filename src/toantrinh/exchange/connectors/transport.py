"""The way of a call to its provider and back."""

from contextlib import nullcontext
from typing import Protocol

from django.db import transaction

from toantrinh.exchange.definition import Service
from toantrinh.exchange.services import Body, handler_of, works_in_own_steps
from toantrinh.exchange.shapes import check_answer, check_request
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Invalid, Refused, Silent
from toantrinh.kernel.text import Text, t


class Transport(Protocol):
    """Brings a call to the provider; raises what the provider raised, or `Silent` where none was reached."""

    is_remote: bool
    """Whether it leaves the process: then it must not be used inside a transaction."""

    def deliver(self, service: Service, body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
        """Have the provider carry out the call."""


class InProcess:
    """To a provider in this process: its work and its answer's shape stand or fall together."""

    is_remote = False

    def deliver(self, service: Service, body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
        """Call the handler that was offered for the service, in one transaction unless it works in its own steps."""
        if (handler := handler_of(service)) is None:
            raise Silent(
                t(
                    f"Chưa kết nối được với nơi cung cấp dịch vụ {service.code}. Việc này được giữ lại và hỏi lại sau.",
                    f"The provider of service {service.code} is not connected. This is kept and asked again later.",
                ),
                code="exchange.no_provider",
            )
        check_request(service, body)
        try:
            with nullcontext() if works_in_own_steps(service) else transaction.atomic():
                answer = handler(body, by=by, purpose=purpose, about=about, key=key)
                check_answer(service, answer)
        except Invalid as invalid:
            raise _refusal(invalid) from invalid
        return answer


def _refusal(invalid: Invalid) -> Refused:
    """What the provider found wrong with the values, as the one reason that a caller gets."""
    first = invalid.problems[0]
    reasons = [problem.message for problem in invalid.problems]
    return Refused(
        Text(" ".join(reason.vi for reason in reasons), " ".join(reason.en for reason in reasons)),
        code=first.code,
        field=first.field,
    )
