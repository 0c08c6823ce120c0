import base64

import pytest
from cryptography.fernet import Fernet, InvalidToken

from impact_spaces.lib.sealing import filled_up, seal, unseal


def test_what_was_sealed_is_read_again():
    assert unseal(seal("אני תלויה בגוף הזה")) == "אני תלויה בגוף הזה"


def test_two_seals_of_one_text_differ_and_hold_no_time():
    first, second = seal("same"), seal("same")
    assert first != second
    assert {base64.urlsafe_b64decode(one)[1:9] for one in (first, second)} == {bytes(8)}


def test_an_earlier_key_still_opens(settings):
    sealed = seal("kept")
    settings.PRIVATE_KEYS = [Fernet.generate_key().decode(), *settings.PRIVATE_KEYS]
    assert unseal(sealed) == "kept"
    settings.PRIVATE_KEYS = settings.PRIVATE_KEYS[:1]
    with pytest.raises(InvalidToken):
        unseal(sealed)


def test_what_is_filled_up_is_as_long_whatever_stands_in_it():
    texts = ["", "a", "שלום", "x" * 64]
    assert {len(filled_up(text, 64).encode()) for text in texts} == {64}
    assert len(filled_up("x" * 65, 64, or_more=True)) == 128
    with pytest.raises(ValueError, match="longer"):
        filled_up("x" * 65, 64)
