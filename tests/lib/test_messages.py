"""Translations compile without gettext."""

import gettext
import os

from impact_spaces.lib.messages import compile_messages

SOURCE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Peer"\nmsgstr "עמית"\n'


def make_source(folder):
    source = folder / "locale" / "he" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(SOURCE)
    return source


def test_a_translation_is_compiled_and_read_by_gettext(tmp_path):
    compiled = make_source(tmp_path).with_suffix(".mo")
    assert compile_messages(tmp_path) == [compiled]
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Peer") == "עמית"


def test_what_is_up_to_date_is_left_alone_until_it_changes(tmp_path):
    source = make_source(tmp_path)
    compile_messages(tmp_path)
    assert compile_messages(tmp_path) == []
    later = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_messages(tmp_path) == [source.with_suffix(".mo")]
