"""The named cast: pretend people with fixed numbers and rights, in every test and in the sample country."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from django.conf import settings

from toantrinh.kernel.actor import NOBODY, Actor
from toantrinh.kernel.text import Text
from toantrinh.people.claims import Claims


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One member of the cast, as packages/reference/cast.yaml writes it."""

    key: str
    claims: Claims
    about: Text
    """Who this is, for the page of one-click sign-ins."""
    agency: str = ""
    """Code of the agency of the office; empty for one who is only a citizen."""
    role: str = ""
    title: str = ""
    acts_for: tuple[str, ...] = ()
    """Keys of those who gave this one a mandate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The cast as it acts: each in the capacity in which the stories know them."""

    anh: Actor
    """Nguyễn Thị Ngọc Ánh, mother, citizen."""
    khanh: Actor
    """Trần Quốc Khánh, father, citizen, who holds her mandate."""
    lan: Actor
    """Lê Thị Lan, one-stop officer of ward A."""
    tuan: Actor
    """Phạm Văn Tuấn, civil-status officer of ward A."""
    duc: Actor
    """Hoàng Minh Đức, chair of ward A, who signs."""
    hanh: Actor
    """Đỗ Thị Hạnh, one-stop officer of ward B in another province."""
    nam: Actor
    """Vũ Thành Nam, operator."""
    truong: Actor
    """Bùi Xuân Trường, signed in, who may see nothing."""
    hoa: Actor
    """Trần Thị Hòa, residence officer at the police of ward A."""
    son: Actor
    """Đặng Hồng Sơn, head of the police of ward A, who signs."""
    mai: Actor
    """Phan Thị Mai, business officer of ward A."""
    binh: Actor
    """Lý Thanh Bình, criminal-record officer at the police of Hồ Chí Minh City."""
    vinh: Actor
    """Huỳnh Quang Vinh, driving-licence officer at the police of Hồ Chí Minh City."""
    huong: Actor
    """Ngô Thị Thu Hương, who signs at the police of Hồ Chí Minh City."""
    ha: Actor
    """Lý Thu Hà, citizen, unmarried."""
    quan: Actor
    """Cao Minh Quân, citizen, unmarried, who is asked to marry her."""
    thao: Actor
    """Võ Thị Thanh Thảo, card officer at the social insurance of Hồ Chí Minh City."""
    quang: Actor
    """Bùi Nhật Quang, who signs at the social insurance of Hồ Chí Minh City."""
    nobody: Actor = NOBODY
    """A journalist, not signed in."""


@cache
def parts(folder: Path | None = None) -> dict[str, Part]:
    """The cast by key, as written in the package."""
    path = (folder or settings.PACKAGES_DIR) / "reference" / "cast.yaml"
    found = {}
    for key, written in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        office = written.get("office", {})
        found[key] = Part(
            key=key,
            claims=Claims(
                personal_number=written["personal_number"],
                full_name=written["full_name"],
                birth_date=date.fromisoformat(str(written["birth_date"])),
                sex=written["sex"],
                assurance=2,
            ),
            about=Text(**written["about"]),
            agency=office.get("agency", ""),
            role=office.get("role", ""),
            title=office.get("title", ""),
            acts_for=tuple(written.get("acts_for", ())),
        )
    return found


def find_claims(personal_number: str) -> Claims | None:
    """What the pretend identity vouches for, where the number is one of the cast."""
    return next((part.claims for part in parts().values() if part.claims.personal_number == personal_number), None)
