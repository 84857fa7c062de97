"""What this room can state."""

from toantrinh.kernel.text import t
from toantrinh.record.facts import Fact, exact, private, published


class PersonKnown(Fact):
    """A person whose number is vouched for is known from now on."""

    kind = "person.known"
    sentence = t("Một người có số định danh được ghi nhận.", "A person with a personal number became known.")
    known: str = private(subject=True)


class PersonForgotten(Fact):
    """The tie between a person and their number was destroyed."""

    kind = "person.forgotten"
    sentence = t(
        "Số định danh và liên hệ của một người đã xoá: {ground}.",
        "A person's number and contacts were erased: {ground}.",
    )
    forgotten: str = private(subject=True)
    ground: str = exact()


class AccountOpened(Fact):
    """Somebody signed in for the first time."""

    kind = "account.opened"
    sentence = t("Một tài khoản được mở.", "An account was opened.")
    account: str = private(subject=True)


class SignedIn(Fact):
    """Somebody signed in."""

    kind = "account.signed_in"
    sentence = t("Đăng nhập ở mức {assurance}.", "Signed in at level {assurance}.")
    account: str = private(subject=True)
    assurance: int = published()


class SignedOut(Fact):
    """Somebody ended their sessions."""

    kind = "account.signed_out"
    sentence = t("Đã đăng xuất.", "Signed out.")
    account: str = private(subject=True)


class AccountClosed(Fact):
    """An account can no longer sign in; its offices ended the same moment."""

    kind = "account.closed"
    sentence = t("Tài khoản bị khoá: {ground}.", "The account was closed: {ground}.")
    account: str = private(subject=True)
    ground: str = exact()


class DeathSettled(Fact):
    """A person died: nobody acts as them any more, nor by a mandate that they gave or held."""

    kind = "person.death_settled"
    sentence = t(
        "Đã khai tử: tài khoản và uỷ quyền kết thúc, theo {ground}.",
        "The death is registered: account and mandates ended, by {ground}.",
    )
    deceased: str = private(subject=True)
    ground: str = exact()


class ContactsChanged(Fact):
    """Somebody changed how they are reached; the record does not hold the addresses."""

    kind = "account.contacts_changed"
    sentence = t("Thông tin liên hệ đã thay đổi.", "The contacts were changed.")
    account: str = private(subject=True)


class LanguageChosen(Fact):
    """Somebody chose the language in which the house speaks to them."""

    kind = "account.language_chosen"
    sentence = t("Ngôn ngữ được chọn: {language}.", "Language chosen: {language}.")
    account: str = private(subject=True)
    language: str = exact()


class OfficeGiven(Fact):
    """Somebody was appointed to an office."""

    kind = "office.given"
    sentence = t("Giao vai trò {role} tại {agency}.", "Role {role} given at {agency}.")
    office: str = exact(subject=True)
    account: str = private(subject=True)
    agency: str = published(subject=True)
    role: str = published()


class OfficeEnded(Fact):
    """An office ended, and its rights with it."""

    kind = "office.ended"
    sentence = t("Thôi vai trò {role} tại {agency}.", "Role {role} at {agency} ended.")
    office: str = exact(subject=True)
    account: str = private(subject=True)
    agency: str = published(subject=True)
    role: str = published()


class MandateGranted(Fact):
    """One person may act for another from now on."""

    kind = "mandate.granted"
    sentence = t("Một người được làm thay người khác ({basis}).", "One person may act for another ({basis}).")
    mandate: str = exact(subject=True)
    principal: str = private(subject=True)
    agent: str = private(subject=True)
    basis: str = published()


class MandateRevoked(Fact):
    """A right to act for another ended."""

    kind = "mandate.revoked"
    sentence = t("Quyền làm thay đã chấm dứt.", "A right to act for another ended.")
    mandate: str = exact(subject=True)
    principal: str = private(subject=True)
    agent: str = private(subject=True)


class AgencyFounded(Fact):
    """An agency began."""

    kind = "agency.founded"
    sentence = t("Cơ quan {code} được thành lập.", "Agency {code} was founded.")
    agency: str = published(subject=True)
    code: str = published()


class AgencyEnded(Fact):
    """An agency ended, and others took over its work."""

    kind = "agency.ended"
    sentence = t("Cơ quan {code} chấm dứt; kế thừa: {heirs}.", "Agency {code} ended; succeeded by {heirs}.")
    agency: str = published(subject=True)
    code: str = published()
    heirs: str = published()


class ReferenceLoaded(Fact):
    """Territory and agencies were brought to the state of a reference package."""

    kind = "reference.loaded"
    sentence = t(
        "Đã nạp danh mục: {units} đơn vị hành chính, {agencies} cơ quan.",
        "Reference loaded: {units} units, {agencies} agencies.",
    )
    digest: str = published()
    units: int = published()
    agencies: int = published()
