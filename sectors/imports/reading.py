"""Files into lines of text cells: CSV in any usual encoding, XLSX, and the rows of a JSON export."""

import csv
import datetime
import io
import json
import sys
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from .rows import Unusable

csv.field_size_limit(sys.maxsize)
UNREADABLE = "\ufffd"
# What openpyxl lets through when the zip archive or the XML in it is broken.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, OSError, SyntaxError, IndexError,
    EOFError, NotImplementedError, RuntimeError, MemoryError,
)  # fmt: skip


@dataclass(slots=True)
class Line:
    number: int  # in the file, from 1; of a JSON file: which of its rows
    cells: list


def content_of(path):
    """The bytes of the file. Raises Unusable when there is nothing to read."""
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Unusable(_("The file can't be read: %(reason)s.") % {"reason": reason}) from None
    if not content.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise Unusable(_("The file is empty."))
    return content


def is_workbook(content):
    return content.startswith(b"PK\x03\x04")


def is_json(content):
    return not is_workbook(content) and decoded(content[:4000]).lstrip().startswith(("{", "["))


def decoded(content):
    """Text in UTF-8 or UTF-16 (by its mark), else in whichever of UTF-8 and Windows-1255 leaves more of it readable."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    text = content.decode("utf-8-sig", errors="replace")
    broken = text.count(UNREADABLE)
    if broken and broken > sum(c > "\x7f" for c in text) / 2:
        return content.decode("windows-1255", errors="replace")
    return text


def parsed(content):
    """A JSON document with exact amounts. Raises Unusable."""
    try:
        return json.loads(decoded(content), parse_float=Decimal, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise Unusable(_("This is not valid JSON: line %(line)s, column %(column)s.") % place) from None
    except (ValueError, RecursionError):
        raise Unusable(_("This is not valid JSON: it holds a number or a nesting that no such file needs.")) from None


def sheets(content):
    """Each table of the file as a list of lines, without blank ones: one of a CSV file, one a sheet of a workbook."""
    if is_workbook(content):
        return [list(_filled(lines)) for lines in _workbook(content)]
    return [list(_filled(_csv(decoded(content))))]


def records(document):
    """The rows of an open-data portal's JSON answer as one table. Raises Unusable."""
    found = document.get("result", document) if isinstance(document, dict) else document
    found = found.get("records") if isinstance(found, dict) else found
    if not isinstance(found, list) or not found or not all(isinstance(record, dict) for record in found):
        raise Unusable(_("This JSON file holds no list of records."))
    titles = list(found[0])
    lines = [Line(number, [_cell(record.get(title)) for title in titles]) for number, record in enumerate(found, 1)]
    return [[Line(0, titles), *_filled(lines)]]


def _refuse(constant):
    raise ValueError(constant)


def _filled(lines):
    return (line for line in lines if any(cell.strip() for cell in line.cells))


def _csv(text):
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    start = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = [UNREADABLE]
        yield Line(start, cells)
        start = reader.line_num + 1


def _delimiter(text):
    head = text[:20000].split("\n", 1)[0]
    return max(",;\t|", key=head.count)


def _workbook(content):
    try:
        with warnings.catch_warnings(action="ignore"):  # openpyxl warns of styles that it leaves out
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            return [list(_sheet(sheet)) for sheet in book.worksheets]
    except DAMAGE:
        raise Unusable(_("This workbook is damaged and can't be opened.")) from None


def _sheet(sheet):
    sheet.reset_dimensions()  # some programs write a wrong size, and rows would be lost
    width = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = [_cell(value) for value in row]
        width = width or len(cells)  # a workbook leaves out the empty cells at the end of a row
        yield Line(number, cells + [""] * (width - len(cells)))


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time.min
        return value.date().isoformat() if midnight else f"{value.isoformat()}Z"
    return str(value)
