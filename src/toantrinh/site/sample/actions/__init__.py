"""Writes of the sample country that go around the rooms' actions; a test shows that the result is the same."""

from toantrinh.site.sample.actions.retelling import retell

__all__ = ["retell"]
