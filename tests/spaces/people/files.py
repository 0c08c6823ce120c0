"""Files as facilitators have them, made on the spot."""

import csv
import io
import warnings

from openpyxl import Workbook

HEADINGS = ["שם", 'דוא"ל', "עמותה", "שפה"]


def workbook(rows, sheet="גיליון1"):
    """An XLSX file with these rows in its first sheet."""
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book):
    file = io.BytesIO()
    with warnings.catch_warnings(action="ignore"):
        book.save(file)
    return file.getvalue()


def text(rows, separator=",", encoding="utf-8-sig"):
    """A CSV file."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator).writerows(rows)
    return file.getvalue().encode(encoding)


def ceos(count=22):
    """Rows of made-up CEOs, good ones."""
    return [[f"מנכ״ל {n}", f"ceo{n}@association{n}.example", f"עמותה {n}", "עברית"] for n in range(1, count + 1)]


THREE_BAD = [
    ["בלי כתובת", "", "עמותה א", "עברית"],
    ["כתובת שבורה", "ceo at association", "עמותה ב", "עברית"],
    ["פקידה", "ruth@health.gov.il", "משרד הבריאות", "עברית"],
]


def the_story():
    """The list of the story: 25 CEOs, three of them with something wrong."""
    good = ceos()
    return workbook([HEADINGS, *good[:10], THREE_BAD[0], *good[10:15], THREE_BAD[1], *good[15:], THREE_BAD[2]])
