"""A procedure, a service, a register and an indicator that nobody has heard of: written into a folder, installed, used.

Nothing in the code knows any of them: what they do follows from the packages alone. The service's answer is the one
piece that another system would give; here the test gives it.
"""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django.fixtures import Settings

from toantrinh.cases import actions
from toantrinh.cases.definition import Procedure
from toantrinh.cases.models import Case
from toantrinh.cases.queries import list_effects, list_letters
from toantrinh.documents.tests.samples import pdf
from toantrinh.exchange import services
from toantrinh.exchange.services import Body
from toantrinh.indicators.actions import install_indicator
from toantrinh.indicators.queries import last_months, open_number
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.people.cast import parts
from toantrinh.people.queries import person_urn
from toantrinh.registers.actions import enter, install_register
from toantrinh.registers.queries import find_entries
from toantrinh.site.packages import check, packages, record
from toantrinh.site.tests.world import World, work

CODE = "1.999777"
PROCEDURE = """
code: "1.999777"
edition: 1
in_force_from: 2025-07-01
as_of: 2026-01-01
source: "Thử nghiệm"
names:
  short: {vi: "Đăng ký quầy hàng chợ đêm", en: "Register a night-market stall"}
  official: "Thủ tục đăng ký quầy hàng chợ đêm"
level: commune
gives: {vi: "Thẻ quầy hàng.", en: "A stall card."}
who_may: {vi: "Ai cũng được.", en: "Anyone."}
full_online: true
legal_basis: [{reference: "118/2025/NĐ-CP", title: {vi: "Nghị định thử", en: "A decree for tests"}}]
channels:
  online: {limit: {amount: 3, unit: working_day, basis: "118/2025/NĐ-CP"}}
competent: {kind: commune_committee, unit: stall.place.unit}
pages:
  - code: quay
    title: {vi: "Quầy hàng", en: "The stall"}
    fields:
      - {name: stall.name, kind: text, label: {vi: "Tên quầy", en: "Name of the stall"}}
      - {name: stall.place, kind: address, label: {vi: "Chợ ở đâu", en: "Where the market is"}}
      - {name: stall.metres, kind: number, minimum: "1", maximum: "12", label: {vi: "Mấy mét", en: "How many metres"}}
  - {code: giay-to, title: {vi: "Giấy tờ", en: "Papers"}, papers: true}
papers:
  - {code: don, name: {vi: "Đơn", en: "Application"}, who_has: applicant}
refusal_reasons:
  - {code: het-cho, text: {vi: "Chợ hết chỗ.", en: "The market is full."}, what_to_do: {vi: "Chờ.", en: "Wait."}}
steps:
  - {code: nhan, kind: receive, name: {vi: "Nhận", en: "Reception"}, role: receptionist, limit: {amount: 1, unit: day}}
  - {code: ky, kind: sign, name: {vi: "Ký", en: "Signature"}, role: signer, limit: {amount: 4, unit: working_hour}}
  - {code: tra, kind: return, name: {vi: "Trả", en: "Return"}, role: receptionist, limit: {amount: 1, unit: day}}
effects:
  - code: ghi-so
    service: market.stall.register
    purpose: cho-dem
    title: {vi: "Ghi sổ quầy hàng", en: "Enter the stall"}
    with: {name: stall.name, metres: stall.metres, owner_number: me.personal_number, agency: case.agency_urn}
results:
  - code: the-quay
    name: {vi: "Thẻ quầy hàng", en: "Stall card"}
    template: the-quay
    birth_date: me.birth_date
    holder_name: me.full_name
    with: {number: ghi_so.entry_number, name: stall.name}
about: stall.name
examples:
  - name: {vi: "Quầy bánh", en: "A stall for cakes"}
    given:
      today: 2026-10-08
      me: {personal_number: "079194000011"}
      answers: {stall.name: "Bánh Cô Ba", stall.place: {province: "79", unit: "27301", street: ""}, stall.metres: 2}
      files: [don]
    expect: {eligible: true, problems: [], unit: "27301"}
"""
LETTER = """
#import "style.typ": *
#show: official.with(heading: [THẺ QUẦY HÀNG], number: at(data, "number"))
#strong-entry("Tên quầy", data.name)
#signatures((title: data.signer_title, name: data.signer))
"""
SERVICE = """
code: market.stall.register
edition: 1
in_force_from: 2025-01-01
title: {vi: "Ghi quầy hàng", en: "Enter a stall"}
gives: {vi: "Số quầy.", en: "Number of the stall."}
provider: G15
writes: true
law: {vi: "Nghị định thử", en: "A decree for tests"}
purposes:
  - code: cho-dem
    label: {vi: "để mở quầy", en: "to open a stall"}
    ground: {vi: "Nghị định thử", en: "A decree for tests"}
callers: [{who: house}]
about_persons: [request.owner_number]
request:
  type: object
  additionalProperties: false
  required: [name, metres, owner_number, agency]
  properties: {name: {type: string}, metres: {type: number}, owner_number: {type: string}, agency: {type: string}}
answer:
  type: object
  additionalProperties: false
  required: [entry_number]
  properties: {entry_number: {type: string}}
"""
REGISTER = """
code: cho-dem
edition: 1
in_force_from: 2025-07-01
title: {vi: "Sổ quầy hàng chợ đêm", en: "Register of night-market stalls"}
gives: {vi: "Quầy hàng đã đăng ký.", en: "Registered stalls."}
keeper: G15
keeper_role: civil_status_officer
kinds:
  - code: stall
    label: {vi: "Quầy hàng", en: "Stall"}
    subject: owner
    kept_by: entering
    numbering: {number: "Q{sequence}/{year}", book: "{book:02}/{year}", entries_in_book: 50}
    same:
      fields: [name]
      reason: {vi: "Tên quầy này đã có, số {number}.", en: "This name is taken, number {number}."}
    fields:
      - {name: owner, kind: person, party: true, label: {vi: "Chủ quầy", en: "Owner"}}
      - {name: name, kind: text, required: true, searchable: true, in_lists: shown, label: {vi: "Tên quầy", en: "Name"}}
      - {name: metres, kind: number, required: true, label: {vi: "Mét", en: "Metres"}}
"""
REGISTER_EXAMPLES = """
examples:
  - name: {vi: "Một quầy", en: "A stall"}
    given: {today: 2026-10-08, kind: stall, data: {name: "Bánh Cô Ba", metres: 2}}
    expect: {accepted: true, found_by: ["banh co ba"]}
"""
INDICATOR = """
code: quay-hang
edition: 1
in_force_from: 2025-07-01
name: {vi: "Quầy hàng mới", en: "New stalls"}
question: {vi: "Mỗi tháng chợ đêm có thêm bao nhiêu quầy?", en: "How many stalls join the night markets each month?"}
unit: {vi: "quầy", en: "stalls"}
scope: {vi: "Hồ sơ quầy hàng đã có kết quả.", en: "Dossiers about stalls with a result."}
counts: {of: [case.finished], where: 'procedure = "1.999777"'}
examples:
  - name: {vi: "Một quầy, một khai sinh", en: "A stall and a birth"}
    events: [{kind: case.finished, procedure: "1.999777"}, {kind: case.finished, procedure: "1.001193"}]
    numerator: 1
"""


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """A packages folder with the real reference data, the real packages, and the four throwaway ones."""
    top, real = tmp_path / "packages", Path(django_settings.PACKAGES_DIR)
    for kind in ("procedures", "registers", "services", "indicators"):
        (top / kind).mkdir(parents=True)
        for path in (real / kind).iterdir():
            (top / kind / path.name).symlink_to(path)
    for name in ("agencies", "reference"):
        (top / name).symlink_to(real / name)
    for kind in ("services", "indicators"):  # their locks are written anew below
        lock = top / kind / "editions.lock"
        content = lock.read_bytes() if lock.exists() else b""
        lock.unlink(missing_ok=True)
        lock.write_bytes(content)
    written = {
        "procedures/cho-dem/procedure.yaml": PROCEDURE,
        "procedures/cho-dem/letters/the-quay.typ": LETTER,
        "services/market.stall.register.yaml": SERVICE,
        "registers/cho-dem/register.yaml": REGISTER,
        "registers/cho-dem/examples.yaml": REGISTER_EXAMPLES,
        "indicators/quay-hang.yaml": INDICATOR,
    }
    for name, words in written.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(words.lstrip(), encoding="utf-8")
    settings.PACKAGES_DIR = top
    return top


def enter_stall(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    """What the keeper of the register answers."""
    values = {"owner": person_urn(body["owner_number"]), "name": body["name"], "metres": body["metres"]}
    agency = body["agency"]
    entry = enter(
        "cho-dem", "stall", values, by=by, ground=about, agency=agency, key=key, service="market.stall.register"
    )
    return {"entry_number": entry.number}


def test_what_is_in_the_folder_passes_the_checks_of_packages(folder: Path) -> None:
    for kind, path in packages(folder):
        if path.stem in ("cho-dem", "quay-hang", "market.stall.register"):
            record(kind, path)
            assert check(kind, path) == [], path
    assert any(kind.model is Procedure and path.stem == "cho-dem" for kind, path in packages(folder))


def test_a_throwaway_procedure_register_and_indicator_are_installed_and_used(
    country: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World()
    monkeypatch.setitem(services._offered, "market.stall.register", enter_stall)
    install_register(folder / "registers" / "cho-dem", by=SYSTEM)
    actions.install_procedure(folder / "procedures" / "cho-dem", by=SYSTEM)
    install_indicator(folder / "indicators" / "quay-hang.yaml", by=SYSTEM)
    case = _filed_and_decided(world)
    assert [effect.state for effect in list_effects(case, viewer=world.cast.duc)] == ["confirmed"]
    assert any(letter.title.vi == "Thẻ quầy hàng" for letter in list_letters(case))
    found = find_entries("cho-dem", "banh co ba", viewer=SYSTEM, purpose="kiem-tra")
    assert len(found) == 1
    _is_counted_and_shown()


def _filed_and_decided(world: World) -> Case:
    mother = world.cast.anh
    case = actions.create_draft(CODE, applicant=mother.person, applicant_name=mother.name, by=mother)
    answers = {
        "stall.name": "Bánh Cô Ba",
        "stall.place.province": "79",
        "stall.place.unit": "27301",
        "stall.place.street": "",
        "stall.metres": "2",
    }
    assert actions.save_answers(case, "quay", answers, by=mother) == ()
    actions.attach_paper(case, "don", pdf(), name="don.pdf", by=mother)
    actions.submit_case(case, token="once", by=mother)
    actions.accept_case(case, by=world.cast.lan)
    actions.decide_case(case, "granted", version=case.version, by=world.cast.duc)
    work()
    case.refresh_from_db()
    assert case.finished_at, (case.status, case.wait, case.step)
    return case


def _is_counted_and_shown() -> None:
    month, *_ = last_months(1)
    assert open_number("quay-hang", month).numerator == 1
    assert open_number("tiep-nhan", month).numerator == 1
    visitor = Client()
    answer = visitor.get(f"/so-lieu/quay-hang/?thang={month}")
    assert "Mỗi tháng chợ đêm có thêm bao nhiêu quầy?" in answer.content.decode()
    assert "/so-lieu/quay-hang/" in visitor.get("/so-lieu/").content.decode()
    assert "Đăng ký quầy hàng chợ đêm" in visitor.get("/tim?q=quay+hang").content.decode()
    mother = Client()
    number = parts()["anh"].claims.personal_number
    mother.post("/dang-nhap/xong", {"personal_number": number, "assurance": "2"})
    assert "Bánh Cô Ba" in mother.get("/ho-so/").content.decode()
