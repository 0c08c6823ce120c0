"""Keys in files: private, going forward only, and gone when they are gone."""

import stat

import pytest

from impact_spaces.lib import keyfiles
from impact_spaces.lib.keyfiles import KeyMissing, advance, create, destroy, key_at


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "keys"


def test_a_key_is_readable_by_its_owner_alone(folder):
    create("one.key")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / "one.key")] == [0o700, 0o600]
    assert keyfiles.names() == ["one.key"]


def test_every_key_is_another_and_stays_the_same():
    create("one.key")
    create("two.key")
    assert key_at("one.key", 0) == key_at("one.key", 0)
    assert len({key_at("one.key", 0), key_at("one.key", 1), key_at("two.key", 0)}) == 3


def test_what_was_moved_on_opens_nothing_that_was_before():
    create("one.key")
    fifth = key_at("one.key", 5)
    advance("one.key", 3)
    assert key_at("one.key", 5) == fifth
    with pytest.raises(KeyMissing, match="moved on"):
        key_at("one.key", 2)


def test_a_late_step_does_not_bring_the_past_back():
    create("one.key")
    advance("one.key", 3)
    advance("one.key", 2)
    with pytest.raises(KeyMissing):
        key_at("one.key", 2)


def test_what_is_destroyed_is_not_brought_back_by_a_late_step(folder):
    create("one.key")
    destroy("one.key")
    advance("one.key", 1)
    destroy("one.key")
    assert list(folder.iterdir()) == []


def test_a_broken_file_is_a_missing_key(folder):
    create("one.key")
    (folder / "one.key").write_text("half")
    with pytest.raises(KeyMissing, match="cannot be read"):
        key_at("one.key", 0)


def test_a_folder_that_cannot_be_made_is_a_missing_key(settings, tmp_path):
    (tmp_path / "keys").write_text("in the way")
    with pytest.raises(KeyMissing):
        create("one.key")
