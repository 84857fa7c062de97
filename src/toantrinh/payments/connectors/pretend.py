"""A bank for demonstrations that behaves like a real one: late, double, partial, wrong reference, refused, forgetful.

It is another organisation, so it keeps its own books (one file in the data folder), signs with its own key, and tells
what it booked by HTTP, again and again until it is answered. It refuses to start outside a demonstration.
"""

import fcntl
import json
import secrets
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from nacl.signing import SigningKey

from toantrinh.kernel.moment import local, now
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import Text, t
from toantrinh.payments.connectors.signing import sign
from toantrinh.payments.definition import CollectingAccount
from toantrinh.record.queries import is_demonstration

if TYPE_CHECKING:
    from toantrinh.payments.connectors.bank import Order

KEYID = "ngan-hang-gia-1"
PAGE = "/ngan-hang-gia/"
CALLBACK = "/api/ngan-hang/mau"
LATE = timedelta(minutes=1)
RETRY = timedelta(seconds=10)

BEHAVIOURS: dict[str, Text] = {
    "dung": t("Chuyển đúng số tiền, đúng nội dung", "Right amount, right words"),
    "hai-lan": t("Chuyển hai lần", "Pays twice"),
    "thieu": t("Chuyển thiếu một nửa", "Pays half of it"),
    "thua": t("Chuyển thừa 5.000 đồng", "Pays 5,000 đồng too much"),
    "sai-noi-dung": t("Ghi sai nội dung chuyển khoản", "Writes a wrong reference"),
    "tre": t("Ngân hàng báo trễ một phút", "The bank tells a minute later"),
    "mat-tin": t("Ngân hàng quên báo: chỉ có trong sao kê", "The bank never tells: only its statement does"),
    "lap-tin": t("Ngân hàng báo một khoản hai lần", "The bank tells one transfer twice"),
    "tu-choi": t("Thẻ bị từ chối", "The card is refused"),
}
"""How the pretend bank may behave, as it is offered on its page."""


@dataclass
class Entry:
    """One line of the pretend bank's books."""

    bank_ref: str
    at: str
    amount: int
    """Below 0 for what it paid out."""
    content: str
    tell_at: str = ""
    """When it is told (next); empty where it never is, or was."""
    told: int = 0
    again: int = 0
    """How many more times it is told though it was answered."""
    attempt: str = ""
    is_refusal: bool = False


@dataclass
class Books:
    """All lines, oldest first."""

    entries: list[Entry] = field(default_factory=list)


Post = Callable[[str, bytes, dict[str, str]], int]


class PretendBank:
    """See the module."""

    def __init__(self) -> None:
        if not is_demonstration():
            raise Refused(
                t(
                    "Ngân hàng giả chỉ có trong bản trình diễn. Hãy nối một ngân hàng thật.",
                    "The pretend bank works in a demonstration only. Connect a real bank.",
                ),
                code="payments.pretend_in_production",
            )

    def keys(self, account: CollectingAccount) -> dict[str, str]:
        """Its one public key."""
        return {KEYID: b64encode(bytes(_key().verify_key)).decode()}

    def start(self, order: "Order") -> str:
        """The page on which somebody plays the bank."""
        asked = {"noi-dung": order.reference, "so-tien": order.amount, "phien": order.attempt, "ve": order.back}
        return f"{PAGE}?{urlencode(asked)}"

    def refund(self, *, bank_ref: str, amount: int, key: str) -> str:
        """Book it, once for each key."""
        number = f"HT{key[-12:].upper()}"
        with _books() as books:
            if not any(one.bank_ref == number for one in books.entries):
                words = f"HOAN TIEN {bank_ref}"  # one language
                books.entries.append(Entry(bank_ref=number, at=_written(now()), amount=-amount, content=words))
        return number

    def play(self, behaviour: str, *, content: str, amount: int, attempt: str = "") -> list[Entry]:
        """Do what the page was told to do; the worker tells our house of it."""
        if behaviour not in BEHAVIOURS or amount <= 0:
            raise Refused(t("Chọn một cách và số tiền lớn hơn 0.", "Choose a way, and an amount above 0."), code="play")
        sums = {"thieu": max(amount // 2, 1), "thua": amount + 5000}
        wrong = "TT" + "".join(secrets.choice("23456789") for _ in range(10))
        entry = Entry(
            bank_ref=_number(),
            at=_written(now()),
            amount=sums.get(behaviour, amount),
            content=wrong if behaviour == "sai-noi-dung" else content,
            attempt=attempt,
            tell_at="" if behaviour == "mat-tin" else _written(now() + (LATE if behaviour == "tre" else timedelta())),
            again=int(behaviour == "lap-tin"),
            is_refusal=behaviour == "tu-choi",
        )
        found = [entry]
        if behaviour == "hai-lan":
            found.append(Entry(**asdict(entry) | {"bank_ref": _number()}))
        with _books() as books:
            books.entries += found
        return found


def list_entries(limit: int = 20) -> list[Entry]:
    """The last lines of the books, newest first."""
    with _books() as books:
        return books.entries[::-1][:limit]


def tell_waiting(post: Post | None = None) -> int:
    """Tell our house of everything whose time has come; answers how often it listened."""
    if not is_demonstration() or not _file().exists():
        return 0
    with _books() as books:
        due = [one for one in books.entries if one.tell_at and one.tell_at <= _written(now())]
    answers = {one.bank_ref: (post or _post)(CALLBACK, *message_of(one)) for one in due}
    with _books() as books:
        for entry in books.entries:
            if entry.bank_ref in answers:
                _note(entry, answers[entry.bank_ref])
    return sum(200 <= status < 300 for status in answers.values())


def message_of(entry: Entry) -> tuple[bytes, dict[str, str]]:
    """What the bank sends of a line: the body, and the headers that sign it."""
    said = {
        "bank_ref": entry.bank_ref,
        "account": "9990000123456",
        "amount": entry.amount,
        "currency": "VND",
        "content": entry.content,
        "paid_at": entry.at,
        "attempt": entry.attempt,
        "result": "refused" if entry.is_refusal else "paid",
    }
    body = json.dumps(said, ensure_ascii=False).encode()
    return body, sign(_key(), KEYID, path=CALLBACK, body=body, number=entry.bank_ref, at=int(now().timestamp()))


def statement_of(day: date) -> str:
    """The bank's own list of a day, in the form that `toantrinh reconcile` reads."""
    with _books() as books:
        booked = [one for one in books.entries if not one.is_refusal]
    days = [(one, local(datetime.fromisoformat(one.at)).date()) for one in booked]
    opening = sum(one.amount for one, on in days if on < day)
    lines, balance = [], opening
    for one, on in days:
        if on == day:
            balance += one.amount
            at = local(datetime.fromisoformat(one.at)).strftime("%Y-%m-%d %H:%M:%S")
            lines.append(f'{at},{one.bank_ref},{one.amount},{balance},"{one.content}"')
    head = [
        "account,9990000123456",
        f"from,{day}",
        f"to,{day}",
        f"opening,{opening}",
        f"closing,{balance}",
        "date,reference,amount,balance,content",
    ]
    return "\n".join([*head, *lines]) + "\n"


def _note(entry: Entry, status: int) -> None:
    entry.told += 1
    if 200 <= status < 300 and entry.again:
        entry.again -= 1
    elif 200 <= status < 300:
        entry.tell_at = ""
    else:
        entry.tell_at = _written(now() + RETRY)


def _post(path: str, body: bytes, headers: dict[str, str]) -> int:
    """Send a message to our house; 0 where nobody answers."""
    request = Request(f"{settings.HOST}{path}", body, {**headers, "content-type": "application/json"}, method="POST")
    try:
        with urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        return int(error.code)
    except (URLError, OSError):
        return 0


def _number() -> str:
    return f"FT{local(now()):%y%m%d}{secrets.randbelow(10**8):08}"


def _written(moment: datetime) -> str:
    return local(moment).isoformat(timespec="seconds")


def _key() -> SigningKey:
    """The bank's own key, made when it is first needed."""
    path = Path(settings.KEYS_DIR) / "pretend-bank"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f"pretend-bank.{secrets.token_hex(4)}")
        aside.touch(mode=0o600)
        aside.write_text(secrets.token_bytes(32).hex())
        with suppress(FileExistsError):  # another process was first
            path.hardlink_to(aside)
        aside.unlink()
    return SigningKey(bytes.fromhex(path.read_text()))


def _file() -> Path:
    return Path(settings.DATA_DIR) / "pretend-bank.json"


@contextmanager
def _books() -> Iterator[Books]:
    """The books, for one process at a time; what was changed in them is kept."""
    path = _file()
    with path.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        entries = json.loads(path.read_text()) if path.exists() else []
        books = Books([Entry(**one) for one in entries])
        before = [asdict(one) for one in books.entries]
        yield books
        if (after := [asdict(one) for one in books.entries]) != before:
            aside = path.with_suffix(".new")
            aside.write_text(json.dumps(after, ensure_ascii=False))
            aside.replace(path)
