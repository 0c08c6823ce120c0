"""Which sector and kind a name and a number point to. A first guess for new organisations; a person corrects it."""

import re

from .models import Kind, Sector
from .names import QUOTES, cleaned
from .registry import kind_of

SECTOR_OF = {
    Kind.MINISTRY: Sector.FIRST,
    Kind.AUTHORITY: Sector.FIRST,
    Kind.PUBLIC_BODY: Sector.FIRST,
    Kind.BUSINESS: Sector.SECOND,
}

# Read on cleaned names: final letters folded, no quote marks, no legal endings, Latin in lower case.
GOVERNMENT = (
    (Kind.MINISTRY, r"^(?:ה?משרד (?:ה|ל|ראש|תשל)|האוצר\b|משרד האוצר|ראש הממשלה|ממשלת ישראל|כנסת ישראל)"),
    (Kind.MINISTRY, r"^(?:משטרת ישראל|צהל\b|נציבות שירות המדינה|בית (?:ה?משפט|הדינ) )"),
    (Kind.AUTHORITY, r"^(?:עיריית|ה?מועצה (?:ה?מקומית|ה?אזורית)|ועד מקומי|ועד מקומית|איגוד ערימ)\b"),
    (Kind.PUBLIC_BODY, r"^(?:ה?מועצה ה?דתית|ה?מוסד לביטוח לאומי|ביטוח לאומי|רשות המיסימ|בנק ישראל)\b"),
    (Kind.MINISTRY, r"^(?:department (?:for|of)|ministry (?:for|of)|cabinet office|home office)\b"),
    (Kind.MINISTRY, r"^(?:hm (?:treasury|revenue)|(?:scottish|welsh|uk) government|northern ireland executive)\b"),
    (Kind.AUTHORITY, r"\b(?:city|county|borough|district|parish|town|metropolitan|municipal) (?:\w+ )?council\b"),
    (Kind.AUTHORITY, r"^(?:london|royal) borough of\b|\bcombined authority\b|^greater london authority\b"),
    (Kind.AUTHORITY, r"^municipality of\b|\bmunicipality$|^(?:city of london|corporation of london)\b"),
    (Kind.PUBLIC_BODY, r"\bnhs\b|^(?:big|national) lottery|lottery community fund|^national lottery heritage"),
    (Kind.PUBLIC_BODY, r"^(?:arts council|sport) (?:of )?(?:england|wales)|^(?:sport|creative )scotland|^uk sport\b"),
    (Kind.PUBLIC_BODY, r"^(?:historic england|innovate uk|environment agency)\b|\bpolice and crime commissioner"),
)  # fmt: skip
ACADEMIA = r"^(?:ה?אוניברסיט|ה?מכללה ה?אקדמית|ה?מכללת |ה?טכניונ\b)|\buniversity\b|^(?:\w+ ){1,3}college(?: \w+)?$"
FOUNDATION = r"(?:^|(?<!של )(?<!ליד )(?<!על שמ ))\bה?קרנ\b|\b(?:foundation|foundations|trust|trusts)\b"
NOT_A_FOUNDATION = r"^(?:עמותת|אגודת|ידידי|איגוד|\w+ friends of)\b|\b(?:nhs|academy|housing|school) trust\b"
ENDOWMENT = r"^ה?הקדש\b|\bendowment\b"
BENEFIT_COMPANY = r"חלצ|לתועלת הצי?בור|\bcic\b|community interest company"
COMPANY = r"בעמ|\b(?:plc|llp)\b"

CHARITY_IDS = ("GB-CHC-", "GB-SC-", "GB-NIC-")  # of these registers, whatever the name sounds like
BY_ID = (
    ("GB-GOR-", Kind.MINISTRY),
    ("GB-LA", Kind.AUTHORITY),
    ("GB-PLA-", Kind.AUTHORITY),
    ("GB-NHS-", Kind.PUBLIC_BODY),
)


def judge(name, *, number="", identifier="", purpose="", giver=False, social=True):
    """(sector, kind) of an organisation that is new to the map.

    `giver`: it gives grants in the source. `social`: the source lists social organisations only, so that a company
    in it is not taken for a business. The legal form written on the name or in the number outweighs its words.
    """
    words, form = cleaned(name), _by_form(name, number, purpose)
    state = None if form else _by_id(identifier) or _government(words, identifier)
    kind = state or _calling(words) or form or kind_of(number)
    if kind is None and not social and re.search(COMPANY, _plain(name)):
        kind = Kind.BUSINESS
    kind = kind or (Kind.FOUNDATION if giver else Kind.SOCIAL)
    return SECTOR_OF.get(kind, Sector.THIRD), kind


def _by_form(name, number, purpose):
    """The form that the law gives to a social organisation: a tail such as (ע"ר) or (חל"צ), or a number's prefix."""
    plain = _plain(name)
    if re.search(BENEFIT_COMPANY, plain) or (number[:1] == "5" and purpose.startswith("מטרות ציבוריות בלבד")):
        return Kind.BENEFIT_COMPANY
    if re.search(r"\((?:ער|ע)\)?(?:$|[ -])", plain) or kind_of(number) == Kind.ASSOCIATION:
        return Kind.ASSOCIATION
    return None


def _by_id(identifier):
    return next((kind for prefix, kind in BY_ID if identifier.startswith(prefix)), None)


def _government(words, identifier):
    kinds = {Kind.PUBLIC_BODY} if identifier.startswith(CHARITY_IDS) else set(Kind)
    return next((kind for kind, pattern in GOVERNMENT if kind in kinds and re.search(pattern, words)), None)


def _calling(words):
    """What an organisation of any form is by its own name."""
    if re.search(ENDOWMENT, words):
        return Kind.ENDOWMENT
    if re.search(FOUNDATION, words) and not re.search(NOT_A_FOUNDATION, words):
        return Kind.FOUNDATION
    return Kind.ACADEMIA if re.search(ACADEMIA, words) else None


def _plain(name):
    return QUOTES.sub("", name.casefold()).replace("ץ", "צ").replace("ם", "מ")
