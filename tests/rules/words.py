"""Finds what people read in templates and Python code: what is marked for translation, and what is not."""

import ast
import re
from html.parser import HTMLParser

from django.utils.translation.template import templatize

from tests.rules.code import calls, name_called

LETTERS = re.compile(r"[A-Za-z\u0590-\u05ff\u0600-\u06ff]{2}")
HEBREW_OR_ARABIC = re.compile(r"[\u05d0-\u05ea\u0621-\u064a]")

# --- Marked for translation -----------------------------------------------------------------------------------------

GETTEXT = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}
WITH_CONTEXT = {"pgettext": 1, "pgettext_lazy": 1, "npgettext": 2, "npgettext_lazy": 2}
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
MARKED_IN_TEMPLATE = re.compile(rf"\b(_|gettext|n?pgettext|ngettext)\(\s*({STRING}(?:\s*,\s*{STRING})*)")


def marked_in_python(tree):
    """(context, singular, plural) of every message; context and plural may be empty."""
    for call in calls(tree):
        name = name_called(call)
        texts = [node.value for node in call.args if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        if name in GETTEXT or name in WITH_CONTEXT:
            yield message(name, texts)


def marked_in_template(source):
    for name, arguments in MARKED_IN_TEMPLATE.findall(templatize(source)):
        texts = [ast.literal_eval(text) for text in re.findall(STRING, arguments)]
        yield message(name, texts)


def message(name, texts):
    context = texts.pop(0) if name in WITH_CONTEXT else ""
    plurals = (GETTEXT | WITH_CONTEXT)[name] == 2
    return context, texts[0], texts[1] if plurals else ""


# --- Not marked -----------------------------------------------------------------------------------------------------

READ_ALOUD = {"title", "alt", "placeholder", "aria-label", "data-label", "data-copied"}
BLOCKS = re.compile(
    r"{%\s*comment.*?%}.*?{%\s*endcomment\s*%}|{#.*?#}|{%\s*block (?:page_class|brand_url)\s*%}.*?{%\s*endblock.*?%}|"
    r"{%\s*blocktrans(?:late)?\b.*?%}.*?{%\s*endblocktrans(?:late)?\s*%}",
    re.DOTALL,
)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)


class Texts(HTMLParser):
    """Collects what a reader sees or hears of a page whose template tags were taken out."""

    def __init__(self):
        super().__init__()
        self.found, self.skipping = [], None

    def handle_starttag(self, tag, attrs):
        self.skipping = tag if tag in ("script", "style") else None
        self.found += [value for name, value in attrs if name in READ_ALOUD and value]

    def handle_endtag(self, tag):
        self.skipping = None

    def handle_data(self, data):
        if not self.skipping:
            self.found.append(data.strip())


def unmarked_in_template(source, is_html=True):
    rest = TAGS.sub("", BLOCKS.sub("", source))
    if not is_html:
        return [line.strip() for line in rest.splitlines() if LETTERS.search(line)]
    parser = Texts()
    parser.feed(rest)
    return [text for text in parser.found if LETTERS.search(text)]


# Where Python code says something to people: these calls, these keywords, the labels of choices.
SAYS = {"NotPossible", "Forbidden", "ValidationError", "Verdict", "Criterion", "require", "add_error"}
SAYS_BY_LEVEL = {"success", "info", "warning", "error"}  # of messages
LABELS = {"label", "help_text", "verbose_name", "verbose_name_plural", "empty_label", "reason", "title"}
CODES = re.compile(r"[a-z0-9_:/.-]*")  # a key for programs, not words for people


def unmarked_in_python(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from unmarked_in_call(node)
        elif isinstance(node, ast.ClassDef):
            yield from unmarked_in_class(node)


def unmarked_in_call(call):
    spoken = name_called(call) in SAYS or (
        name_called(call) in SAYS_BY_LEVEL and getattr(getattr(call.func, "value", None), "id", "") == "messages"
    )
    heard = [*(call.args if spoken else []), *(word.value for word in call.keywords if spoken or word.arg in LABELS)]
    yield from (ast.unparse(text) for text in heard if is_plain(text))


def unmarked_in_class(node):
    """Names of models in `Meta`, labels of choices."""
    of_choices = any(ast.unparse(base).endswith("TextChoices") for base in node.bases)
    for statement in node.body:
        if not isinstance(statement, ast.Assign):
            continue
        name = getattr(statement.targets[0], "id", "")
        label = statement.value.elts[-1] if of_choices and isinstance(statement.value, ast.Tuple) else statement.value
        if (name in LABELS or of_choices) and is_plain(label):
            yield ast.unparse(label)


def is_plain(node):
    """Words for people that no translator will see: a text or an f-string that is not a mere code."""
    if isinstance(node, ast.JoinedStr):
        node = next((part for part in node.values if isinstance(part, ast.Constant)), node)
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return False
    return bool(LETTERS.search(node.value)) and not CODES.fullmatch(node.value)
