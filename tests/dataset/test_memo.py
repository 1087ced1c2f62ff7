"""Results that are kept by what they depend on: made once, and no more of them than were allowed."""

import gc
from types import MappingProxyType

from caveat.dataset.memo import KeptResults, by_key, memoized_by_bytes, size_of


def test_a_result_is_kept_by_its_first_argument_and_the_one_least_used_goes():
    made = []

    @by_key(maxsize=2)
    def double(key: int, other: str) -> int:
        made.append((key, other))
        return 2 * key

    assert [double(1, "a"), double(2, "b"), double(1, "c"), double(3, "d")] == [2, 4, 2, 6]
    assert made == [(1, "a"), (2, "b"), (3, "d")]
    assert [double(1, "e"), double(2, "f")] == [2, 4]
    assert made[3:] == [(2, "f")]


def test_results_of_one_kind_leave_those_of_another_where_they_are() -> None:
    """As an edited table has many versions, and all others one."""
    made = []

    @by_key(maxsize=2, kind=lambda key: key[0])
    def read(key: tuple[str, int]) -> str:
        made.append(key)
        return f"{key[0]} {key[1]}"

    assert read(("aid", 1)) == "aid 1"
    assert [read(("events", number)) for number in range(3)] == ["events 0", "events 1", "events 2"]
    assert [read(("aid", 1)), read(("events", 2)), read(("events", 0))] == ["aid 1", "events 2", "events 0"]
    assert made[4:] == [("events", 0)]


class Owner:
    """Something that results are kept on."""


def test_large_results_are_bounded_by_their_bytes_all_together() -> None:
    kept = KeptResults(10_000)
    made: list[tuple[str, int]] = []

    @memoized_by_bytes(kept)
    def page(owner: Owner, number: int) -> str:
        made.append(("page", number))
        return "x" * 3_000

    @memoized_by_bytes(kept)
    def picture(owner: Owner, number: int) -> tuple[bytes, ...]:
        made.append(("picture", number))
        return (b"y" * 3_000,)

    owner = Owner()
    for number in range(50):
        page(owner, number)
        page(owner, 0)
        picture(owner, number)
        assert kept.bytes <= 10_000
    assert made.count(("page", 0)) == 1, "what is used stays"
    assert page.cache_of(owner).cache_info().currsize + picture.cache_of(owner).cache_info().currsize <= 3
    page.cache_of(owner).cache_clear()
    assert page.cache_of(owner).cache_info().currsize == 0 and 0 < kept.bytes < 7_000
    del owner
    gc.collect()
    assert kept.bytes == 0, "they go with their owner"


def test_a_result_larger_than_all_is_not_kept() -> None:
    kept = KeptResults(1_000)
    page = memoized_by_bytes(kept)(lambda owner: "x" * 5_000)
    owner = Owner()
    assert len(page(owner)) == 5_000 and kept.bytes == 0 and page.cache_of(owner).cache_info().currsize == 0


def test_what_a_result_takes() -> None:
    text = "x" * 1_000
    assert 1_000 < size_of(text) < 1_100
    assert size_of((text, text)) < 1_300, "once"
    assert 2_000 < size_of({"a": text, "b": ["y" * 1_000]}) < 2_800
    assert 1_000 < size_of(MappingProxyType({"a": text})) < 1_600
    owner = Owner()
    owner.__dict__["_memo"] = {"a": text}
    assert size_of((owner,)) < 200, "what others own counts nothing"
