"""How the web keeps somebody signed in: the account behind a session, as long as it is active."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from toantrinh.people.models import Account


class AccountBackend(BaseBackend):
    """Finds the account of a session. Nobody signs in through here: identity comes from the eID."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """There are no credentials in this house."""

    def get_user(self, user_id: Any) -> Account | None:
        """The account of a session, unless it was closed."""
        return Account.objects.filter(pk=user_id, is_active=True).select_related("person").first()
