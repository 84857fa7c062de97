"""Every address of the house."""

from django.urls import URLPattern, URLResolver, path

from toantrinh.site.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [path("healthz", healthz, name="healthz")]
