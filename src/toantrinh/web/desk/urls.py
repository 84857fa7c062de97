"""Addresses of the officer's screens."""

from django.urls import path

from toantrinh.web.desk import acts, bulk, counter, dossier, finding, mending, money, queue, reckoning

app_name = "desk"
urlpatterns = [
    path("mot-cua/", queue.queue, name="queue"),
    path("mot-cua/ke-tiep", queue.take_next, name="next"),
    path("mot-cua/hang-loat", bulk.preview, name="bulk"),
    path("mot-cua/hang-loat/lam", bulk.run, name="bulk_do"),
    path("mot-cua/hang-loat/<str:key>", bulk.result, name="bulk_run"),
    path("mot-cua/tim", finding.search, name="search"),
    path("mot-cua/tra", finding.to_return, name="to_return"),
    path("mot-cua/lich", reckoning.calendar, name="calendar"),
    path("mot-cua/so-cua-toi", reckoning.numbers, name="numbers"),
    path("mot-cua/tien", money.day, name="money"),
    path("mot-cua/tien/hoan/<str:key>", money.refund, name="refund"),
    path("mot-cua/tai-quay", counter.begin, name="counter"),
    path("mot-cua/tai-quay/<str:key>", counter.check, name="counter_check"),
    path("mot-cua/tai-quay/<str:key>/bo", counter.discard, name="counter_discard"),
    path("mot-cua/tai-quay/<str:key>/<str:code>", counter.form_page, name="counter_page"),
    path("mot-cua/ho-so/<str:number>", dossier.dossier, name="dossier"),
    path("mot-cua/ho-so/<str:number>/tep/<str:key>", dossier.file, name="file"),
    path("mot-cua/ho-so/<str:number>/thu/<str:key>.pdf", dossier.letter, name="letter"),
    path("mot-cua/ho-so/<str:number>/ban-thao/<str:what>.pdf", dossier.preview, name="preview"),
    path("mot-cua/ho-so/<str:number>/nhan-viec", acts.take, name="take"),
    path("mot-cua/ho-so/<str:number>/bo-qua", queue.skip, name="skip"),
    path("mot-cua/ho-so/<str:number>/ghi-chu", acts.note, name="note"),
    path("mot-cua/ho-so/<str:number>/tiep-nhan", acts.receive, name="receive"),
    path("mot-cua/ho-so/<str:number>/bo-sung", acts.ask, name="ask"),
    path("mot-cua/ho-so/<str:number>/tu-choi-nhan", acts.turn_away, name="turn_away"),
    path("mot-cua/ho-so/<str:number>/tham-tra", acts.examine, name="examine"),
    path("mot-cua/ho-so/<str:number>/quyet-dinh", acts.decide, name="decide"),
    path("mot-cua/ho-so/<str:number>/tra-lai", acts.send_back, name="send_back"),
    path("mot-cua/ho-so/<str:number>/huy-quyet-dinh", acts.reverse_decision, name="reverse_decision"),
    path("mot-cua/ho-so/<str:number>/sua-ghi-so", mending.mend, name="mend"),
    path("mot-cua/ho-so/<str:number>/xin-loi", mending.apologise, name="apologise"),
    path("mot-cua/ho-so/<str:number>/giao", mending.assign, name="assign"),
    path("mot-cua/ho-so/<str:number>/thu-tien", money.cash, name="cash"),
    path("mot-cua/ho-so/<str:number>/ghi-muc-thu", money.charge, name="charge"),
    path("mot-cua/ho-so/<str:number>/bien-lai/<str:key>.pdf", dossier.receipt, name="receipt"),
    path("mot-cua/ho-so/<str:number>/tra-ket-qua", acts.hand_over, name="hand_over"),
]
