"""Checks that what is sent and answered has the shape that the service promises, on either side of the wire."""

import json
from functools import lru_cache
from itertools import islice
from typing import Any

import jsonschema_rs

from toantrinh.exchange.definition import Service
from toantrinh.exchange.services import Body
from toantrinh.kernel.problem import Invalid, Problem, Silent
from toantrinh.kernel.text import t

MOST_PROBLEMS = 20
"""More than these at once help nobody."""


class Broken(Silent):
    """The provider answered otherwise than it promises; to the caller as good as no answer."""


def check_request(service: Service, body: Body) -> None:
    """Raise `Invalid`, a problem for each place, unless `body` is what the service takes."""
    problems = [
        Problem(
            t(
                f"Dịch vụ {service.code}: “{place or 'yêu cầu'}” không đúng khuôn: {what}",
                f"Service {service.code}: “{place or 'request'}” has the wrong shape: {what}",
            ),
            code="exchange.request_shape",
            field=place,
        )
        for place, what in _mistakes(service.request, body)
    ]
    if problems:
        raise Invalid(problems)


def check_answer(service: Service, answer: Body) -> None:
    """Raise `Broken` unless `answer` is what the service promises."""
    if mistakes := _mistakes(service.answer, answer):
        place, what = mistakes[0]
        raise Broken(
            t(
                f"Dịch vụ {service.code} trả lời sai khuôn ở “{place}”. Chưa có gì thay đổi; hệ thống sẽ hỏi lại.",
                f"Service {service.code} answered in a wrong shape at “{place}”. Nothing changed; it is asked again.",
            ),
            code="exchange.answer_shape",
            advice=t(f"Báo cơ quan cung cấp dịch vụ: {what}", f"Tell the provider of the service: {what}"),
        )


def _mistakes(schema: dict[str, Any], body: Body) -> list[tuple[str, str]]:
    """Where and what is wrong; the words never repeat the value, which may be personal."""
    found = islice(_validator(json.dumps(schema, sort_keys=True)).iter_errors(body), MOST_PROBLEMS)
    return [(".".join(str(part) for part in mistake.instance_path), mistake.message) for mistake in found]


@lru_cache(maxsize=256)
def _validator(schema: str) -> Any:
    return jsonschema_rs.validator_for(schema, validate_formats=True, mask="•••")
