"""XLSX files, which may be broken, locked or made to fill a computer's memory."""

import io
import warnings
import zipfile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from spaces.actions.people_table import MOST_COLUMNS, Line, Unreadable, kept

MOST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 1000
MOST_BLANKS = 100_000  # rows that a sheet may skip before we take it for ended
LOCKED = "EncryptedPackage".encode("utf-16-le")


def is_workbook(content):
    return content.startswith(b"PK")


def is_old_or_locked(content):
    return content.startswith(b"\xd0\xcf\x11\xe0")


def refuse_old_or_locked(content):
    """Raises Unreadable: these are kept in a container that only spreadsheet programs open."""
    if LOCKED in content:
        raise Unreadable(_("This workbook is locked with a password. Save it without one and upload it again."))
    raise Unreadable(_("This is an old kind of workbook (XLS). Save it as XLSX or CSV and upload that."))


def workbook_lines(content):
    """The filled lines of the first visible sheet that has any. Raises Unreadable."""
    try:
        check_archive(zipfile.ZipFile(io.BytesIO(content)))
        with warnings.catch_warnings(action="ignore"):  # openpyxl warns of styles that it leaves out
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheets = (sheet_lines(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible")
            return next(filter(None, sheets), [])
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken archive or XML makes the libraries trip over
        raise Unreadable(_("This workbook is damaged and cannot be read. Save it again as XLSX or as CSV.")) from error


def check_archive(archive):
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise Unreadable(_("This is not a workbook. Save the list as XLSX or CSV and upload that."))
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(_("This workbook is locked with a password. Save it without one and upload it again."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(_("This workbook holds far more than a list of people. Save the list alone, as XLSX or CSV."))


def sheet_lines(sheet):
    sheet.reset_dimensions()  # some programs write a wrong size, and rows would be lost
    return kept(numbered(sheet))


def numbered(sheet):
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MOST_BLANKS:
            return
        yield Line(number, row[:MOST_COLUMNS])
