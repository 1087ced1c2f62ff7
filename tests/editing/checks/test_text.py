"""HTML, formulas, stray spaces and breaks in a cell are found."""

import pytest

from caveat.editing.checks import text

EVENT = ("events", "ev-20220531-himars")


@pytest.mark.parametrize(
    ("rule", "title"),
    [
        *((text.is_plain, start) for start in ("=1+1", "+49", "-5 degrees", "@sum")),
        *(
            (text.is_plain, html)
            for html in ("a <b>bold</b> word", "<script>x</script>", "Rock &amp; roll", "a&#8217;s")
        ),
        *((text.is_tidy, untidy) for untidy in (" a", "a ", "a  b", "a\nb", "a\tb", "a\u00a0", "a\x07b")),
    ],
)
def test_a_cell_that_is_not_plain_and_tidy_is_found(columns_of, rule, title):
    assert columns_of(rule, *EVENT, title=title) == ["title"]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        *((EVENT, {"title": plain}) for plain in ("a < b > c", "M30 & M31", "5 to -5", "“quoted” – and more")),
        (("sources", "112ua-202411-wp-storm"), {"url": "https://example.org/?a=1&lt=2&copy;"}),
    ],
)
def test_plain_text_and_addresses_pass(columns_of, row, cells):
    assert columns_of(text.is_plain, *row, **cells) == []
