"""The QR code that banks read: byte for byte, and read by a reader that nobody here wrote."""

import io

import pytest
import segno
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from toantrinh.kernel.problem import Refused
from toantrinh.payments.vietqr import Order, checksum, decode, encode

KNOWN = (
    "00020101021238570010A00000072701270006970436011300110000123450208QRIBFTTA"
    "5303704540480005802VN62270823LPHI H26.01-250610-000163049B66"
)
ORDER = Order(bank="970436", account="0011000012345", amount=8000, purpose="LPHI H26.01-250610-0001")


def test_the_published_example_comes_out_byte_for_byte() -> None:
    assert encode(ORDER) == KNOWN
    assert decode(KNOWN) == ORDER


def test_the_checksum_is_ccitt_false() -> None:
    assert checksum("123456789") == 0x29B1


def test_a_reader_that_nobody_here_wrote_reads_our_picture() -> None:
    picture = io.BytesIO()
    segno.make(KNOWN, error="m").save(picture, kind="png", scale=6, border=4)
    found = zxingcpp.read_barcode(Image.open(picture))
    assert found is not None and found.text == KNOWN


@pytest.mark.parametrize("place", range(len(KNOWN)))
def test_a_changed_mark_is_refused(place: int) -> None:
    changed = KNOWN[:place] + ("1" if KNOWN[place] != "1" else "2") + KNOWN[place + 1 :]
    with pytest.raises(Refused):
        decode(changed)


@pytest.mark.parametrize("text", ["", "6304", KNOWN[:-1], KNOWN + "0", KNOWN[4:], "00020163041D3D"])
def test_what_is_no_code_of_ours_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        decode(text)


def test_without_an_amount_the_payer_says_how_much() -> None:
    open_one = encode(Order(bank="970436", account="0011000012345", amount=0))
    assert open_one[:12] == "000201010211" and decode(open_one).amount == 0


@given(st.integers(1, 10**12), st.from_regex(r"[A-Z0-9]{1,19}", fullmatch=True), st.text("AB 12.-", max_size=25))
def test_what_was_written_is_read(amount: int, account: str, purpose: str) -> None:
    order = Order(bank="970436", account=account, amount=amount, purpose=" ".join(purpose.split()))
    assert decode(encode(order)) == order
