"""What the package of accounts may say: where people pay in, and which bank speaks for each account."""

from datetime import date

from pydantic import Field

from toantrinh.kernel.packages import Definition


class CollectingAccount(Definition):
    """One account into which people pay."""

    code: str
    agency: str = Field("", description="Code of the agency, or the beginning of it (H29); empty for all others.")
    bank: str = Field(description="BIN of the bank, six digits, as NAPAS gives it.")
    bank_name: str
    """How the bank is called, as the payer reads it."""
    number: str = Field(description="Number of the account.")
    holder: str = Field(description="Name of the account, in capitals without accents as banks show it.")
    connector: str = Field("", description="Which connector hears of its transfers; empty: statements alone tell.")
    gateway: bool = Field(False, description="Whether the connector also takes cards and wallets.")
    keys: dict[str, str] = Field(
        default_factory=dict,
        description="Name of a key → the bank's Ed25519 public key in base64; old and new together.",
    )
    demonstration: bool = Field(False, description="Used in demonstrations, and never anywhere else.")
    from_on: date | None = None
    """First day on which it is used."""
    until_on: date | None = None
    """Last day on which it is used."""


class CollectingAccounts(Definition):
    """Every account into which people pay; the one whose `agency` is longest wins."""

    accounts: list[CollectingAccount]
    """The accounts."""
