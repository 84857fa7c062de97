"""Verification: whatever is changed, added or taken away is named."""

import pytest

from toantrinh.record.actions import found_house, seal_record
from toantrinh.record.verify import verify_record


@pytest.mark.django_db
def test_an_untouched_record_is_whole() -> None:
    found_house(demonstration=True)
    seal_record()
    report = verify_record()
    assert report.differences == []
