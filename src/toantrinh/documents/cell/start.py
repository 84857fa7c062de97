"""First thing in the cell: give up what is not needed, then do the one piece of work. Run as a program."""

import ctypes
import importlib.util
import json
import resource
import sys
from pathlib import Path

_NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000


def lock(seconds: int, memory: int) -> None:
    """Limit this process for good. The network goes first: it needs the right to make namespaces, if there is one."""
    ctypes.CDLL(None).unshare(_NEW_USER_AND_NETWORK)
    for limit, value in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def main(kind: str, limits: dict[str, int]) -> None:
    """Read what is asked, work, answer."""
    lock(**limits)
    head, _, content = sys.stdin.buffer.read().partition(b"\n")
    path = Path(__file__).with_name(f"{kind}.py")
    found = importlib.util.spec_from_file_location(kind, path)
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    answer, result = module.work(json.loads(head), content)
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + result)


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
