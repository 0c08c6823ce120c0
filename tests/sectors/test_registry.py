from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectors.registry import InvalidNumber, checked, kind_of

from .made import number


@pytest.mark.parametrize("text", ["580000016", "58-000001-6", " 580 000 016 ", "580000016.0", "\u200f580000016"])
def test_a_number_is_kept_as_nine_digits(text):
    assert checked(text) == "580000016"


@pytest.mark.parametrize(
    "text", ["580000017", "58000001", "5800000160", "380000018", "", "אבג", "58000001x", "٥٨٠٠٠٠٠١٦"]
)
def test_what_is_no_number_is_refused_with_a_reason(text):
    with pytest.raises(InvalidNumber) as refusal:
        checked(text)
    assert str(refusal.value.reason)


@given(st.text())
def test_any_text_is_a_number_or_refused(text):
    with suppress(InvalidNumber):
        assert checked(text).isdecimal()


def test_the_prefix_tells_associations_and_public_bodies_and_nothing_of_companies():
    assert [kind_of(number(prefix, 7)) for prefix in ("58", "50", "51", "52")] == [
        "association",
        "public_body",
        None,
        None,
    ]
