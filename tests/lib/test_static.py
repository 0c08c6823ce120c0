"""Style sheets, scripts and pictures, given by the site itself."""

import pytest
from django.conf import settings as site

PATHS = sorted(str(path.relative_to(site.BASE_DIR / "static")) for path in (site.BASE_DIR / "static").glob("*/*.*"))


@pytest.mark.parametrize("autorefresh", [False, True], ids=["as outside the tests", "as in the tests"])
def test_every_file_is_given_as_it_lies_there(autorefresh, settings, client):
    settings.WHITENOISE_AUTOREFRESH = autorefresh
    given = {path: b"".join(client.get(f"/static/{path}").streaming_content) for path in PATHS}
    assert given == {path: (site.BASE_DIR / "static" / path).read_bytes() for path in PATHS}
    assert len(PATHS) > 10
