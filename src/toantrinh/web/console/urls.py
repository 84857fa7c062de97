"""Addresses of the operator's screens."""

from django.urls import path

from toantrinh.web.console import health, money, people, record

app_name = "console"
urlpatterns = [
    path("van-hanh/", health.health, name="health"),
    path("van-hanh/ket", health.deliveries, name="deliveries"),
    path("van-hanh/ket/gui-lai", health.try_again, name="try_again"),
    path("van-hanh/tien", money.money, name="money"),
    path("van-hanh/tien/khoan/<str:key>", money.transfer, name="transfer"),
    path("van-hanh/tien/hoan/<str:key>", money.refund, name="refund"),
    path("van-hanh/so-ghi", record.show, name="record"),
    path("van-hanh/so-ghi/kiem-chung", record.verify, name="verify"),
    path("van-hanh/nguoi", people.offices, name="people"),
    path("van-hanh/nguoi/<str:key>/ket-thuc", people.end, name="end_office"),
]
