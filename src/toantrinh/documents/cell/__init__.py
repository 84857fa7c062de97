"""Work on content that strangers send, and the drawing of letters, in a process of its own that can do little harm.

The process starts for one piece of work, knows nothing of the house, gets its input by a pipe and answers by a pipe. It
is limited in time, processor time, memory and open files, can write no file, and gives up the network where the kernel
lets an ordinary process do so. Each kind of work is a file of this folder with a function `work(asked, content)`.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

MEMORY = 2 << 30
"""Bytes of address space; a photo of 100 megapixels needs 600 MB while it is turned."""


class Broken(Exception):
    """The work ended without an answer: it took too long, too much memory, or fell over its input."""


def run(kind: str, asked: dict[str, Any], content: bytes = b"", *, seconds: int = 20) -> tuple[dict[str, Any], bytes]:
    """Let the file `kind` do its work on `asked` (JSON values) and `content`; answers in the same shape."""
    start = Path(__file__).with_name("start.py")
    limits = {"seconds": seconds, "memory": MEMORY}
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-B", "-X", "utf8", str(start), kind, json.dumps(limits)],
            input=json.dumps(asked).encode() + b"\n" + content,
            capture_output=True,
            timeout=seconds,
            env={"RAYON_NUM_THREADS": "1"},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Broken(f"{kind} took longer than {seconds} s") from error
    if done.returncode:
        raise Broken(f"{kind} ended with {done.returncode}: {done.stderr[-2000:].decode(errors='replace')}")
    head, _, answer = done.stdout.partition(b"\n")
    return json.loads(head), answer
