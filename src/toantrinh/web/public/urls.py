"""Addresses that anyone may open."""

from django.urls import path

from toantrinh.web.public import check, figures, petitions, pretend_bank, record

app_name = "public"
urlpatterns = [
    path("so-lieu/", figures.list_figures, name="figures"),
    path("so-lieu/ai-goi-ai", figures.calls, name="calls"),
    path("so-lieu/<slug:code>/", figures.show_figure, name="figure"),
    path("so-lieu/<slug:code>/bang.csv", figures.download_table, name="figure_table"),
    path("so-lieu/<slug:code>/dong.jsonl", figures.download_rows, name="figure_rows"),
    path("so-ghi/", record.show_record, name="record"),
    path("so-ghi/bien-nhan", record.check_receipt, name="check_receipt"),
    path("so-ghi/checkpoint", record.checkpoint, name="checkpoint"),
    path("so-ghi/khoa", record.verifier_keys, name="verifier_keys"),
    path("so-ghi/tile/<path:name>", record.tile, name="tile"),
    path("kiem-tra/", check.ask, name="check"),
    path("kiem-tra/<str:token>", check.show, name="check_paper"),
    path("phan-anh/", petitions.petitions, name="petitions"),
    path("phan-anh/cau-tra-loi/<str:answer>/", petitions.petition, name="petition"),
    path("tra-cuu/", check.track, name="track"),
    path("ngan-hang-gia/", pretend_bank.play, name="pretend_bank"),
    path("ngan-hang-gia/sao-ke.csv", pretend_bank.statement, name="pretend_statement"),
]
