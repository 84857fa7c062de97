"""The sealer."""
import pytest
from toantrinh.kernel.actor import SYSTEM
from toantrinh.record.actions import found_house, seal_record
from toantrinh.record.models import *
@pytest.mark.django_db
def test_smoke():
    found_house(demonstration=True)
    assert seal_record()==1
    print(Checkpoint.objects.get().note)
