"""Every address × everybody × things of two agencies answers as `may()` says, and forbidden looks like missing.

Addresses come from the URL table, so a new one is walked from its first day. Where an address has a parameter,
`SAMPLES` must know what stands for it: add a line there, and the walk knows the new address too.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import Client
from django.urls import reverse

from toantrinh.cases.actions import ask_opinion, begin_bulk, create_draft, petitions
from toantrinh.cases.definition import Channel
from toantrinh.cases.models import Case, Petition
from toantrinh.cases.queries import list_letters
from toantrinh.cases.queries.petitions import PublicWords, Words
from toantrinh.documents.models import Letter
from toantrinh.kernel.actor import NOBODY, SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.urn import key_of
from toantrinh.notices.models import Notice
from toantrinh.payments.actions import Told, demand_payment, receive_transfer
from toantrinh.payments.actions.demanding import Affair
from toantrinh.payments.models import Refund
from toantrinh.people.actions import grant_mandate, know_person
from toantrinh.people.models import Account, Agency, Mandate
from toantrinh.people.queries import actor_for, may
from toantrinh.site.sample.papers import birth_notification
from toantrinh.site.tests.world import CODE, World, work
from toantrinh.web.design.page import Address, Declaration, list_addresses

ALLOWED = {200, 204, 302, 401, 405, 409, 422}
"""What somebody who may can be answered: the page, a way on, or why it cannot be done now (401: not signed)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A dossier that has ended with its papers, and a draft, of one citizen in one ward."""

    name: str
    agency: str
    person: str
    case: Case
    draft: Case
    at_counter: Case
    """A draft that an officer of the ward types in."""
    file: str
    letter: Letter
    result: Letter
    notice: str
    office: str
    mandate: str
    petition: Petition
    """With a file and an answer that is not published yet."""
    petition_draft: Petition
    published: str
    """Public name of an answer."""
    refund: str
    transfer: str
    receipt: str
    bulk: str
    """An act on many dossiers of the ward."""
    opinion: str
    """A question to the ward about a dossier of another one."""
    shown: str
    """A file that is shown with it."""


SAMPLES: dict[str, Callable[[Thing], str]] = {
    "code": lambda thing: CODE,
    "key": lambda thing: key_of(thing.draft.urn),
    "name": lambda thing: thing.case.number,
    "number": lambda thing: thing.case.number,
    "file": lambda thing: key_of(thing.file),
    "slot": lambda thing: "giay-chung-sinh",
    "token": lambda thing: thing.result.token,
    "what": lambda thing: "giay-khai-sinh",
    "account": lambda thing: "mau",
    "petition": lambda thing: thing.petition.number,
    "draft": lambda thing: key_of(thing.petition_draft.urn),
    "answer": lambda thing: thing.published,
    # Where the same name means another thing at one address.
    "portal:form_page code": lambda thing: "tre",
    "portal:report_wrong code": lambda thing: "cha-me",
    "portal:petition_file file": lambda thing: _file_of(thing.petition),
    "desk:petition_file file": lambda thing: _file_of(thing.petition),
    "portal:letter key": lambda thing: key_of(thing.notice),
    "portal:paper key": lambda thing: key_of(thing.result.urn),
    "portal:letter_file key": lambda thing: key_of(thing.result.urn),
    "portal:end_mandate key": lambda thing: key_of(thing.mandate),
    "desk:counter_check key": lambda thing: key_of(thing.at_counter.urn),
    "desk:counter_form key": lambda thing: key_of(thing.at_counter.urn),
    "desk:opinion key": lambda thing: key_of(thing.opinion),
    "desk:opinion_file key": lambda thing: key_of(thing.opinion),
    "desk:opinion_file file": lambda thing: key_of(thing.shown),
    "desk:elsewhere_letter key": lambda thing: key_of(thing.letter.urn),
    "desk:hand_over_papers key": lambda thing: key_of(thing.case.urn),
    "desk:counter_discard key": lambda thing: key_of(thing.at_counter.urn),
    "console:end_office key": lambda thing: key_of(thing.office),
    "desk:bulk_run key": lambda thing: key_of(thing.bulk),
    "console:refund key": lambda thing: key_of(thing.refund),
    "console:transfer key": lambda thing: key_of(thing.transfer),
    "desk:refund key": lambda thing: key_of(thing.refund),
    "desk:receipt key": lambda thing: key_of(thing.receipt),
    "desk:file key": lambda thing: key_of(thing.file),
    "desk:letter key": lambda thing: key_of(thing.letter.urn),
    "public:figure code": lambda thing: "tiep-nhan",
    "public:figure_table code": lambda thing: "tiep-nhan",
    "public:figure_rows code": lambda thing: "tiep-nhan",
    "public:tile name": lambda thing: "0/000.p/1",
}
"""What stands for a parameter, by its name, or by the address and its name."""

SENT: dict[str, dict[str, str]] = {"choose_language": {"ngon_ngu": "vi"}}
"""What a form sends where an empty one would name nothing at all."""

NOT_NOW = {
    "desk:elsewhere": "it was handed in where it is decided",
    "desk:elsewhere_letter": "it was handed in where it is decided",
    "desk:hand_over_papers": "nothing of it was handed in on paper",
    "portal:consent": "no birth needs another person's consent; who may see one is told in test_marriage.py",
    "portal:decline": "no birth needs another person's consent; who may see one is told in test_marriage.py",
    "portal:ask_consent": "no birth needs another person's consent",
    "desk:part_again": "this dossier has no linked parts",
    "desk:part_seen": "this dossier has no linked parts",
    "portal:file_alone": "this dossier has no linked parts",
    "portal:give_up": "this dossier has no linked parts",
}
"""What is missing to everybody, with the reason: the walk's things are not in the state that it is for."""

NOTHING = {
    "key": "0" * 26,
    "name": "H29.27301-010101-9999",
    "number": "H29.27301-010101-9999",
    "file": "0" * 26,
    "petition": "PA-X",
}
"""At what nothing stands, for anybody."""
MISSING = "Không tìm thấy"
OF_ANYBODY = {"account", "code", "slot", "what"}
"""Parameters that name nobody's thing: the same for everyone."""


# ---- the house in which they walk


@dataclass
class Walk:
    """Everybody with a session of their own, and the things of two agencies."""

    people: dict[str, Actor]
    sessions: dict[str, str]
    things: list[Thing]
    client: Client
    nowhere: dict[tuple[str, str], tuple[int, str, str]] = field(default_factory=dict)

    def ask(self, who: str, method: str, address: str, sent: dict[str, str] | None = None) -> Any:
        """One answer; whatever it changed is undone."""
        client = self.client
        client.cookies.clear()
        if who in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        with transaction.atomic(), transaction.atomic(using="looks"):
            answer = client.generic(method, address) if method != "POST" else client.post(address, sent or {})
            if answer.streaming:
                b"".join(getattr(answer, "streaming_content"))  # noqa: B009 – the client's type does not know it
            transaction.set_rollback(True)
            transaction.set_rollback(True, using="looks")
        return answer

    def missing(self, who: str, address: Address, path: str) -> tuple[int, str, str]:
        """What this one sees at the same address, where nothing stands."""
        if (who, path) not in self.nowhere:
            method = address.declared.methods[0] if address.declared else "GET"
            self.nowhere[who, path] = _without_marks(self.ask(who, method, path), path)
        return self.nowhere[who, path]


@pytest.fixture
def walk(country: None) -> Walk:
    """The house in which they walk."""
    return _settle()


def _settle() -> Walk:
    world = World()
    things = [_thing(world, "ward A", world.cast.anh), _thing(world, "ward B", world.stranger)]
    work()
    cast = world.cast
    known = {
        "nobody": NOBODY,
        "mother": cast.anh,
        "father with a mandate": cast.khanh,
        "stranger": world.stranger,
        "one-stop officer": cast.lan,
        "civil-status officer": cast.tuan,
        "signer": cast.duc,
        "officer of ward B": cast.hanh,
        "operator": cast.nam,
        "one without rights": cast.truong,
    }
    people = {name: _today(actor) for name, actor in known.items()}
    sessions = {name: _session(actor) for name, actor in people.items() if actor.urn}
    return Walk(people=people, sessions=sessions, things=things, client=Client(raise_request_exception=False))


def _thing(world: World, name: str, mother: Actor) -> Thing:
    case, receptionist = world.finished(mother), world.ward_of(mother).receptionist
    letters = {line.form: Letter.objects.get(urn=line.letter) for line in list_letters(case)}
    result = next(letter for form, letter in letters.items() if not form.isdigit())
    mandate = Mandate.objects.filter(principal__urn=mother.person).first()
    if mandate is None:
        agent = know_person("001085000018", by=SYSTEM)
        mandate = grant_mandate(mother.person, agent.urn, ground="urn:toantrinh:test:mandate", by=SYSTEM)
    paper = case.papers.first()
    notice = Notice.objects.filter(person=mother.person).first()
    assert paper and notice
    refund = paid_twice(case)
    return Thing(
        refund=refund.urn,
        transfer=unmatched(name),
        receipt=refund.transfer.demand.receipt if refund.transfer.demand else "",
        name=name,
        agency=case.agency,
        person=mother.person,
        case=case,
        draft=world.filled(mother, child="Lê Bình"),
        at_counter=create_draft(
            CODE, applicant=mother.person, applicant_name=mother.name, channel=Channel.COUNTER, by=receptionist
        ),
        office=receptionist.office,
        file=paper.file,
        letter=letters["01"],
        result=result,
        notice=notice.urn,
        mandate=mandate.urn,
        petition=_petition(world, mother),
        petition_draft=petitions.begin_petition("agency", origin=name, by=mother)[0],
        published=_published(world, mother),
        bulk=_begun_bulk(world, mother, receptionist),
        **_asked(world, mother, case.agency),
    )


def _asked(world: World, mother: Actor, agency: str) -> dict[str, str]:
    other = world.stranger if mother.person == world.cast.anh.person else world.cast.anh
    case = world.accepted(other, child="Lê Dung")
    file = case.papers.first()
    assert file and case.due_at
    examiner = world.ward_of(other).examiner
    asked = ask_opinion(case, agency, "Có ở đây không?", due_at=case.due_at, files=[file.file], by=examiner)
    return {"opinion": asked.urn, "shown": file.file}


def _begun_bulk(world: World, mother: Actor, receptionist: Actor) -> str:
    case = world.submitted(mother, child="Lê Chi")
    return begin_bulk("receive", [(case.number, case.version)], token=case.urn, by=receptionist).urn


def paid_twice(case: Case) -> Refund:
    """Money that was asked for about a dossier and came twice; the second goes back."""
    affair = Affair(
        about=case.urn,
        number=case.number,
        person=case.applicant,
        person_name=case.applicant_name,
        agency=case.agency,
        agency_code=case.agency_code,
        area=case.area,
        procedure=case.code,
        channel=case.channel,
    )
    line = {"name": ["Phí", "Fee"], "reason": ["", ""], "basis": "", "amount": 8000}
    demand = demand_payment(affair, [line], due="return", until_at=None, by=SYSTEM)
    for number in (1, 2):
        told = Told(
            account="mau", bank_ref=f"{case.number}-{number}", amount=8000, content=demand.reference, paid_at=now()
        )
        transfer, _ = receive_transfer(told)
    return Refund.objects.get(transfer=transfer)


def unmatched(name: str) -> str:
    """Money of which nobody knows for what it is."""
    return receive_transfer(Told(account="mau", bank_ref=name, amount=1, content="?", paid_at=now()))[0].urn


def _sent(mother: Actor, agency: str) -> Petition:
    """What she says to her ward, with a photo."""
    petition, _ = petitions.begin_petition("agency", origin=mother.urn, by=mother)
    words = Words(title="Đèn đường hỏng", text="Đèn đường trước nhà tôi tắt đã ba tuần.", name=mother.name)
    petitions.save_petition(petition, words, agency=Agency.objects.get(urn=agency), by=mother)
    petitions.attach_file(petition, birth_notification(1), name="den.png", by=mother)
    return petitions.send_petition(petition, words, by=mother)


def _petition(world: World, mother: Actor) -> Petition:
    ward = world.ward_of(mother)
    petition = petitions.receive_petition(_sent(mother, ward.receptionist.agency), by=ward.receptionist)
    petitions.draft_answer(petition, "Phường đã thay bóng đèn vào ngày mùng tám.", by=ward.examiner)
    return petitions.answer_petition(petition, version=petition.version, by=ward.signer)


def _published(world: World, mother: Actor) -> str:
    petition, ward = _petition(world, mother), world.ward_of(mother)
    public = PublicWords(title="Đèn đường hỏng", question="Đèn đường tắt.", answer="Đã thay bóng đèn.")
    return petitions.publish_petition(petition, public, version=petition.version, by=ward.examiner).key


def _file_of(petition: Petition) -> str:
    file = petition.files.first()
    assert file
    return key_of(file.file)


def _today(actor: Actor) -> Actor:
    """As the middleware will know them: a child's birth has made a guardian of its parents since."""
    if not actor.urn:
        return actor
    return actor_for(Account.objects.get(urn=actor.urn), actor.office, assurance=2)


def _session(actor: Actor) -> str:
    account = Account.objects.get(urn=actor.urn)
    store = SessionStore()
    store.update(
        {
            SESSION_KEY: str(account.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: account.get_session_auth_hash(),
            "office": actor.office,
            "assurance": 2,
        }
    )
    store.save()
    return str(store.session_key)


# ---- what may be expected


def _parameters(route: str) -> list[str]:
    return [found.rpartition(":")[2] for found in re.findall(r"<([^>]+)>", route)]


def _filled(address: Address, thing: Thing) -> dict[str, str]:
    """The parameters as they name this thing."""
    found = {}
    for name in _parameters(address.route):
        maker = SAMPLES.get(f"{address.name} {name}") or SAMPLES.get(name)
        if maker is None:
            pytest.fail(f"{address.route}: SAMPLES does not say what stands for <{name}>; add a line for it.")
        found[name] = maker(thing)
    return found


def _names_a_thing(address: Address) -> bool:
    declared = address.declared
    return bool(declared and declared.verb) and not set(_parameters(address.route)) <= OF_ANYBODY


def _may(actor: Actor, declared: Declaration, address: Address, thing: Thing) -> bool:
    if declared.anyone or (declared.signed_in and actor.urn):
        return True
    if not _names_a_thing(address):
        return may(actor, declared.verb, agency=actor.agency, persons=actor.persons)
    return may(actor, declared.verb, agency=thing.agency, persons=[thing.person])


def _without_marks(answer: Any, path: str) -> tuple[int, str, str]:
    """A page without what differs between two visits: the mark against forgery, and the address itself."""
    text = answer.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    for written in {path, escape(path), quote(path, safe=""), quote(path)}:
        text = text.replace(written, "")
    return answer.status_code, answer["Content-Type"], text


ADDRESSES = [address for address in list_addresses() if address.declared]


FACES = ("portal", "desk", "")


@pytest.mark.parametrize("face", FACES, ids=["portal", "desk", "all others"])
def test_every_address_answers_as_may_says_and_forbidden_looks_like_missing(walk: Walk, face: str) -> None:
    mine = [one for one in ADDRESSES if (one.name.partition(":")[0] if one.name.startswith(FACES[:2]) else "") == face]
    found = [line for address in mine for who in walk.people for line in _walked(walk, address, who)]
    assert not found, "\n" + "\n".join(found)


def _walked(walk: Walk, address: Address, who: str) -> Iterator[str]:
    """What is wrong when this one calls the address by both methods, for the things of both agencies."""
    assert address.declared is not None
    for thing in walk.things if _parameters(address.route) else walk.things[:1]:
        path = reverse(address.name, kwargs=_filled(address, thing))
        for method in address.declared.methods:
            wrong = _judge(walk, address, who, thing, method=method, path=path)
            if wrong:
                yield f"{who}, {method} {path} ({thing.name}): {wrong}"


def _judge(walk: Walk, address: Address, who: str, thing: Thing, *, method: str, path: str) -> str:
    declared, actor = address.declared, walk.people[who]
    assert declared is not None
    answer = walk.ask(who, method, path, SENT.get(address.name))
    if not actor.urn and not declared.anyone:
        return "" if _asks_to_sign_in(answer) else f"nobody is asked to sign in: {answer.status_code}"
    if _may(actor, declared, address, thing):
        is_not_now = address.name in NOT_NOW and answer.status_code == 404
        return "" if answer.status_code in ALLOWED or is_not_now else f"may, by may(): {answer.status_code}"
    if answer.status_code != 404:
        return f"may not, by may(): {answer.status_code}"
    if not _names_a_thing(address):
        return "" if MISSING in answer.content.decode() else "is not the page of what is missing"
    nothing = {name: NOTHING.get(name, value) for name, value in _filled(address, thing).items()}
    same = _without_marks(answer, path) == walk.missing(who, address, reverse(address.name, kwargs=nothing))
    return "" if same else "does not look like a thing that does not exist"


def _asks_to_sign_in(answer: Any) -> bool:
    return bool(answer.status_code == 302 and answer["Location"].startswith(reverse("sign_in")))


def test_an_address_says_which_methods_it_answers(country: None) -> None:
    client = Client()
    for address in ADDRESSES:
        assert address.declared is not None
        path = reverse(address.name, kwargs=dict.fromkeys(_parameters(address.route), "x"))
        answered = {*address.declared.methods, *(["HEAD"] if "GET" in address.declared.methods else [])}
        for method in {"GET", "POST", "PUT", "DELETE"} - answered:
            answer = client.generic(method, path)
            assert (answer.status_code, set(answer["Allow"].split(", "))) == (405, answered), path
