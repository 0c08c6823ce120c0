"""Which column of a list says what: a guess from its headings in Hebrew, English and Arabic."""

import re

from spaces.actions.people_cells import folded

FIELDS = ("name", "first_name", "last_name", "email", "organisation_name", "registry_number", "language", "side")

# In this order: what speaks of kinds and numbers is taken before what speaks of organisations, and that before names.
# All folded: no quote marks, no vowel signs.
EXACT = {
    "first_name": "שם פרטי|פרטי|first name|given name|firstname|forename|الاسم الاول|الاسم الشخصي",
    "last_name": "שם משפחה|משפחה|last name|surname|family name|lastname|اسم العائلة|العائلة",
    "registry_number": (
        "מספר עמותה|מס עמותה|מספר ארגון|מספר תאגיד|מס תאגיד|מספר רשום|חפ|ח פ|ער|ע ר|חפ עמותה|מספר עמותה חפ|"
        "registry number|registration number|charity number|company number|رقم الجمعية|رقم التسجيل"
    ),
    "name": "שם|שמות|שם מלא|name|full name|fullname|contact|contact name|person|الاسم|الاسم الكامل|اسم",
}
HOLDS = {
    "email": "mail|דואל|דוא ל|מייל|אלקטרוני|البريد|ايميل|بريد",
    "side": r"\b(?:סוג|מגזר|kind|type|sector|role|نوع|قطاع)\b",
    "language": r"\bשפה|שפת|language|\blang\b|اللغة|لغة",
    "organisation_name": "ארגון|עמותה|עמותת|חברה|מוסד|organisation|organization|company|employer|المنظمة|الجمعية|مؤسسة",
    "name": r"^שם (?:ה?מנכ|איש|אשת|ה?מנהל|ה?משתת|ה?מוזמ|ה?חבר)|מנכ ?ל|\bceo\b|contact person|director",
}
OTHER_THINGS = re.compile("טלפון|נייד|פקס|כתובת$|אתר|תאריך|הערות|phone|mobile|fax|website|date|notes|هاتف|جوال|موقع")


def guessed(titles, lines):
    """{field: position} for the headings of a list; the addresses give themselves away even below a strange one."""
    columns = {}
    for position, title in enumerate(titles):
        field = meaning(title)
        if field and field not in columns:
            columns[field] = position
    if "email" not in columns and (position := full_of_addresses(lines)) is not None:
        columns = {field: at for field, at in columns.items() if at != position} | {"email": position}
    return columns


def meaning(title):
    """The field that a heading speaks of, or nothing."""
    text = folded(title)
    for field, words in EXACT.items():
        if text and text in words.split("|"):
            return field
    if not text or (OTHER_THINGS.search(text) and not re.search(HOLDS["email"], text)):
        return ""
    return next((field for field, words in HOLDS.items() if re.search(words, text)), "")


def full_of_addresses(lines):
    """The position of the column in which most cells hold an address, or None."""
    cells = [(at, cell) for line in lines[:50] for at, cell in enumerate(line.cells) if cell]
    held, all_held = {}, {}
    for at, cell in cells:
        held[at] = held.get(at, 0) + ("@" in cell)
        all_held[at] = all_held.get(at, 0) + 1
    likely = [at for at in held if held[at] * 2 > all_held[at]]
    return max(likely, key=held.get, default=None)
