"""A page weighs less than 60 KB on first load, as it goes over the wire."""

import gzip

import pytest

from tests.face import gallery

pytestmark = pytest.mark.browser
LIMIT = 60_000


def sent(path, body):
    """Sheets and scripts go out compressed; a page goes as it is, and a font is compressed in itself."""
    return len(gzip.compress(body, 9)) if path.endswith((".css", ".js")) else len(body)


@pytest.mark.parametrize("language", ["he", "en"])
@pytest.mark.parametrize("name", ["desk", "space", "invitation"])
def test_a_page_is_light(window, name, language):
    page, html = window(1280), gallery.sketch(name, language)
    loaded = gallery.serve(page, html)
    weights = {path: sent(path, body) for path, body in loaded.items()}
    assert sum(weights.values()) < LIMIT, weights
    assert [path for path in weights if "arabic" in path] == []
