"""What docs/api.md promises partners in numbers and names is what the code does."""

import re

from django.utils import translation

from spaces.actions.answering_once import KEPT
from spaces.actions.partner import TOKEN_LIVES
from spaces.actions.webhook_sending import SCHEDULE
from spaces.api.organisation import MOST_AT_ONCE
from spaces.api.query import MOST, USUAL
from spaces.event_kinds import KINDS
from tests.rules.code import ROOT, modules, text_of

TEXT = " ".join(text_of("docs/api.md").split())
UNITS = {"s": 1, "min": 60, "h": 3600}


def test_the_schedule_of_retries_is_the_one_that_is_published():
    (words,) = re.findall(r"then after ([^.]+?), each up to", TEXT)
    published = [int(number) * UNITS[unit] for number, unit in re.findall(r"(\d+) (s|min|h)\b", words)]
    assert published == [wait.total_seconds() for wait in SCHEDULE]


def test_the_limits_are_the_ones_that_are_published():
    assert f"`limit` is 1 to {MOST}, usually {USUAL}" in TEXT
    assert f"up to {MOST_AT_ONCE:,}" in TEXT
    assert f"repeated within {KEPT.total_seconds() / 3600:.0f} hours" in TEXT
    assert f"good for {TOKEN_LIVES.total_seconds() / 60:.0f} minutes" in TEXT


def test_every_kind_of_event_is_explained():
    with translation.override("en"):
        kinds = {name: (str(kind.words), kind.scope) for name, kind in KINDS.items()}
    rows = re.findall(r"^\| `([a-z]+\.[a-z]+)` \| (.+?) \| (?:`(.+)` )?\|$", text_of("docs/api.md"), re.MULTILINE)
    assert {name: (words, scope) for name, words, scope in rows} == kinds


def test_every_code_of_the_api_is_explained():
    said = "".join((ROOT / path).read_text() for path in [*modules("spaces/api"), "impact_spaces/api.py"])
    codes = set(
        re.findall(r'code="([a-z_]+)"|as_problem\(\d+, "([a-z_]+)"|default_code(?:, wait)? = \d+, "([a-z_]+)"', said)
    )
    codes = {code for found in codes for code in found if code}
    assert len(codes) > 10
    assert sorted(code for code in codes if f"`{code}`" not in TEXT) == []
