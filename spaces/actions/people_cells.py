"""What one cell of a list of people says, made plain."""

import re
import unicodedata
from datetime import date, datetime

from django.conf import settings

LONGEST_CELL = 500
LANGUAGES = {
    "he": ("he", "heb", "hebrew", "עברית", "عبري", "العبرية", "عبرية"),
    "ar": ("ar", "ara", "arabic", "ערבית", "عربي", "العربية", "عربية"),
    "en": ("en", "eng", "english", "אנגלית", "إنجليزي", "الإنجليزية", "انجليزية"),
}
# A column on the kind of person or the sector is read only to leave people out: whoever is outside of the social
# sector, in the words that lists use.
OUTSIDE = re.compile(
    r"stakeholder|government|municipal|\bministry|public sector|first sector|second sector|\bbusiness\b|commercial"
    r"|\bבעל(?:ת|י|ות|/ת)? ?עניין|ממשל|\bמשרד|\bרשו(?:ת|יות) מקומי|\bעיריי?[הת]\b|\bמועצה (?:מקומית|אזורית|דתית)"
    r"|ציבורי|\bעסקי|(?:מגזר|^) ?ראשון|(?:מגזר|^) ?שני$|أصحاب? (?:ال)?مصلحة|حكوم|وزارة|بلدي|القطاع (?:العام|الخاص)"
    "|تجاري"
)
ERRORS = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")


def plain(value):
    """A cell as text on one line, without invisible marks; at most LONGEST_CELL signs."""
    text = "".join(sign for sign in shown(value) if unicodedata.category(sign) not in ("Cf", "Cs", "Co"))
    text = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)
    text = " ".join(text.split())[:LONGEST_CELL]
    return "" if ERRORS.fullmatch(text) else text


def shown(value):
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value)


def folded(text):
    """A heading or a word without case, quote marks, points and vowel signs."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    kept = (sign for sign in letters if unicodedata.category(sign) not in ("Mn", "Cf") and sign not in "\"'`´״׳“”‘’")
    return " ".join("".join(sign if sign.isalnum() else " " for sign in kept).split())


def address(text):
    """An address as people write it into lists: with mailto:, in pointed brackets, with a comma behind it."""
    text = re.sub(r"^mailto:", "", text.strip(), flags=re.IGNORECASE)
    found = re.fullmatch(r".*<([^<>]+)>[,;.\s]*", text)
    return (found[1] if found else text).strip(" ,;.<>\"'")


def language(text):
    """The code of a language of the site, or nothing."""
    word = folded(text)
    found = next((code for code, words in LANGUAGES.items() if word in map(folded, words)), "")
    return found if found in dict(settings.LANGUAGES) else ""


def is_outside(side):
    return bool(OUTSIDE.search(side.casefold()))
