"""The named cast has fixed rights."""

from toantrinh.people.cast import Cast
from toantrinh.people.models import Agency
from toantrinh.people.queries import may


def test_each_of_the_cast_has_the_rights_of_the_stories(cast: Cast, ward_a: Agency, ward_b: Agency) -> None:
    assert may(cast.anh, "case.file", persons=[cast.anh.person])
    assert cast.anh.person in cast.khanh.acting_for
    assert may(cast.lan, "case.receive", agency=ward_a.urn)
    assert not may(cast.lan, "case.receive", agency=ward_b.urn)
    assert may(cast.tuan, "register.write", agency=ward_a.urn)
    assert may(cast.duc, "case.sign", agency=ward_a.urn)
    assert may(cast.hanh, "case.receive", agency=ward_b.urn)
    assert may(cast.nam, "record.verify")
    assert not may(cast.nobody, "case.file")
