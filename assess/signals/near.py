"""Texts that are the same but for a few words, found in time linear in the number of texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Hashes = npt.NDArray[np.uint64]

Words: TypeAlias = tuple[str, ...]

RUN = 3
"""Words in a run: texts are compared by the runs that they have in common."""
SKETCH = 4
"""Runs by which a text is found, those with the smallest hashes (Broder, 1997)."""
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)


def near_groups(texts: Sequence[Words], alike: int, common_to: int) -> list[list[int]]:
    """Return the groups of texts, by position, that are alike, directly or through others.

    Two are where at least `alike` per cent of their runs of words are common to both. A run that
    more than `common_to` texts are found by is a phrase of the trade, and none is found by it.
    Only groups of two and more are returned; in the order of their first text.
    """
    leader = list(range(len(texts)))

    def first(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    for a, b in sorted(set(_candidates(texts, common_to))):
        low, high = sorted((first(a), first(b)))
        if low != high and _overlap(texts[a], texts[b]) * 100 >= alike * _union(texts[a], texts[b]):
            leader[high] = low
    groups: dict[int, list[int]] = {}
    for at in range(len(texts)):
        groups.setdefault(first(at), []).append(at)
    return [group for group in groups.values() if len(group) > 1]


def _candidates(texts: Sequence[Words], common_to: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs of texts that share one of the runs by which they are found."""
    owners, hashes = _sketches(texts)
    order = np.lexsort((owners, hashes))
    owners, hashes = owners[order], hashes[order]
    edges = np.flatnonzero(np.diff(hashes)) + 1
    starts = np.concatenate(([0], edges))
    ends = np.concatenate((edges, [len(hashes)]))
    sizes = ends - starts
    for at in np.flatnonzero((sizes > 1) & (sizes <= common_to)).tolist():
        found = sorted(set(owners[starts[at] : ends[at]].tolist()))
        yield from combinations(found, 2)


def _sketches(texts: Sequence[Words]) -> tuple[npt.NDArray[np.int64], Hashes]:
    """Return the smallest hashes of each text's runs, and which text each is of."""
    known: dict[str, int] = {}
    flat = [
        known[word]
        if word in known
        else known.setdefault(word, crc32(word.encode("utf-8", "replace")))
        for words in texts
        for word in words
    ]
    lengths = np.array([len(words) for words in texts], dtype=np.int64)
    owner = np.repeat(np.arange(len(texts)), lengths)
    words = np.array(flat, dtype=np.uint64)
    count = max(len(words) - RUN + 1, 0)
    hashes = np.zeros(count, dtype=np.uint64)
    for offset, factor in enumerate(_FACTORS):
        hashes = (hashes ^ (hashes >> np.uint64(29))) * factor + words[offset : offset + count]
    hashes = (hashes ^ (hashes >> np.uint64(32))) * _FACTORS[0]
    whole = owner[:count] == owner[RUN - 1 :]
    hashes, owner = hashes[whole], owner[:count][whole]
    order = np.lexsort((hashes, owner))
    hashes, owner = hashes[order], owner[order]
    begins = np.searchsorted(owner, owner)
    kept = np.arange(len(owner)) - begins < SKETCH
    return owner[kept], hashes[kept]


def _runs(words: Words) -> set[Words]:
    return {words[at : at + RUN] for at in range(len(words) - RUN + 1)}


def _overlap(a: Words, b: Words) -> int:
    return len(_runs(a) & _runs(b))


def _union(a: Words, b: Words) -> int:
    return len(_runs(a) | _runs(b))
