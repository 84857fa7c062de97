"""In whose name somebody may act: themselves first, then those who gave a mandate, and their children."""

from dataclasses import dataclass

from toantrinh.exchange.actions import call
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import Text, t
from toantrinh.people.models import Mandate
from toantrinh.people.queries import list_mandates, name_of

OWN_DATA = "xem-du-lieu-cua-toi"
"""The purpose for which a citizen may see what registers hold of them and theirs."""
MYSELF = t("Chính bạn", "Yourself")
MY_CHILD = t("Con, hoặc người bạn giám hộ, theo sổ hộ tịch", "Your child or ward, by the civil-status register")
MANDATE = t("Đã uỷ quyền cho bạn", "Gave you a mandate")
UNNAMED = t("Người chưa có tên trong dữ liệu", "A person without a name on record")


@dataclass(frozen=True, slots=True, kw_only=True)
class Represented:
    """One person in whose name the actor may act."""

    key: str
    """Stands in forms; no URN of a person does."""
    person: str
    name: str
    relation: Text
    is_child: bool = False


def represented_by(actor: Actor) -> list[Represented]:
    """Oneself, then everyone whom one represents, each once."""
    found = [Represented(key="toi", person=actor.person, name=actor.name, relation=MYSELF)]
    if not actor.acting_for:
        return found
    seen = {actor.person}
    for mandate in list_mandates(actor):
        person = mandate.principal.urn
        if person in seen or mandate.agent.urn != actor.person:
            continue
        seen.add(person)
        is_child = mandate.kind == Mandate.Kind.GUARDIANSHIP
        relation = MY_CHILD if is_child else MANDATE
        name = name_of(person) or _registered_name(person, actor)
        found.append(Represented(key=str(len(found)), person=person, name=name, relation=relation, is_child=is_child))
    return found


def _registered_name(person: str, actor: Actor) -> str:
    """The name of one who never signed in, such as a newborn, as the population register has it."""
    try:
        answer = call("population.person.read", {"person": person}, by=actor, purpose=OWN_DATA, about=actor.person)
    except Problem:
        return str(UNNAMED)
    return str(answer["full_name"])
