import pytest

from members.models import clean_address
from spaces import vetting
from spaces.vetting import Invitee
from tests import world as w


@pytest.mark.parametrize(
    ("given", "address"),
    [
        (" Dana@Association.EXAMPLE ", "dana@association.example"),
        ("\u200fdana@association.example\u200e", "dana@association.example"),
        ("dana@\u05d3\u05d5\u05d2\u05de\u05d4.example", "dana@xn--6dbbec0c.example"),
        ("dana\uff20association\u3002example", "dana@association.example"),
        ("dana@" + "x" * 300, "dana@" + "x" * 300),
        ("dana", "dana"),
        ("", ""),
    ],
)
def test_an_address_has_one_spelling(given, address):
    assert clean_address(given) == address
    assert clean_address(clean_address(given)) == address


@pytest.mark.django_db
def test_a_sign_that_cannot_be_kept_is_a_reason_and_no_crash():
    rows = [Invitee("a\x00@b.example", "A"), Invitee("a@b.example", "A\x00")]
    assert [verdict.code for verdict in vetting.verdicts(w.a_space(), "peer", rows)] == ["invalid", "invalid"]
