"""Every read of this room that others need."""

from toantrinh.people.queries.agencies import (
    agency_for_unit,
    area_of,
    find_agency,
    forget_agencies,
    heirs_of,
    list_agencies,
    open_agency,
)
from toantrinh.people.queries.authority import (
    actor_for,
    describe_rights,
    list_officers,
    list_offices,
    list_roles,
    may,
    require,
    roles_of,
    visible_to,
)
from toantrinh.people.queries.persons import (
    Contacts,
    account_of,
    list_mandates,
    name_of,
    open_contacts,
    person_urn,
    personal_number,
)
from toantrinh.people.queries.territory import (
    describe_unit,
    find_unit,
    list_units,
    map_old_unit,
    search_units,
)

__all__ = [
    "Contacts",
    "account_of",
    "actor_for",
    "agency_for_unit",
    "area_of",
    "describe_rights",
    "describe_unit",
    "find_agency",
    "find_unit",
    "forget_agencies",
    "heirs_of",
    "list_agencies",
    "list_mandates",
    "list_officers",
    "list_offices",
    "list_roles",
    "list_units",
    "map_old_unit",
    "may",
    "name_of",
    "open_agency",
    "open_contacts",
    "person_urn",
    "personal_number",
    "require",
    "roles_of",
    "search_units",
    "visible_to",
]
