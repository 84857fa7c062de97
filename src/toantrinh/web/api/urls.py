"""Addresses for other systems."""

from django.urls import path

from toantrinh.web.api import banks

app_name = "api"
urlpatterns = [
    path("api/ngan-hang/<slug:account>", banks.transfer, name="bank"),
]
