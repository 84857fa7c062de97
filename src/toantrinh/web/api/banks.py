"""Banks tell us of money here: signed, and told again until they are answered with 200."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from toantrinh.payments.actions import hear_bank
from toantrinh.payments.actions.hearing import LONGEST
from toantrinh.payments.connectors.signing import Message
from toantrinh.payments.queries import REASONS
from toantrinh.web.design.page import Request, page

SIGNED = ("content-digest", "idempotency-key", "signature-input", "signature")


@csrf_exempt
@page(anyone=True, methods=("POST",))
def transfer(request: Request, account: str) -> HttpResponse:
    """One message about money of the account of that code; who sends it is known by its signature alone."""
    body = request.read(LONGEST + 1)
    headers = {name: request.headers.get(name, "") for name in SIGNED}
    heard = hear_bank(account, Message(method="POST", path=request.path, headers=headers, body=body))
    said: dict[str, object] = {"outcome": heard.outcome}
    if heard.outcome in REASONS:
        words = REASONS[heard.outcome]
        said |= {"reason": {"vi": words.vi, "en": words.en}}
    return JsonResponse(said, status=heard.status, json_dumps_params={"ensure_ascii": False})
