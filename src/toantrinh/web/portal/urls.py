"""Addresses of the citizen's screens."""

from django.urls import path

from toantrinh.web.portal import (
    answering,
    dossiers,
    filling,
    finding,
    holdings,
    letters,
    my_data,
    paying,
    slots,
    submitting,
)

app_name = "portal"
urlpatterns = [
    path("tim", finding.find, name="find"),
    path("thu-tuc/<str:code>/", finding.start_page, name="start_page"),
    path("thu-tuc/<str:code>/bat-dau", filling.begin, name="begin"),
    path("ho-so/", dossiers.cases, name="cases"),
    path("ho-so/<str:name>/", dossiers.case, name="case"),
    # While it is filled in: by key, for it has no number yet.
    path("ho-so/<str:key>/tiep", filling.form, name="form"),
    path("ho-so/<str:key>/tiep/<str:code>", filling.form_page, name="form_page"),
    path("ho-so/<str:key>/bao-sai/<str:code>", filling.report_wrong, name="report_wrong"),
    path("ho-so/<str:key>/bieu-mau-moi", filling.new_form, name="new_form"),
    path("ho-so/<str:key>/chua-lam-duoc", filling.not_eligible, name="not_eligible"),
    path("ho-so/<str:key>/xoa", filling.discard, name="discard"),
    path("ho-so/<str:key>/kho/<str:slot>", slots.reuse, name="reuse"),
    path("ho-so/<str:key>/kiem-tra", submitting.check, name="review"),
    # After it was sent: by number.
    path("ho-so/<str:name>/da-nop", submitting.sent, name="sent"),
    path("ho-so/<str:name>/bien-nhan.json", submitting.receipt, name="receipt"),
    path("ho-so/<str:name>/bien-nhan.pdf", submitting.receipt_on_paper, name="receipt_on_paper"),
    path("ho-so/<str:name>/hen.ics", submitting.calendar, name="calendar"),
    path("ho-so/<str:name>/tep/<str:file>", slots.paper_file, name="paper_file"),
    path("ho-so/<str:name>/tep/<str:file>/anh", slots.thumbnail, name="thumbnail"),
    path("ho-so/<str:name>/bo-sung", answering.supplement, name="supplement"),
    path("ho-so/<str:name>/bo-sung/giay-to", answering.supply, name="supply"),
    path("ho-so/<str:name>/bo-sung/xong", answering.supplied, name="supplied"),
    path("ho-so/<str:name>/ban-nhap", answering.confirm, name="confirm"),
    path("ho-so/<str:name>/nop-tien", paying.pay, name="pay"),
    path("ho-so/<str:name>/nop-tien/vietqr.png", paying.picture, name="pay_picture"),
    path("ho-so/<str:name>/rut", answering.withdraw, name="withdraw"),
    path("ho-so/<str:name>/danh-gia", answering.rate, name="rate"),
    path("thu/", letters.letters, name="letters"),
    path("thu/<str:key>/", letters.letter, name="letter"),
    path("giay-to/", holdings.papers, name="papers"),
    path("giay-to/<str:key>/", holdings.paper, name="paper"),
    path("giay-to/<str:key>/tep.pdf", holdings.letter_file, name="letter_file"),
    path("du-lieu/", my_data.my_data, name="my_data"),
    path("du-lieu/ai-da-xem", my_data.looks, name="looks"),
    path("du-lieu/lien-he", my_data.contacts, name="contacts"),
    path("du-lieu/uy-quyen/<str:key>", my_data.end_mandate, name="end_mandate"),
]
