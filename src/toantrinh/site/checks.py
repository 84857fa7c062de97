"""Whether the house may open its doors, and whether it is well: each reason in words that say what to do.

`reasons_not_to_open` is asked once by `toantrinh serve`, before anything listens. `reasons_not_ready` is asked by
`/healthz` again and again, so it is cheap.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from toantrinh.kernel.moment import now
from toantrinh.kernel.text import Text, t
from toantrinh.site.processes import is_loopback

LEAST_DISK = 50 * 1024 * 1024
"""Bytes that must be free: below this a write may fail halfway."""
WORKER_IS_LATE = timedelta(seconds=15)
WORKER_SIGN = "worker.json"
"""File in the data folder by which the worker shows that it lives."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that stands in the way."""

    code: str
    message: Text


def reasons_not_to_open(*, bind: str) -> list[Reason]:
    """Everything that forbids serving on the address `bind`; empty where the house may open."""
    steps: list[Callable[[], Iterator[Reason]]] = [
        _keys,
        _data_folder,
        _databases,
        _migrations,
        lambda: _house(bind),
        _accounts,
        _record,
    ]
    for step in steps:
        if found := list(step()):
            return found  # what follows needs what came before
    return []


def reasons_not_ready() -> list[Reason]:
    """Everything because of which this process should not get requests just now."""
    return [*_data_folder(), *_databases()]


def warnings() -> list[Reason]:
    """What somebody should mend, though people can still be served."""
    return list(_worker())


def _keys() -> Iterator[Reason]:
    if not (settings.KEYS_DIR / "session").exists():
        yield Reason(
            "keys",
            t(
                f"Chưa có khoá trong {settings.KEYS_DIR}. Chạy toantrinh init, hoặc đặt lại khoá của hệ thống này.",
                f"There are no keys in {settings.KEYS_DIR}. Run toantrinh init, or put back the keys of this house.",
            ),
        )


def _data_folder() -> Iterator[Reason]:
    folder = settings.DATA_DIR
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"?")
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        yield Reason(
            "data",
            t(
                f"Không ghi được vào {folder} ({why}). Sửa quyền hoặc đặt TOANTRINH_DATA trỏ tới nơi khác.",
                f"{folder} cannot be written ({why}). Mend its rights, or point TOANTRINH_DATA elsewhere.",
            ),
        )
        return
    if (free := shutil.disk_usage(folder).free) < LEAST_DISK:
        yield Reason(
            "disk",
            t(
                f"Đĩa chứa {folder} chỉ còn {free // 2**20} MB. Dọn chỗ trống rồi khởi động lại.",
                f"The disk of {folder} has only {free // 2**20} MB left. Make room, then start again.",
            ),
        )


def _databases() -> Iterator[Reason]:
    for alias in connections:
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError as error:
            why = str(error).strip().splitlines()[0]
            yield Reason(
                "database",
                t(
                    f"Cơ sở dữ liệu ({alias}) không trả lời: {why}. Xem TOANTRINH_DATABASE.",
                    f"The database ({alias}) does not answer: {why}. See TOANTRINH_DATABASE.",
                ),
            )


def _migrations() -> Iterator[Reason]:
    for alias in connections:
        executor = MigrationExecutor(connections[alias])
        if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            yield Reason(
                "migrations",
                t(
                    f"Cơ sở dữ liệu ({alias}) còn {len(plan)} bước nâng cấp chưa chạy. Chạy toantrinh init.",
                    f"The database ({alias}) lacks {len(plan)} upgrade steps. Run toantrinh init.",
                ),
            )


def _house(bind: str) -> Iterator[Reason]:
    from toantrinh.people.connectors.eid import PretendIdentity, connector
    from toantrinh.record.models import House
    from toantrinh.record.queries import is_demonstration

    if not House.objects.exists():
        yield Reason(
            "house",
            t(
                "Hệ thống chưa được lập. Chạy toantrinh init (thêm --demonstration cho bản trình diễn).",
                "No house was founded here. Run toantrinh init (with --demonstration for a demonstration).",
            ),
        )
    elif is_demonstration():
        yield from _demonstration(bind)
    elif isinstance(connector(), PretendIdentity):
        yield Reason(
            "eid",
            t(
                "Hệ thống thật không dùng định danh mẫu. Hãy nối một hệ thống định danh điện tử thật.",
                "A real house does not open with the pretend identity. Connect a real electronic identity.",
            ),
        )


def _accounts() -> Iterator[Reason]:
    """A real house collects into real accounts alone."""
    from toantrinh.kernel.packages import PackageMistakes
    from toantrinh.payments.queries import all_accounts
    from toantrinh.record.queries import is_demonstration

    try:
        accounts = all_accounts()
    except PackageMistakes as mistakes:
        yield from (Reason("accounts", Text(one.say("vi"), one.say("en"))) for one in mistakes.mistakes)
        return
    for account in accounts:
        if account.connector == "pretend" and not is_demonstration():
            words = t(
                'Tài khoản thu "{code}" nối với ngân hàng giả. Sửa packages/reference/accounts.yaml.',
                'The account "{code}" is connected to the pretend bank. Mend packages/reference/accounts.yaml.',
            )
            yield Reason("accounts", words.fill(code=account.code))


def _demonstration(bind: str) -> Iterator[Reason]:
    if not is_loopback(bind) or not is_loopback(urlsplit(settings.HOST).hostname or ""):
        yield Reason(
            "demonstration",
            t(
                "Bản trình diễn chỉ mở trên chính máy này (127.0.0.1): ở đó ai cũng đăng nhập được bằng một cú bấm.",
                "A demonstration opens on this machine alone (127.0.0.1): anyone signs in there by one click.",
            ),
        )


def _record() -> Iterator[Reason]:
    """The tree must go on from the last checkpoint that is held elsewhere."""
    from toantrinh.record.seal import SealRefused, check_witness

    try:
        check_witness()
    except SealRefused as refusal:
        yield Reason("record", refusal.message)


def _worker() -> Iterator[Reason]:
    """Whether the worker beside this process lives; where it runs on another machine, there is no sign and no word."""
    try:
        sign = json.loads(Path(settings.DATA_DIR, WORKER_SIGN).read_text())
        seen = datetime.fromisoformat(sign["at"])
    except (OSError, ValueError, KeyError):
        return
    if (late := now() - seen) > WORKER_IS_LATE:
        seconds = int(late.total_seconds())
        yield Reason(
            "worker",
            t(
                f"Tiến trình nền im lặng từ {seconds} giây: thư và niêm phong đang chờ.",
                f"The worker has been silent for {seconds} s: letters and sealing wait.",
            ),
        )
    for name, what in sign.get("failing", {}).items():
        yield Reason(
            "work", t(f"Việc nền “{name}” đang hỏng: {what}", f"The regular work “{name}” keeps failing: {what}")
        )
