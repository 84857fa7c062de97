"""`/healthz`: whether this process should get requests, for whoever watches over the house."""

from collections.abc import Iterable

from django.http import HttpRequest, JsonResponse

from toantrinh.site.checks import Reason, reasons_not_ready, warnings


def healthz(request: HttpRequest) -> JsonResponse:
    """200 and `ready`, or 503 and the reasons; warnings tell of trouble that does not keep anyone out."""
    reasons = reasons_not_ready()
    body = {
        "status": "not ready" if reasons else "ready",
        "reasons": _shown(reasons),
        "warnings": _shown(warnings()),
    }
    answer = JsonResponse(body, status=503 if reasons else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _shown(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    return [{"code": one.code, "vi": one.message.vi, "en": one.message.en} for one in reasons]
