"""The e-mail that says that a notice waits: it never carries what the notice says, for e-mail is a postcard."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from toantrinh.kernel.text import t
from toantrinh.kernel.urn import key_of, kind_of
from toantrinh.notices.models import Notice
from toantrinh.people.queries import Contacts
from toantrinh.record.queries import is_demonstration

SUBJECT = t("Bạn có thư mới từ {agency}", "You have a new message from {agency}")
SUBJECT_OF_CASE = t("Bạn có thư mới về hồ sơ, từ {agency}", "You have a new message about your dossier, from {agency}")
BODY = t(
    "Bạn có thư mới từ {agency}.\n\n"
    "Đăng nhập {address} để đọc. Vì an toàn, nội dung không gửi qua thư điện tử.\n\n"
    "Thư này được gửi tự động; trả lời sẽ không có người đọc.\n",
    "You have a new message from {agency}.\n\n"
    "Sign in at {address} to read it. For your safety its contents are not sent by e-mail.\n\n"
    "This e-mail was sent automatically; nobody reads replies.\n",
)
BODY_BY_SECRET = t(
    "Bạn có thư mới từ {agency} về phản ánh, kiến nghị của bạn.\n\n"
    "Vào {address}/phan-anh/theo-doi, nhập mã số và mã bí mật bạn đã lưu khi gửi để đọc.\n\n"
    "Thư này được gửi tự động; trả lời sẽ không có người đọc.\n",
    "You have a new message from {agency} about your petition.\n\n"
    "Go to {address}/phan-anh/theo-doi and enter the number and the secret that you saved when you sent it.\n\n"
    "This e-mail was sent automatically; nobody reads replies.\n",
)
"""For those who have no account."""
SAMPLE = t("[BẢN MẪU] ", "[SAMPLE] ")


def send_pointer(notice: Notice, to: Contacts) -> None:
    """Send it in the person's language. Sent twice after a crash, it bears the same Message-ID and shows once."""
    about_case = notice.about.startswith("urn:toantrinh:case:")
    subject = (SUBJECT_OF_CASE if about_case else SUBJECT).say(to.language, agency=notice.agency_name)
    EmailMessage(
        subject=(SAMPLE.say(to.language) if is_demonstration() else "") + subject,
        body=(BODY_BY_SECRET if kind_of(notice.person) == "author" else BODY).say(
            to.language, agency=notice.agency_name, address=settings.HOST
        ),
        to=[to.email],
        headers={
            "Message-ID": f"<{key_of(notice.urn)}@{urlsplit(settings.HOST).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    ).send()
