"""Names made comparable: what two spellings of one name have in common. The name as given is always kept beside it."""

import re
import unicodedata

FINALS = dict(zip("ךםןףץ", "כמנפצ", strict=True))
QUOTES = re.compile("[\"'`´~‘’‚‛“”„‟′″«»‹›ʹʺʻʼ״׳]")
HEBREW = re.compile("[א-ת]")
ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3]")
LATIN_TAIL = re.compile(r"^(?P<rest>.*[א-ת]\)?) *(?P<tail>(?=[^א-ת]*[a-z])[(. ]*[a-z0-9][a-z0-9().,&/ -]*)$")

INVISIBLE = {"Mn", "Cf", "Cc"}  # niqqud and accents, marks of direction, control characters


class Letters(dict):
    """A table for str.translate that asks once for each character what becomes of it: a text, or None to drop it."""

    def __init__(self, becomes):
        self.becomes = becomes

    def __missing__(self, code):
        self[code] = self.becomes(chr(code))
        return self[code]


def _fold(character):
    if QUOTES.match(character) or unicodedata.category(character) in INVISIBLE:
        return None
    return FINALS.get(character, character)


FOLDED = Letters(_fold)
WORD_CHARACTERS = Letters(lambda character: character if character.isalnum() else " ")

# Written folded: without quote marks and final letters, in lower case.
LEGAL_IN_BRACKETS = re.compile(r"\((?:ער|ע ר|חלצ|בעמ|חימשק|ra|cic|cio|ltd)\)")
CUT_BRACKET = re.compile(r"\((?:.{0,3}|[a-z0-9.,& -]*)$")
LEGAL_ENDINGS = (
    "חברה לתועלת הציבור", "חברה לתועלת הצבור", "בעמ", "בע מ", "בע", "חלצ", "חל צ", "ער", "ע ר",
    "ltd", "limited", "plc", "inc", "cic", "cio", "llp", "c i c", "c i o", "community interest company",
)  # fmt: skip
LEGAL_ENDING = re.compile(r"(?<=\S) (?:" + "|".join(LEGAL_ENDINGS) + r")$")
OPENINGS = (
    (re.compile("^מ מ (?=.)"), "מועצה מקומית "),
    (re.compile("^מ א (?=.)"), "מועצה אזורית "),
    (re.compile("^מ ד (?=.)"), "מועצה דתית "),
    (re.compile("^the (?=.)"), ""),
)
WORDS = {"עירית": "עיריית", "רוהמ": "ראש הממשלה", "עש": "על שמ"}

# A source cuts names at 32 or 35 characters after it took out the quote marks; a name this long may be cut.
MAY_BE_CUT = 31


def cleaned(text):
    """What two spellings of a name share: no quote marks, niqqud, final letters, punctuation, legal or cut tails.

    Latin letters are in lower case; blanks are single. Cleaning twice changes nothing. Never empty unless `text` holds
    no letter or digit at all.
    """
    seen = None
    text = _folded(text)
    while text != seen:
        seen, text = text, _without_tails(text)
    return text


def searchable(text):
    """`cleaned`, and behind it the Latin tail that cleaning takes off a Hebrew name: both can be searched for."""
    found = LATIN_TAIL.match(_folded(text))
    tail = _words(found["tail"]) if found else ""
    return " ".join(filter(None, [cleaned(text), tail]))


def tidy(text):
    """A name as given on one line: line breaks and runs of blanks become one blank, invisible marks go."""
    return " ".join("".join(" " if c.isspace() else c for c in text if unicodedata.category(c) != "Cf").split())


def language_of(name):
    """The language whose letters the name is written in: he, ar or en."""
    if HEBREW.search(name):
        return "he"
    return "ar" if ARABIC.search(name) else "en"


def may_be_cut(name):
    return len(name) >= MAY_BE_CUT or name.count("(") > name.count(")")


def _folded(text):
    """Letters without marks and final forms, in lower case, without quote marks; brackets and dots still stand."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", " ".join(text.split())).casefold())
    return " ".join(letters.translate(FOLDED).split())


def _without_tails(text):
    bare = CUT_BRACKET.sub("", LEGAL_IN_BRACKETS.sub(" ", text).strip())
    found = LATIN_TAIL.match(bare)
    words = _words(found["rest"] if found else bare)
    for opening, full in OPENINGS:
        words = opening.sub(full, words)
    words = " ".join(WORDS.get(word, word) for word in words.split())
    return _without_legal_ending(words) or _words(text)


def _words(text):
    return " ".join(text.translate(WORD_CHARACTERS).split())


def _without_legal_ending(words):
    while (shorter := LEGAL_ENDING.sub("", words)) != words:
        words = shorter
    return words
