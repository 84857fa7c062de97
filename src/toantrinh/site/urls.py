"""Every address of the house."""

from django.urls import URLPattern, URLResolver, include, path

from toantrinh.site.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("", include("toantrinh.web.design.urls")),
    path("", include("toantrinh.web.portal.urls")),
    path("", include("toantrinh.web.public.urls")),
    path("", include("toantrinh.web.desk.urls")),
    path("", include("toantrinh.web.console.urls")),
    path("", include("toantrinh.web.api.urls")),
]

handler400 = "toantrinh.web.design.errors.show_unreadable"
handler404 = "toantrinh.web.design.errors.show_missing"
handler500 = "toantrinh.web.design.errors.show_broken"
