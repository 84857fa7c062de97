"""Which account an agency collects into, by packages/reference/accounts.yaml."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from toantrinh.kernel.moment import today
from toantrinh.kernel.packages import load
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import t
from toantrinh.payments.definition import CollectingAccount, CollectingAccounts
from toantrinh.record.queries import is_demonstration


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> tuple[CollectingAccount, ...]:
    return tuple(load(CollectingAccounts, path).value.accounts)


def all_accounts() -> list[CollectingAccount]:
    """Every account of this house: those of a demonstration, or the real ones."""
    path = Path(settings.PACKAGES_DIR) / "reference" / "accounts.yaml"
    if not path.exists():
        return []
    wanted = is_demonstration()
    return [one for one in _read(path, path.stat().st_mtime_ns) if one.demonstration == wanted]


def account_for(agency_code: str) -> CollectingAccount | None:
    """The account into which an agency collects today; None where it collects at the counter alone."""
    day = today()
    fits = [
        one
        for one in all_accounts()
        if agency_code.startswith(one.agency) and (one.from_on or day) <= day <= (one.until_on or day)
    ]
    return max(fits, key=lambda one: len(one.agency), default=None)


def open_account(code: str) -> CollectingAccount:
    """The account of that code; raises `Missing`."""
    found = next((one for one in all_accounts() if code in (one.code, one.number)), None)
    if found is None:
        words = t('Không có tài khoản thu "{code}".', 'There is no collecting account "{code}".')
        raise Missing(words.fill(code=code), code="payments.no_account")
    return found
