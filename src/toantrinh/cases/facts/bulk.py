"""What can be stated of many cases acted upon together; what was done to each is that case's own fact."""

from toantrinh.kernel.text import t
from toantrinh.record.facts import Fact, exact, published


class BulkFact(Fact):
    """What every fact about a run says."""

    agency: str = published(subject=True)
    act: str = published()
    act_name: str = published()
    run: str = exact(subject=True)


class BulkBegun(BulkFact):
    """An officer confirmed the same act for many dossiers."""

    kind = "bulk.begun"
    sentence = t(
        'Bắt đầu làm "{act_name}" cho {count} hồ sơ cùng lúc.', 'Began "{act_name}" for {count} dossiers together.'
    )

    count: int = published()


class BulkEnded(BulkFact):
    """Nothing of a run waits any more."""

    kind = "bulk.ended"
    sentence = t(
        'Đã làm "{act_name}": {done} hồ sơ xong, {failed} hồ sơ không làm được.',
        'Ended "{act_name}": {done} dossiers done, {failed} that could not be.',
    )

    done: int = published()
    failed: int = published()
