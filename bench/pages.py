"""How long the main pages take from the real server, and how much the first one weighs.

    toantrinh bench pages [--data FOLDER] [--times 100] [--seconds 20]

Founds a demonstration with a small sample in a temporary folder (or takes the house in FOLDER, in which it leaves looks
and a draft), serves it with `toantrinh serve` on a free port, signs in by the pretend identity, and asks for one page
after the other. Stops what it started.
"""

import argparse
import gzip
import json
import math
import os
import platform
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin

ROOT = Path(__file__).resolve().parents[1]
HOUSE = [sys.executable, "-m", "toantrinh.site.cli"]
SAMPLE = ("--lived", "6", "--told", "150", "--communes", "4")
BIRTH = "1.001193"
FIGURE = "tiep-nhan"
PATIENCE = 90.0
"""Seconds that a server may take to start."""
WARM_UP = 6
TICK = os.sysconf("SC_CLK_TCK")


# ---- a house and its server


def environment(folder: Path) -> dict[str, str]:
    """Of a house in `folder`; PostgreSQL where it is configured and the house is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TOANTRINH_")}
    own = {"TOANTRINH_DATA": str(folder), "TOANTRINH_DATABASE": "sqlite", "PYTHONPATH": str(ROOT / "src")}
    return {**kept, **own, "DJANGO_SETTINGS_MODULE": "toantrinh.site.settings"}


@contextmanager
def house(given: str) -> Iterator[dict[str, str]]:
    """The environment of the house that is given, or of a new one with a small sample."""
    if given:
        own = environment(Path(given).resolve())
        own["TOANTRINH_DATABASE"] = os.environ.get("TOANTRINH_DATABASE", "sqlite")
        yield own
        return
    with tempfile.TemporaryDirectory(prefix="toantrinh-bench-") as folder:
        own = environment(Path(folder))
        for words in (("init", "--demonstration"), ("sample", *SAMPLE)):
            subprocess.run([*HOUSE, *words], env=own, check=True, stdout=subprocess.DEVNULL)
        yield own


@contextmanager
def served(own: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The port at which the house is open, and the process that keeps it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = subprocess.Popen([*HOUSE, "serve", "--port", str(port)], env=own, stdout=subprocess.DEVNULL)
    try:
        give_up = time.monotonic() + PATIENCE
        while not is_ready(port):
            if server.poll() is not None or time.monotonic() > give_up:
                sys.exit("The server did not start.")
            time.sleep(0.2)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(60)


def is_ready(port: int) -> bool:
    """Whether /healthz says so."""
    try:
        return Visitor(port).get("/healthz").status == 200
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Process:
    """One process of this machine: who started it, its processor time, its command line."""

    parent: int
    seconds: float
    command: str


def processes() -> dict[int, Process]:
    """All that can be seen; none where there is no /proc."""
    found = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            values = (path / "stat").read_text().rpartition(")")[2].split()
            command = (path / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        found[int(path.name)] = Process(int(values[1]), (int(values[11]) + int(values[12])) / TICK, command)
    return found


def spent(server: int) -> float:
    """Processor seconds of the web processes under `server` up to now, without those of the background worker."""
    seen = processes()
    tree = {pid for pid, one in seen.items() if one.parent == server and "granian" in one.command}
    while more := {pid for pid, one in seen.items() if one.parent in tree} - tree:
        tree |= more
    return sum(seen[pid].seconds for pid in tree)


# ---- visitors


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the bytes are those that were sent, packed as they were."""

    status: int
    sent: bytes
    encoding: str
    location: str
    milliseconds: float

    @property
    def text(self) -> str:
        """The page, unpacked."""
        return (gzip.decompress(self.sent) if self.encoding == "gzip" else self.sent).decode()


@dataclass
class Visitor:
    """A browser of sorts: one connection that stays open, and cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: HTTPConnection | None = None

    def ask(self, method: str, path: str, body: str = "", accept: str = "gzip") -> Answer:
        """One request; the time ends when the last byte is here."""
        self.connection = self.connection or HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Accept-Encoding": accept, "Accept": "text/html,*/*"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        self.connection.request(method, path, body or None, headers)
        response = self.connection.getresponse()
        sent = response.read()
        took = (time.perf_counter() - begun) * 1000
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        encoding = response.headers.get("Content-Encoding", "")
        return Answer(response.status, sent, encoding, response.headers.get("Location", ""), took)

    def get(self, path: str) -> Answer:
        """A page."""
        return self.ask("GET", path)

    def post(self, page: str, path: str, **values: str) -> Answer:
        """Send a form that stands on `page`."""
        marks = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(page).text)
        return self.ask("POST", path, urlencode({"csrfmiddlewaretoken": marks[0], **values}))


def signed_in(port: int, number: str) -> Visitor:
    """Somebody for whom the pretend identity vouches."""
    visitor = Visitor(port)
    answer = visitor.post("/", "/dang-nhap/xong", personal_number=number, assurance="2", tiep="/")
    if answer.status != 302 or "sessionid" not in visitor.cookies:
        sys.exit(f"Signing in was answered with {answer.status}.")
    return visitor


# ---- what is asked for


@dataclass(frozen=True, slots=True)
class Asked:
    """One page: what it is, whose it is, where."""

    name: str
    visitor: Visitor
    path: str


def list_pages(port: int, found: dict[str, str]) -> list[Asked]:
    """The pages that people meet most, of a passer-by, a citizen and an officer."""
    nobody, citizen = Visitor(port), signed_in(port, found["citizen"])
    mother, officer = signed_in(port, found["mother"]), signed_in(port, found["officer"])
    question = mother.post(f"/thu-tuc/{BIRTH}/", f"/thu-tuc/{BIRTH}/bat-dau").location
    if "/tiep/" not in question:
        sys.exit("No draft could be begun.")
    return [
        Asked("home", nobody, "/"),
        Asked("search", nobody, "/tim?q=" + quote("lam giay khai sinh cho con")),
        Asked("start page", nobody, f"/thu-tuc/{BIRTH}/"),
        Asked("figures", nobody, "/so-lieu/"),
        Asked("one figure", nobody, f"/so-lieu/{FIGURE}/"),
        Asked("the record", nobody, "/so-ghi/"),
        Asked("home, signed in", citizen, "/"),
        Asked("a question page", mother, question),
        Asked("my dossiers", citizen, "/ho-so/"),
        Asked("one dossier", citizen, f"/ho-so/{found['own']}/"),
        Asked("desk: queue", officer, "/mot-cua/"),
        Asked("desk: dossier", officer, f"/mot-cua/ho-so/{found['desk']}"),
        Asked("desk: search", officer, "/mot-cua/tim?q=nguyen"),
    ]


def find() -> None:
    """Whose pages there are in this house; printed for the program that measures, which is not part of the house."""
    import django

    django.setup()
    from toantrinh.cases.models import Case
    from toantrinh.kernel.actor import SYSTEM
    from toantrinh.people.cast import parts
    from toantrinh.people.models import Agency
    from toantrinh.people.queries import personal_number

    cast = parts()
    filed = Case.objects.exclude(number="")
    ward = Agency.objects.get(code=cast["lan"].agency)
    own = filed.filter(channel="online").exclude(filed_by="").latest("pk")
    at_desk = filed.filter(agency=ward.urn).latest("pk")
    found = {
        "mother": cast["anh"].claims.personal_number,
        "officer": cast["lan"].claims.personal_number,
        "citizen": personal_number(own.applicant, SYSTEM, purpose="case.read", about=own.urn),
        "own": own.number,
        "desk": at_desk.number,
        "dossiers": str(filed.count()),
    }
    print(json.dumps(found))


# ---- measuring


def percentile(values: list[float], share: float) -> float:
    """The least value that so many are not above."""
    return sorted(values)[max(math.ceil(share * len(values)) - 1, 0)]


def measure(asked: Asked, server: int, options: argparse.Namespace) -> float:
    """Ask for one page again and again; prints a line, answers the 95th percentile."""
    asked.visitor.connection = None  # the server has closed one that was idle for long
    for _ in range(WARM_UP):
        answer = asked.visitor.get(asked.path)
        if answer.status != 200:
            sys.exit(f"{asked.name} ({asked.path}) answered {answer.status} {answer.location}")
    took: list[float] = []
    before, give_up = spent(server), time.monotonic() + options.seconds
    while len(took) < options.times and time.monotonic() < give_up:
        took.append(asked.visitor.get(asked.path).milliseconds)
    own = (spent(server) - before) * 1000 / len(took)
    p50, p95 = percentile(took, 0.5), percentile(took, 0.95)
    size = len(answer.sent) / 1024
    print(
        f"{asked.name:16} {len(took):4} times  p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  cpu {own:6.1f} ms  {size:5.1f} KB"
    )
    return p95


def first_page(port: int) -> float:
    """KB that a browser which was never here fetches for the home page: all that page and style sheet name."""
    visitor = Visitor(port)
    page = visitor.get("/")
    wanted = dict.fromkeys(re.findall(r'<(?:link|script|img)[^>]+?(?:href|src)="(/[^"]+)"', page.text))
    for sheet in [path for path in wanted if path.endswith(".css")]:
        style = visitor.ask("GET", sheet, accept="identity").text
        wanted |= dict.fromkeys(urljoin(sheet, name) for name in re.findall(r"url\(([\w./-]+)\)", style))
    total = len(page.sent)
    print(f"first page: / {len(page.sent)} bytes", end="")
    for path in wanted:
        answer = visitor.ask("GET", path, accept="gzip, br")
        total += len(answer.sent)
        print(f", {path.rpartition('/')[2]} {len(answer.sent)}", end="")
    print(" (bodies as sent; both weights of the font)")
    return total / 1024


def load() -> str:
    """How busy the machine is."""
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="", help="folder of a demonstration with a sample country")
    parser.add_argument("--times", type=int, default=100, help="requests a page")
    parser.add_argument("--seconds", type=float, default=20, help="at most so long a page")
    parser.add_argument("--find", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.find:
        find()
        return
    with house(options.data) as own:
        said = subprocess.run([sys.executable, __file__, "--find"], env=own, check=True, capture_output=True, text=True)
        found = json.loads(said.stdout)
        with served(own) as (port, server):
            print(f"{platform.machine()}, {os.cpu_count()} cores, load {load()}, Python {platform.python_version()}")
            print(
                f"{found['dossiers']} dossiers; one request at a time from this machine; times are those of the client"
            )
            print("cpu: processor time of the web processes a request, which a busy machine disturbs least")
            worst = max(measure(asked, server, options) for asked in list_pages(port, found))
            weight = first_page(port)
            print(f"load now {load()}")
            print(f"BAR pages.first_page_kb {weight:.1f}")
            print(f"BAR pages.p95_ms {worst:.1f}")


if __name__ == "__main__":
    main()
