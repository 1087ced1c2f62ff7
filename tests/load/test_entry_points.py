"""`python app.py` and `streamlit run app.py` serve the same bytes with the same headers at every kind of address."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from tests.support import golden
from tests.support.served import STREAMLIT_RUN, Served, watched


def test_both_ways_to_start_give_the_same_answers(served: Served, tmp_path: Path) -> None:
    # Another query of a path is answered by the same route.
    by_path = list({urlsplit(address).path: address for address in golden.ADDRESSES}.values())
    (tmp_path / "temporary").mkdir()
    settings = {"CAVEAT_RATE": "0", "TMPDIR": str(tmp_path / "temporary"), **watched(tmp_path / "asked.txt")}
    other = Served(tmp_path / "streamlit.txt", command=STREAMLIT_RUN, **settings)
    try:
        other.until(200)
        with ThreadPoolExecutor() as pool:
            tuned, plain = pool.map(golden.record, [served.base, other.base], [by_path] * 2)
    finally:
        other.stop()
    assert len(tuned) == len(by_path) > 40
    assert golden.differences(tuned, plain) == []
    assert not (tmp_path / "asked.txt").exists(), (tmp_path / "asked.txt").read_text()
    assert list((tmp_path / "temporary").glob("caveat-*")) == [], "copies that a stopped server leaves behind"
