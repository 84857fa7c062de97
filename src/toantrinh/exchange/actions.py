"""The one way from one agency or system to another: judged, checked, carried out once, logged."""

import json
from dataclasses import dataclass
from time import perf_counter

from django.db import connection, transaction

from toantrinh.exchange.connectors.route import transport_to
from toantrinh.exchange.definition import Service
from toantrinh.exchange.directory import find_service, provider_of
from toantrinh.exchange.facts import ServiceCalled
from toantrinh.exchange.models import Answer, Message
from toantrinh.exchange.rights import persons_named, require_right
from toantrinh.exchange.row import row_digest
from toantrinh.exchange.services import Body
from toantrinh.exchange.shapes import Broken, check_answer, check_request
from toantrinh.kernel import urn
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing, Problem, Refused, Silent
from toantrinh.kernel.text import Text, t
from toantrinh.record.actions import state
from toantrinh.record.vault import digest, seal_json, unseal_json

Outcome = Message.Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """One call under way."""

    service: Service
    body: Body
    by: Actor
    purpose: str
    about: str
    key: str
    started: float

    @property
    def key_digest(self) -> str:
        return _digest(self.key, "key") if self.key else ""

    @property
    def request_digest(self) -> str:
        return _digest(self.body, "request")


def call(service: str, body: Body, *, by: Actor, purpose: str, about: str, key: str = "") -> Body:
    """Have the provider of `service` answer `body`, for one of the purposes that the service allows.

    `about` is the URN of the case for which it is asked; the person whose data it is sees it with the look. A service
    that writes needs a `key`: called again under the same key, it is answered the same and nothing happens twice.

    Raises `Missing` without the right, `Invalid` where the request has another shape, `Refused` where the provider
    says no (its reason is for people), and `Silent` where it did not answer: then call again, under the same key.
    """
    asked = _Call(
        service=find_service(service), body=body, by=by, purpose=purpose, about=about, key=key, started=perf_counter()
    )
    if asked.service.writes and not key:
        raise ValueError(f"{service} writes: it needs a key, such as the URN of the case")
    try:
        require_right(asked.service, body, by=by, purpose=purpose, about=about)
        check_request(asked.service, body)
        if (stored := _stored_answer(asked)) is not None:
            _log(asked, Outcome.REPEATED, answer=stored)
            return stored
        answer = _deliver(asked)
    except Exception as problem:
        _log(asked, _outcome_of(problem), reason=problem.message if isinstance(problem, Problem) else None)
        raise
    return _log(asked, Outcome.ANSWERED, answer=answer)


def _deliver(asked: _Call) -> Body:
    transport = transport_to(asked.service)
    if transport.is_remote and connection.in_atomic_block and not _is_test_transaction():
        raise RuntimeError(f"{asked.service.code} is remote: call it outside of every transaction.")
    answer = transport.deliver(
        asked.service, asked.body, by=asked.by, purpose=asked.purpose, about=asked.about, key=asked.key
    )
    check_answer(asked.service, answer)
    return answer


def _is_test_transaction() -> bool:
    """Whether the only transaction around is the one by which a test case undoes itself."""
    return all(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def _stored_answer(asked: _Call) -> Body | None:
    if not asked.service.writes:
        return None
    found = Answer.objects.filter(service=asked.service.code, key_digest=asked.key_digest).first()
    if found is None:
        return None
    if found.request_digest != asked.request_digest:
        raise Refused(
            t(
                "Việc này đã được thực hiện với nội dung khác. Muốn đổi thì làm thủ tục cải chính.",
                "This was already carried out with other content. To change it, ask for a correction.",
            ),
            code="exchange.other_content",
        )
    answer: Body | None = unseal_json(found.person, bytes(found.sealed))
    return answer


@transaction.atomic
def _log(asked: _Call, outcome: str, *, answer: Body | None = None, reason: Text | None = None) -> Body:
    """Write down how the call ended, and keep the answer where asking again must not do it again."""
    if outcome == Outcome.ANSWERED and asked.service.writes and answer is not None:
        answer = _keep_answer(asked, answer)
    message = Message.objects.create(
        urn=urn.new("message"),
        service=asked.service.code,
        edition=asked.service.edition,
        caller=asked.by.agency,
        provider=provider_of(asked.service),
        by=asked.by.urn,
        purpose=asked.purpose,
        about=asked.about,
        key_digest=asked.key_digest,
        request_digest=asked.request_digest,
        answer_digest="" if answer is None else _digest(answer, "answer"),
        outcome=outcome,
        reason_vi=reason.vi[:400] if reason else "",
        reason_en=reason.en[:400] if reason else "",
        duration_ms=round((perf_counter() - asked.started) * 1000),
        at=now(),
    )
    state(
        ServiceCalled(
            service=message.service,
            caller=message.caller,
            provider=message.provider,
            purpose=message.purpose,
            outcome=message.outcome,
            duration_ms=message.duration_ms,
            message=message.urn,
            about=message.about,
            row=row_digest(message),
            area=asked.by.area,
        ),
        by=asked.by,
    )
    return answer or {}


def _keep_answer(asked: _Call, answer: Body) -> Body:
    """Keep the answer under its key; where another process was faster, its answer is the one that holds."""
    persons = persons_named(asked.service, "answer", answer) or persons_named(asked.service, "request", asked.body)
    person = min(persons - {""}, default=asked.by.person or asked.by.urn)
    kept, is_new = Answer.objects.get_or_create(
        service=asked.service.code,
        key_digest=asked.key_digest,
        defaults={
            "request_digest": asked.request_digest,
            "person": person,
            "sealed": seal_json(person, answer),
            "at": now(),
        },
    )
    return answer if is_new else unseal_json(kept.person, bytes(kept.sealed)) or {}


def _outcome_of(problem: Exception) -> str:
    if isinstance(problem, Missing):
        return Outcome.FORBIDDEN
    if isinstance(problem, Silent) and not isinstance(problem, Broken):
        return Outcome.SILENT
    return Outcome.REFUSED if isinstance(problem, Problem) and not isinstance(problem, Broken) else Outcome.BROKEN


def _digest(value: Body | str, use: str) -> str:
    words = value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return digest(words, f"exchange.{use}")
