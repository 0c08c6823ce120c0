"""Everything that people read can be translated, and stands in Hebrew."""

import ast
import re

import polib
import pytest

from tests.rules.code import APPS, ROOT, files, modules, text_of, tree_of
from tests.rules.words import (
    HEBREW_OR_ARABIC,
    marked_in_python,
    marked_in_template,
    unmarked_in_python,
    unmarked_in_template,
)

HEBREW = ROOT / "locale" / "he" / "LC_MESSAGES" / "django.po"
ARABIC = ROOT / "locale" / "ar" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|{\w*(?::[^{}]*)?}")
TEMPLATES = [path for path in files() if path.startswith("templates/")]
# What mails say, of which Arabic has every word.
MAILS = [
    *(path for path in TEMPLATES if path.startswith(("templates/mail/", "templates/account/email/"))),
    "spaces/actions/words.py",
    "spaces/actions/spelling.py",
    "spaces/actions/mail_form.py",
    "spaces/appointments.py",
]
# Said in one language on purpose.
LEFT_AS_IT_IS = {}
# Hebrew in code: names of files and columns that come from outside, and rules of the language itself.
HEBREW_IN_CODE = ("sectors/", "spaces/demo/", "spaces/actions/people_", "spaces/pulse_items.py")


def unmarked():
    for path in TEMPLATES:
        for text in unmarked_in_template(text_of(path), is_html=path.endswith(".html")):
            yield path, text
    for path in modules(*APPS):
        for text in unmarked_in_python(tree_of(path)):
            yield path, text


def messages():
    """{(context, singular, plural): file} of everything that is marked for translation."""
    found = {}
    for path in modules(*APPS):
        found |= dict.fromkeys(marked_in_python(tree_of(path)), path)
    for path in TEMPLATES:
        found |= dict.fromkeys(marked_in_template(text_of(path)), path)
    return found


def translations(language=HEBREW):
    return {
        (entry.msgctxt or "", entry.msgid, entry.msgid_plural): entry
        for entry in polib.pofile(str(language))
        if not entry.obsolete
    }


def assert_none(found):
    found = sorted(found)
    assert not found, "\n".join(found)


def is_translated(entry):
    return entry is not None and entry.translated()


def test_everything_that_people_read_is_marked_for_translation():
    assert_none(f"{path}: {text}" for path, text in unmarked() if text not in LEFT_AS_IT_IS)


def test_the_source_is_english():
    assert_none(
        f"{path}:{node.lineno}"
        for path in modules(*APPS)
        if not path.startswith(HEBREW_IN_CODE)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HEBREW_OR_ARABIC.search(node.value)
        if not node.value.isspace() and "מסמך יסוד" not in node.value  # a docstring explains the word
    )


def test_every_message_stands_in_hebrew():
    known = translations()
    assert_none(f"{path}: {words}" for words, path in messages().items() if not is_translated(known.get(words)))


def test_translations_keep_the_placeholders():
    """A wrong placeholder is an error page in one language only."""
    assert_none(wrong_placeholders())


def wrong_placeholders():
    """In every language: one that stands in part is read in Hebrew where it is silent."""
    entries = [
        entry for path in sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po")) for entry in polib.pofile(str(path))
    ]
    for entry in entries:
        singular, plural = entry.msgid, entry.msgid_plural
        wanted = set(PLACEHOLDER.findall(singular)) | set(PLACEHOLDER.findall(plural))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text and not set(PLACEHOLDER.findall(text)) <= wanted:
                yield f"{singular}: {text}"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<input placeholder="Search">', ["Search"]),
        ("<p>{% translate 'Hello' %} {{ name }}</p>", []),
        ("{% blocktranslate %}Hello{% endblocktranslate %}", []),
        ("<style>a { color: red }</style>{# note #}{% comment %}why{% endcomment %}", []),
    ],
)
def test_unmarked_words_of_a_template_are_found(source, found):
    assert unmarked_in_template(source) == found


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("raise NotPossible('The door is closed.')", 1),
        ("raise NotPossible(f'The {door} is closed.')", 1),
        ("raise NotPossible(_('The door is closed.'))", 0),
        ("messages.success(request, 'Saved it.')", 1),
        ("forms.CharField(label='Your name')", 1),
        ("class Stage(TextChoices):\n    OPEN = 'open', 'Open now'", 1),
        ("class Stage(TextChoices):\n    OPEN = 'open', _('Open now')", 0),
        ("class Meta:\n    verbose_name = 'Great space'", 1),
        ("Verdict('closed', _('It is closed.'))", 0),
    ],
)
def test_unmarked_words_of_code_are_found(source, count):
    assert len(list(unmarked_in_python(ast.parse(source)))) == count


def test_marked_words_are_read_as_gettext_reads_them():
    template = (
        '{% load i18n %}{% translate "Hello" %}{% translate "open" context "space" %}'
        "{% blocktranslate trimmed count n=n %}\n {{ n }} day\n{% plural %}\n {{ n }} days\n{% endblocktranslate %}"
    )
    assert set(marked_in_template(template)) == {
        ("", "Hello", ""),
        ("space", "open", ""),
        ("", "%(n)s day", "%(n)s days"),
    }
    code = "_('Hi'); ngettext('{n} day', '{n} days', n); pgettext('space', 'open')"
    assert set(marked_in_python(ast.parse(code))) == {
        ("", "Hi", ""),
        ("", "{n} day", "{n} days"),
        ("space", "open", ""),
    }


def test_what_stands_in_arabic_is_still_said():
    """A text that was changed in the source would be read in Hebrew all of a sudden."""
    assert sorted(translations(ARABIC).keys() - messages().keys()) == []


def test_every_word_of_a_mail_stands_in_arabic():
    said = {words for path in MAILS for words in words_in(path)}
    assert len(said) > 100
    assert sorted(said - translations(ARABIC).keys()) == []


def words_in(path):
    return marked_in_python(tree_of(path)) if path.endswith(".py") else marked_in_template(text_of(path))
