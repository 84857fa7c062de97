"""Is the house well, and what is stuck: nothing here shows a dossier or a person."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from toantrinh.cases.actions import send_waiting_effects
from toantrinh.cases.models import CaseEffect
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import now
from toantrinh.kernel.text import Text, t
from toantrinh.notices.actions import send_copies
from toantrinh.notices.queries import count_copies, list_failing_copies
from toantrinh.payments.queries import money_state
from toantrinh.record.queries import RecordStatus, SubscriberView, list_subscribers, record_status
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page

SEAL_IS_OLD = timedelta(hours=2)
QUEUE_IS_OLD = timedelta(minutes=5)
WORKER_IS_LATE = timedelta(seconds=30)
LEAST_DISK = 1024**3
SHOWN = 50
STUCK = (CaseEffect.State.SILENT, CaseEffect.State.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing that is watched: what it says, and whether that is well. Unknown is not well."""

    name: Text
    value: Text
    is_well: bool
    address: str = ""


@page("console.read")
def health(request: Request) -> HttpResponse:
    """One sentence, then what it rests on."""
    signs = [*_signs()]
    ill = [sign for sign in signs if not sign.is_well]
    words = t("Mọi thứ bình thường", "Everything is well")
    if ill:
        words = t("{n} mục cần xem: {what}", "{n} things need attention: {what}")
        what = Text(", ".join(sign.name.vi for sign in ill), ", ".join(sign.name.en for sign in ill))
        words = words.fill(n=len(ill), what=what)
    values = {"title": t("Tình trạng", "Health"), "sentence": words, "is_well": not ill, "signs": signs}
    return render(request, "console/health.html", values)


def _signs() -> Iterator[Sign]:
    status, subscribers = record_status(), list_subscribers()
    yield _worker()
    yield _queue(status)
    yield _seal(status)
    yield Sign(
        name=t("Lời hứa niêm phong trễ", "Broken promises to seal"),
        value=Text(str(status.overdue), str(status.overdue)),
        is_well=not status.overdue,
        address="/van-hanh/so-ghi",
    )
    yield _subscribers(subscribers)
    stuck = CaseEffect.objects.filter(state__in=STUCK).count()
    yield Sign(
        name=t("Cơ sở dữ liệu chưa trả lời hoặc từ chối", "Registers silent or refusing"),
        value=Text(str(stuck), str(stuck)),
        is_well=not stuck,
        address="/van-hanh/ket",
    )
    yield _money()
    yield _disk()
    yield Sign(
        name=t("Bản sao lưu", "Backup"),
        value=t("Chưa biết: chưa có lần sao lưu nào báo về đây", "Unknown: no backup has reported here"),
        is_well=False,
    )


def _worker() -> Sign:
    """The worker leaves a sign of life in the data folder."""
    name, path = t("Tiến trình nền", "Worker"), Path(settings.DATA_DIR) / "worker.json"
    try:
        sign = json.loads(path.read_text(encoding="utf-8"))
        seen, failing = datetime.fromisoformat(sign["at"]), sign.get("failing", {})
    except (OSError, ValueError, KeyError):
        return Sign(name=name, value=t("Không thấy", "Not seen"), is_well=False)
    if now() - seen > WORKER_IS_LATE:
        late = t("Im lặng {age}", "Silent for {age}").fill(age=_age(now() - seen))
        return Sign(name=name, value=late, is_well=False)
    if failing:
        what = t("Đang lỗi: {what}", "Failing: {what}").fill(what=", ".join(sorted(failing)))
        return Sign(name=name, value=what, is_well=False)
    return Sign(name=name, value=t("Đang chạy", "Running"), is_well=True)


def _queue(status: RecordStatus) -> Sign:
    age = now() - status.waiting_since if status.waiting_since else timedelta()
    words = t("{n} mục, lâu nhất {age}", "{n} entries, the oldest {age}").fill(n=status.waiting, age=_age(age))
    return Sign(
        name=t("Chờ niêm phong", "Waiting to be sealed"),
        value=words if status.waiting else t("Không có", "None"),
        is_well=age < QUEUE_IS_OLD,
        address="/van-hanh/so-ghi",
    )


def _seal(status: RecordStatus) -> Sign:
    name = t("Niêm phong gần nhất", "Last seal")
    if status.sealed_at is None:
        return Sign(name=name, value=t("Chưa có", "None yet"), is_well=not status.size)
    age = now() - status.sealed_at
    is_well = age < SEAL_IS_OLD or not status.waiting  # with nothing new, an old seal still covers everything
    words = t("{age} trước", "{age} ago").fill(age=_age(age))
    return Sign(name=name, value=words, is_well=is_well, address="/van-hanh/so-ghi")


def _subscribers(subscribers: Sequence[SubscriberView]) -> Sign:
    failing = [one.name for one in subscribers if one.failures]
    behind = max((one.behind for one in subscribers), default=0)
    words = t("{n} nơi nhận, chậm nhất {behind} mục", "{n} receivers, at most {behind} entries behind")
    value = words.fill(n=len(subscribers), behind=behind)
    if failing:
        value = t("Đang lỗi: {what}", "Failing: {what}").fill(what=", ".join(failing))
    return Sign(
        name=t("Chuyển tiếp sự kiện", "Delivery of events"), value=value, is_well=not failing, address="/van-hanh/ket"
    )


def _money() -> Sign:
    """Whether some money waits for somebody: unmatched, to go back, or not as a statement says."""
    state = money_state(SYSTEM)
    words = t("{n} khoản chưa rõ, {m} khoản chờ hoàn", "{n} unmatched, {m} to be refunded")
    value = words.fill(n=state.unmatched_count, m=state.refunds_waiting + state.refunds_failed)
    return Sign(name=t("Tiền", "Money"), value=value, is_well=state.is_even, address="/van-hanh/tien")


def _disk() -> Sign:
    name = t("Đĩa còn trống", "Free disk")
    try:
        usage = shutil.disk_usage(settings.DATA_DIR)
    except OSError:
        return Sign(name=name, value=t("Không đọc được", "Cannot be read"), is_well=False)
    words = t("{free} GB trong {total} GB", "{free} GB of {total} GB")
    value = words.fill(free=usage.free // 1024**3, total=usage.total // 1024**3)
    return Sign(name=name, value=value, is_well=usage.free > LEAST_DISK)


def _age(age: timedelta) -> Text:
    minutes = int(age.total_seconds() // 60)
    if minutes < 60:
        return t(f"{minutes} phút", f"{minutes} minutes")
    if minutes < 48 * 60:
        return t(f"{minutes // 60} giờ", f"{minutes // 60} hours")
    return t(f"{minutes // 1440} ngày", f"{minutes // 1440} days")


# --- What is stuck --------------------------------------------------------------------------------------------------


@page("console.read")
def deliveries(request: Request) -> HttpResponse:
    """What is stuck, oldest first, with its reason; many alike are counted by reason."""
    effects = CaseEffect.objects.filter(state__in=STUCK).select_related("case").order_by("changed_at")
    groups = Counter(effects.values_list("case__code", "code", "state"))
    values = {
        "title": t("Việc kẹt", "Stuck"),
        "subscribers": [one for one in list_subscribers() if one.failures],
        "effects": list(effects[:SHOWN]),
        "groups": sorted(groups.items(), key=lambda pair: -pair[1]) if sum(groups.values()) > SHOWN else [],
        "copies": list_failing_copies(request.actor, limit=SHOWN),
        "counts": count_copies(request.actor),
    }
    return render(request, "console/deliveries.html", values)


@page("console.read", methods=("POST",))
def try_again(request: Request) -> HttpResponseBase:
    """Send again now whatever has come to its turn; sending twice changes nothing twice."""
    cases, copies = send_waiting_effects(), send_copies()
    words = t("Đã gửi lại: {cases} hồ sơ, {copies} thư điện tử.", "Sent again: {cases} dossiers, {copies} e-mails.")
    say_done(request, words.fill(cases=cases, copies=copies))
    return redirect("console:deliveries")
