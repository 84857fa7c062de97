"""How many cases of five steps get through in a second, beside SpiffWorkflow, on the same database in the same run.

    toantrinh bench cases [--rounds 8] [--cases 12] [--profile]

Makes a house of its own in a temporary folder (SQLite), or in a database of its own on the server that
TOANTRINH_DATABASE names (PostgreSQL), and removes it at the end.
"""

import argparse
import cProfile
import json
import os
import platform
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import cycle
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
CODE = "1.999002"
ANSWERS = {
    "permit.name": "Quán Phở Hoà",
    "permit.kind": "food",
    "permit.street": "12 Nguyễn Trãi",
    "permit.tables": "8",
}
APPLICANTS = 40
ABOUT = """\
Ours, a case, by the real actions, each with its own transactions:
  1 create_draft, save_answers, submit_case (the citizen)    2 accept_case (the one-stop desk; letter 01)
  3 complete_step (the examiner)    4 decide_case (the chair), issue_results (the house; the paper)
  5 return_result (the one-stop desk)
  No lookup, no file, no change in a register. Letters are frozen, not drawn; the record is not sealed meanwhile.
Theirs, a case: a BPMN process of five user tasks with the same answers in its data; each step is one transaction, as if
each came in a request of its own: the row is read, the JSON restored to a workflow, the task run with its values, the
engine stepped, the workflow made JSON, the row written. The first step also begins the workflow. The specification is
parsed once for all; the state is what BpmnWorkflowSerializer.serialize_json gives."""
MORE = """\
What ours does beside, and theirs does not: checks who may; checks the answers by the form; seals them under the
citizen's own key; numbers the dossier; counts working days and writes each day's attribution; states a fact with its
commitments at every step; signs a promise; logs each look in a second database; opens and closes officers' tasks;
freezes two letters; sends two notices."""

PROCEDURE = {
    "code": CODE,
    "edition": 1,
    "in_force_from": "2025-07-01",
    "as_of": "2026-01-01",
    "source": "Đo tốc độ",
    "names": {
        "short": {"vi": "Xin giấy phép để đo", "en": "Get a permit for measuring"},
        "official": "Thủ tục cấp giấy phép để đo",
    },
    "level": "commune",
    "gives": {"vi": "Giấy phép.", "en": "A permit."},
    "who_may": {"vi": "Ai cũng được.", "en": "Anyone."},
    "full_online": True,
    "legal_basis": [{"reference": "118/2025/NĐ-CP", "title": {"vi": "Nghị định", "en": "Decree"}}],
    "channels": {"online": {"limit": {"amount": 3, "unit": "working_day", "basis": "118/2025/NĐ-CP"}}},
    "competent": {"kind": "agency", "agency": "H29.27301"},
    "pages": [
        {
            "code": "viec",
            "title": {"vi": "Quán", "en": "The shop"},
            "fields": [
                {"name": "permit.name", "kind": "text", "label": {"vi": "Tên quán", "en": "Name"}},
                {
                    "name": "permit.kind",
                    "kind": "choice",
                    "label": {"vi": "Bán gì", "en": "What is sold"},
                    "choices": [
                        {"value": "food", "label": {"vi": "Đồ ăn", "en": "Food"}},
                        {"value": "books", "label": {"vi": "Sách", "en": "Books"}},
                    ],
                },
                {"name": "permit.street", "kind": "text", "label": {"vi": "Địa chỉ", "en": "Street"}},
                {"name": "permit.tables", "kind": "text", "label": {"vi": "Số bàn", "en": "Tables"}},
            ],
        }
    ],
    "steps": [
        {"code": code, "kind": kind, "name": {"vi": code, "en": kind}, "role": role, "limit": limit}
        for code, kind, role, limit in (
            ("tiep-nhan", "receive", "receptionist", {"amount": 8, "unit": "working_hour"}),
            ("tham-tra", "examine", "civil_status_officer", {"amount": 1, "unit": "working_day"}),
            ("ky", "sign", "signer", {"amount": 4, "unit": "working_hour"}),
            ("tra", "return", "receptionist", {"amount": 8, "unit": "working_hour"}),
        )
    ],
    "results": [
        {
            "code": "giay-phep",
            "name": {"vi": "Giấy phép", "en": "Permit"},
            "template": "giay-phep",
            "with": {"name": "permit.name", "kind": "permit.kind", "street": "permit.street"},
        }
    ],
    "about": "permit.name",
}
LETTER = """\
#import "style.typ": *
#show: official.with(heading: [GIẤY PHÉP], number: at(data, "number"))
#entry("Tên quán", data.name)
#signatures((title: data.signer_title, name: data.signer))
"""
TASKS = ("file", "accept", "examine", "decide", "return")
BPMN = "".join(
    [
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench">',
        '<bpmn:process id="five" isExecutable="true"><bpmn:startEvent id="begin"/>',
        *(f'<bpmn:userTask id="{name}" name="{name}"/>' for name in TASKS),
        '<bpmn:endEvent id="end"/>',
        *(
            f'<bpmn:sequenceFlow id="f{number}" sourceRef="{here}" targetRef="{there}"/>'
            for number, (here, there) in enumerate(zip(("begin", *TASKS), (*TASKS, "end"), strict=True))
        ),
        "</bpmn:process></bpmn:definitions>",
    ]
)


# ---- a house of its own


def outside(options: argparse.Namespace) -> None:
    """Found a house, run the measure in it, and remove it."""
    with tempfile.TemporaryDirectory(prefix="toantrinh-bench-") as folder, database() as address:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TOANTRINH_")}
        own = {
            "TOANTRINH_DATA": folder,
            "TOANTRINH_DATABASE": address,
            "DJANGO_SETTINGS_MODULE": "toantrinh.site.settings",
        }
        environment = {**kept, **own, "PYTHONPATH": str(ROOT / "src")}
        found = [sys.executable, "-m", "toantrinh.site.cli", "init", "--demonstration"]
        subprocess.run(found, env=environment, check=True, stdout=subprocess.DEVNULL)
        words = ["--inside", "--rounds", str(options.rounds), "--cases", str(options.cases)]
        words += ["--profile"] if options.profile else []
        code = subprocess.run([sys.executable, __file__, *words], env=environment, check=False).returncode
    if code:
        sys.exit(code)


@contextmanager
def database() -> Iterator[str]:
    """SQLite in the folder of the house; where PostgreSQL is configured, a new database on that server."""
    given = os.environ.get("TOANTRINH_DATABASE", "sqlite")
    if not given.startswith("postgresql:"):
        yield "sqlite"
        return
    import psycopg

    name = f"toantrinh_bench_{os.getpid()}"
    parts = urlsplit(given)
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


# ---- the two sides


class Ours:
    """A light procedure, led through the real actions by the cast."""

    def __init__(self) -> None:
        import yaml

        from toantrinh.cases import actions
        from toantrinh.kernel.actor import SYSTEM
        from toantrinh.people.actions import settle_cast, sign_in
        from toantrinh.people.queries import actor_for
        from toantrinh.site.sample.people import WARD_A, person_of

        self.cast = settle_cast(SYSTEM)
        with tempfile.TemporaryDirectory() as folder:
            package = Path(folder) / "de-do"
            (package / "letters").mkdir(parents=True)
            (package / "procedure.yaml").write_text(yaml.safe_dump(PROCEDURE, allow_unicode=True))
            (package / "letters" / "giay-phep.typ").write_text(LETTER)
            actions.install_procedure(package, by=SYSTEM)
        people = [person_of(Random(seed), "female", "79", WARD_A, 1990) for seed in range(APPLICANTS)]
        self.citizens = cycle([actor_for(sign_in(one, by=SYSTEM), "", assurance=2) for one in people])

    def lead(self) -> None:
        """One case from the first page to the result in the citizen's hands."""
        from toantrinh.cases import actions

        citizen, cast = next(self.citizens), self.cast
        case = actions.create_draft(CODE, applicant=citizen.person, applicant_name=citizen.name, by=citizen)
        problems = actions.save_answers(case, "viec", ANSWERS, by=citizen)
        assert not problems, problems
        actions.submit_case(case, token="once", by=citizen)
        actions.accept_case(case, by=cast.lan)
        actions.complete_step(case, by=cast.tuan)
        actions.decide_case(case, "granted", version=case.version, by=cast.duc)
        actions.issue_results(case)
        actions.return_result(case, by=cast.lan)
        assert case.returned_at


class Theirs:
    """The same five steps in SpiffWorkflow, its state in a table of the same database."""

    def __init__(self) -> None:
        from django.db import connection
        from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser  # type: ignore[import-untyped]
        from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer  # type: ignore[import-untyped]

        parser = BpmnParser()
        parser.add_bpmn_str(BPMN.encode())
        self.spec = parser.get_spec("five")
        self.serializer = BpmnWorkflowSerializer()
        self.last = 0
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bench_workflow (id bigint PRIMARY KEY, state text NOT NULL)")

    @cached_property
    def values(self) -> list[dict[str, Any]]:
        """What each step adds: the answers, then who did what, when, and with which outcome."""
        acts = [
            {
                f"{name}_by": "urn:toantrinh:account:01k8m3x5t9w2r7q4n6v8b0c1d2",
                f"{name}_at": "2026-10-05T09:00:00+07:00",
            }
            for name in TASKS
        ]
        me = {"applicant": "Nguyễn Thị Ngọc Ánh", "personal_number": "079195000017", "number": "H29.27301-261005-0001"}
        acts[0] |= {**ANSWERS, **me}
        acts[2] |= {"proposal": "granted"}
        acts[3] |= {"outcome": "granted"}
        return acts

    def lead(self) -> None:
        """One workflow from its start to its end."""
        self.last += 1
        for values in self.values:
            self._step(values)

    def _step(self, values: dict[str, Any]) -> None:
        from django.db import connection, transaction
        from SpiffWorkflow.bpmn.workflow import BpmnWorkflow  # type: ignore[import-untyped]
        from SpiffWorkflow.util.task import TaskState  # type: ignore[import-untyped]

        lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
        is_first = values is self.values[0]
        with transaction.atomic(), connection.cursor() as cursor:
            if is_first:
                workflow = BpmnWorkflow(self.spec)
                workflow.do_engine_steps()
            else:
                cursor.execute(f"SELECT state FROM bench_workflow WHERE id = %s{lock}", [self.last])
                workflow = self.serializer.deserialize_json(cursor.fetchone()[0])
            task = workflow.get_next_task(state=TaskState.READY, manual=True)
            task.data.update(values)
            task.run()
            workflow.do_engine_steps()
            state = self.serializer.serialize_json(workflow)
            if is_first:
                cursor.execute("INSERT INTO bench_workflow (id, state) VALUES (%s, %s)", [self.last, state])
            else:
                cursor.execute("UPDATE bench_workflow SET state = %s WHERE id = %s", [state, self.last])
        assert workflow.is_completed() == (values is self.values[-1])
        self.size = len(state.encode())


# ---- measuring


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds a case, on the wall and of this process's own processor time."""

    wall: float
    own: float


def timed(lead: Callable[[], None], cases: int) -> Round:
    """Lead so many cases, one after the other."""
    wall, own = time.perf_counter(), time.process_time()
    for _ in range(cases):
        lead()
    return Round((time.perf_counter() - wall) / cases, (time.process_time() - own) / cases)


def inside(options: argparse.Namespace) -> None:
    """Measure in the house that the environment names."""
    import django

    django.setup()
    from toantrinh.kernel.moment import HANOI, at

    with at(datetime(2026, 10, 5, 9, 0, tzinfo=HANOI)):  # a working Monday: the same reckoning in every run
        ours, theirs = Ours(), Theirs()
        for _ in range(3):
            ours.lead()
            theirs.lead()
        describe(theirs)
        rounds = [(timed(ours.lead, options.cases), timed(theirs.lead, options.cases)) for _ in range(options.rounds)]
        count_statements(ours, theirs)
        if options.profile:
            profile(ours, options.cases)
        tell(rounds, options)


def describe(theirs: Theirs) -> None:
    """On what this runs."""
    from django.db import connection

    print(f"{platform.machine()}, {os.cpu_count()} cores, load {load()}, Python {platform.python_version()}")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
        print(f"SQLite, both sides on one connection to one file: {found}")
    else:
        print("PostgreSQL, both sides on one connection to one database")
    print(
        f"{ABOUT}\nTheir state at the end is {theirs.size} bytes of JSON, of which the values are "
        f"{len(json.dumps(theirs.values))}.\n{MORE}"
    )


def load() -> str:
    """How busy the machine is."""
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def tell(rounds: list[tuple[Round, Round]], options: argparse.Namespace) -> None:
    """Medians of rounds, taken in turn."""
    for number, (a, b) in enumerate(rounds, 1):
        print(f"round {number}: ours {1 / a.wall:6.1f} a second, theirs {1 / b.wall:6.1f}, ratio {b.wall / a.wall:.2f}")
    ours, theirs = median(a.wall for a, _ in rounds), median(b.wall for _, b in rounds)
    own, their_own = median(a.own for a, _ in rounds), median(b.own for _, b in rounds)
    print(f"{options.rounds} rounds of {options.cases} cases each, in turn, load now {load()}")
    print(f"ours   {1 / ours:6.1f} cases a second; {own * 1000:5.1f} ms of processor time a case")
    print(f"theirs {1 / theirs:6.1f} cases a second; {their_own * 1000:5.1f} ms of processor time a case")
    print(f"BAR cases.processor_vs_spiffworkflow {their_own / own:.2f}")
    print(f"BAR cases.per_second {1 / ours:.1f}")
    print(f"BAR cases.vs_spiffworkflow {median(b.wall / a.wall for a, b in rounds):.2f}")


def count_statements(ours: Ours, theirs: Theirs) -> None:
    """Statements a case: each is work that the other side may not have."""
    from django.db import connections

    for name, lead in (("ours", ours.lead), ("theirs", theirs.lead)):
        said: list[str] = []

        def note(execute: Any, sql: str, *given: Any, said: list[str] = said) -> Any:
            said.append(sql)
            return execute(sql, *given)

        with connections["default"].execute_wrapper(note), connections["looks"].execute_wrapper(note):
            lead()
        writes = sum(not sql.startswith(("SELECT", "BEGIN", "SAVEPOINT", "RELEASE")) for sql in said)
        print(f"{name}: {len(said)} statements a case, {writes} of them write")


def profile(ours: Ours, cases: int) -> None:
    """Where our time goes, by function and by what it calls."""
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(cases):
        ours.lead()
    profiler.disable()
    statistics = pstats.Stats(profiler)
    statistics.sort_stats("tottime").print_stats(30)
    statistics.sort_stats("cumulative").print_stats(110)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=8, help="how often each side has its turn")
    parser.add_argument("--cases", type=int, default=12, help="cases a turn")
    parser.add_argument("--profile", action="store_true", help="say at the end where our time goes")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    (inside if options.inside else outside)(options)


if __name__ == "__main__":
    main()
