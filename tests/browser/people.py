"""A made-up list of 25 CEOs as a spreadsheet, with three rows that can't go."""

from openpyxl import Workbook

NAMES = (
    "דנה סלע", "אבינועם פרץ", "מיכל אבוחצירא", "סמירה נסאר", "צביקה הורוביץ", "אלמז טספאי", "נדב ברנר", "רוחמה ליפשיץ",
    "ואאל חלבי", "אירנה גולדין", "הדס רביבו", "גידי לנדאו", "אורלי סויסה", "יעל צור", "פארס זועבי", "בני מאיר",
    "ציונה חדאד", "מלכה שטרן", "דאוויט אלמו", "נורית קפלן", "ראמי סעד", "לנה וולקוב",
)  # fmt: skip
GOOD = [f"ceo{number}@association{number}.example" for number in range(1, len(NAMES) + 1)]
BAD = [
    ("שירה בלי כתובת", "", "עמותה בלי דואר"),
    ("יוסי שגוי", "yossi(at)association.example", "עמותה עם טעות"),
    ("רון מהמשרד", "ron@health.gov.il", "משרד ממשלתי"),
]


def write_list(path):
    """Write the spreadsheet. Returns its path."""
    book = Workbook()
    book.active.append(["שם מלא", "דוא״ל", "שם הארגון"])
    for number, (name, address) in enumerate(zip(NAMES, GOOD, strict=True), 1):
        book.active.append([name, address, f"עמותת השדה {number}"])
    for row in BAD:
        book.active.append(row)
    book.save(path)
    return path
