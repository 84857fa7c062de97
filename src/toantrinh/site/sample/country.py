"""Makes the sample country, once, in a house that was founded for demonstration."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from django.db import connections

from toantrinh.cases import timing
from toantrinh.cases.models import Case, Status
from toantrinh.indicators.actions import catch_up, publish_month
from toantrinh.indicators.queries import last_months
from toantrinh.kernel.moment import HANOI, at, local, now
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.record.actions import seal_record
from toantrinh.record.outbox import run_outbox
from toantrinh.record.queries import is_demonstration
from toantrinh.site.sample.actions import retell
from toantrinh.site.sample.life import FATES, STIRRING, Life, expect
from toantrinh.site.sample.moves import expect_moves
from toantrinh.site.sample.people import Commune, enter_cast, new_family, settle_communes, settle_couple
from toantrinh.site.sample.petitions import expect_petitions
from toantrinh.site.sample.story import Story, read_story

FIRST_DAY = datetime(2025, 7, 1, 7, tzinfo=HANOI)
"""The two-level government began: no commune of today is older."""
LIVED_DAYS, LATELY = 60, 8
"""Most of what is lived happens in the last weeks; a third in the last days in one ward, where much is running."""


def make_country(
    *, seed: int, lived: int, told: int, communes: int, say: Callable[[str], None]
) -> tuple[int, int] | None:
    """Let invented people register births in `communes` communes until this moment.

    About `lived` dossiers go through the real actions, half of them in the last weeks, so that some are still running;
    those that ended are retold of `told` other families over the whole time. Answers how many dossiers were lived and
    told, None where the country is there already. Raises Refused in a house that is not for demonstration.
    """
    if not is_demonstration():
        raise Refused(t("Chỉ nạp dữ liệu mẫu vào bản trình diễn.", "Sample people live in a demonstration only."))
    if Case.objects.exists():
        return None
    rng = Random(seed)
    _hurry(True)
    try:
        life, settled, busy = _live(rng, lived, communes, say)
        say("told")
        stories = _stories(life, busy)
        count = 0
        for number in range(told if stories else 0):
            count += _retell_once(rng, stories, settled, life.until)
            if number % 250 == 249:
                say(f"{number + 1} / {told}")
        say("sealed")
        _settle_record()
        return lived, count
    finally:
        _hurry(False)


def _live(rng: Random, lived: int, communes: int, say: Callable[[str], None]) -> tuple[Life, list[Commune], set[str]]:
    """The dossiers that go through the real actions; with the settled communes, and the mothers of the busy ones."""
    say("people")
    until = local(now())
    with at(FIRST_DAY):
        cast, settled = settle_communes(rng, communes, FIRST_DAY.date())
        enter_cast()
        homes = rng.choices(settled, weights=_weights(len(settled)), k=lived)
        homes[: lived // 3] = [settled[0]] * (lived // 3)  # much is under way where the cast works
        couples = [settle_couple(rng, home) for home in homes]
    say("lived")
    life = Life(rng, until - timedelta(days=LIVED_DAYS), until)
    for number, couple in enumerate(couples):
        is_stirring = number < lived // 3
        since = until - timedelta(days=LATELY if is_stirring else LIVED_DAYS)
        expect(life, couple, since, STIRRING if is_stirring else FATES)
    busy = couples[: lived // 3]
    expect_moves(life, busy, cast)
    expect_petitions(life, Random(len(busy)), busy, days=LIVED_DAYS)
    life.live()
    return life, settled, {couple.mother.actor.person for couple in busy}


def _stories(life: Life, busy: set[str]) -> list[Story]:
    """The lived births that have ended, with what the tables hold of them; none with money, or of busy parents."""
    ended = [birth for birth in life.births if birth.case and birth.case.status != Status.DRAFT]
    ended = [birth for birth in ended if birth.couple.mother.actor.person not in busy]
    over = Case.objects.filter(status__in=[Status.CLOSED, Status.WITHDRAWN])
    cases = {case.pk: case for case in over if not any(line["demand"] for line in case.charges)}
    return [read_story(cases[birth.case.pk], birth.couple) for birth in ended if birth.case and birth.case.pk in cases]


def _retell_once(rng: Random, stories: list[Story], settled: list[Commune], until: datetime) -> bool:
    """Tell one story again at some time; False where no time like its own was found."""
    story = rng.choice(stories)
    commune = rng.choices(settled, weights=_weights(len(settled)))[0]
    last = story.last_moment
    earliest = (FIRST_DAY.date() - story.first_day).days // 7 + 3
    latest = (until - last).days // 7
    for _ in range(20):
        weeks = rng.randint(earliest, latest)
        if weeks and _lies_alike(story.first_day, last.date() + timedelta(days=2), weeks, commune.agency.code):
            retell(story, new_family(rng, story.couple, commune), commune, weeks=weeks, rng=rng)
            return True
    return False


def _lies_alike(first: date, last: date, weeks: int, agency: str) -> bool:
    """Whether the same days are worked after a move by whole weeks."""
    calendar = timing.calendar_of(agency)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return all(calendar.day(day).is_working == calendar.day(day + timedelta(weeks=weeks)).is_working for day in days)


def _settle_record() -> None:
    """Seal and deliver everything, then publish the months that are over."""
    while seal_record():
        pass
    catch_up()
    while run_outbox(5000):
        pass
    _, *before = last_months(24)
    for month in reversed(before):
        if month >= f"{FIRST_DAY:%Y-%m}":
            publish_month(month)
    run_outbox()


def _weights(count: int) -> list[float]:
    """The two wards of the cast are busy, the others less so."""
    return [6.0, 3.0, *(1.0 for _ in range(count - 2))][:count]


def _hurry(is_sample: bool) -> None:
    """While invented data are made, a crash may lose them: do not wait for the disk after each transaction."""
    for name in ("default", "looks"):
        if connections[name].vendor == "sqlite":
            with connections[name].cursor() as cursor:
                cursor.execute(f"PRAGMA synchronous = {'OFF' if is_sample else 'FULL'}")
