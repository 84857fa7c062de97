"""The tree against RFC 6962's definitions, written down here a second time, and against known values."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from toantrinh.record.merkle import Edge, Peaks, Tree, bag, hashes_in, leaf_hash, root_from_inclusion, root_of

# Leaves and roots that the reference implementations of Certificate Transparency are tested with.
LEAVES = [
    bytes.fromhex(x)
    for x in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def mth(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if len(leaves) < 2:
        return sha256(b"\0" + leaves[0]).digest() if leaves else sha256(b"").digest()
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha256(b"\1" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def subproof(m: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """RFC 6962, 2.1.2, word for word."""
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    if m <= k:
        return [*subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def grown(leaves: list[bytes], rounds: list[int] = []) -> tuple[Edge, Tree]:  # noqa: B006
    """A tree grown leaf by leaf, resumed from its stored tiles after each round, and a reader of its tiles."""
    stored: dict[tuple[int, int], bytes] = {}
    edge = Edge(0, [])
    for position, leaf in enumerate(leaves):
        if position in rounds:
            edge = Edge(position, [hashes_in(stored.get(place[:2], b"")) for place in Edge.tiles_at(position)])
        edge.append(leaf_hash(leaf))
        stored |= edge.finished
        stored |= {(n, edge.size >> 8 * (n + 1)): b"".join(part) for n, part in enumerate(edge.levels) if part}
    return edge, Tree(lambda level, number: stored[level, number])


def test_roots_are_the_known_ones() -> None:
    for size, root in enumerate(ROOTS, 1):
        edge, tree = grown(LEAVES[:size])
        assert edge.root().hex() == tree.root(size).hex() == root_of([*map(leaf_hash, LEAVES[:size])]).hex() == root
    assert Edge(0, []).root() == sha256(b"").digest()


@given(st.integers(1, 700), st.data())
def test_a_tree_at_any_size_is_that_of_the_standard(size: int, data: st.DataObject) -> None:
    leaves = [n.to_bytes(2) for n in range(size)]
    edge, tree = grown(leaves, data.draw(st.lists(st.integers(0, size), max_size=3)))
    old = data.draw(st.integers(1, size))
    assert edge.root() == mth(leaves)
    assert tree.root(old) == mth(leaves[:old])
    assert tree.consistency(old, size) == subproof(old, leaves, True)
    counter = Peaks()
    for leaf in leaves:
        counter.push(leaf_hash(leaf))
    assert bag(counter.roots) == edge.root()


@given(st.integers(1, 700), st.data())
def test_an_audit_path_leads_to_the_root_for_its_own_leaf_alone(size: int, data: st.DataObject) -> None:
    leaves = [n.to_bytes(2) for n in range(size)]
    _, tree = grown(leaves)
    position = data.draw(st.integers(0, size - 1))
    path, root = tree.inclusion(position, size), mth(leaves)
    assert root_from_inclusion(leaf_hash(leaves[position]), position, size, path) == root
    other = data.draw(st.integers(0, size - 1).filter(lambda n: n != position)) if size > 1 else 1
    assert root_from_inclusion(leaf_hash(leaves[position]), other, size, path) != root
    assert root_from_inclusion(b"x" * 32, position, size, path) != root
    assert root_from_inclusion(leaf_hash(leaves[position]), position, size, [*path, root]) != root


def test_a_large_tree_has_tiles_on_three_levels() -> None:
    size = 70_000
    edge, tree = grown([n.to_bytes(3) for n in range(size)])
    assert [(level, number, width) for level, number, width in Edge.tiles_at(size)] == [
        (0, 273, 112),
        (1, 1, 17),
        (2, 0, 1),
    ]
    assert [len(level) for level in edge.levels] == [112, 17, 1]
    assert edge.root() == tree.root(size) == mth([n.to_bytes(3) for n in range(size)])
