"""One Firefox and one WebKit for all tests here, beside the server and the chromium of all browser tests."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import DESK
from tests.browser.engines import firefox, webkit
from tests.browser.engines.tabs import Tab


@pytest.fixture(scope="package", params=[firefox.firefox, webkit.webkit], ids=["firefox", "webkit"])
def tab(request: pytest.FixtureRequest, server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with request.param(server, tmp_path_factory.mktemp("browser"), DESK) as opened:
        yield opened
