"""Every address of the house."""

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, URLResolver, path


def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the house is ready."""
    return JsonResponse({"status": "ready"})


urlpatterns: list[URLPattern | URLResolver] = [path("healthz", healthz)]
