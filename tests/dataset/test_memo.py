"""Results that are kept by what they depend on: made once, and no more of them than were allowed."""

from caveat.dataset.memo import by_key


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
