"""The sealer."""


def seal_record(limit: int = 2048) -> int:
    """Seal what is committed; answers how many events were sealed."""
    return 0
