"""Files into a table with headings: CSV in any usual encoding and with any usual separator, or XLSX."""

import csv
import io
import re
from collections import Counter

from django.utils.translation import gettext as _

from sectors.imports.reading import decoded
from spaces.actions.people_columns import meaning
from spaces.actions.people_table import LINES_ABOVE, MOST_BYTES, MOST_ROWS, Line, Table, Unreadable, kept, too_many
from spaces.actions.people_workbook import is_old_or_locked, is_workbook, refuse_old_or_locked, workbook_lines

SEPARATORS = ",;\t|"
LONGEST_NOTE = 20  # line breaks in one cell; more of them mean that a quote mark was never closed


def table_of(content):
    """The table in a file's bytes. Raises Unreadable with the reason and a way out; never anything else."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("This file is larger than {most} MB.").format(most=MOST_BYTES // 1024**2))
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise Unreadable(_("This file is empty."))
    if is_old_or_locked(content):
        refuse_old_or_locked(content)
    return table(workbook_lines(content) if is_workbook(content) else text_lines(decoded(content)))


def text_lines(text):
    """The filled lines of a CSV text. Raises Unreadable."""
    if re.match(r"\s*<(!doctype|html|table|\?xml)", text, re.IGNORECASE):
        raise Unreadable(_("This is a web page and not a table. Open it in a spreadsheet and save it as XLSX."))
    if "\x00" in text[:4096]:
        raise Unreadable(_("This is neither CSV nor XLSX. Save the list as one of the two and upload that."))
    return kept(rows(text, separator(text)))


def rows(text, delimiter):
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    started = 1
    try:
        for cells in reader:
            if any(cell.count("\n") > LONGEST_NOTE for cell in cells):
                raise Unreadable(_("A quote mark opens in line {line} and never closes.").format(line=started))
            if not (started == 1 and re.fullmatch("sep=.?", "".join(cells))):  # a hint that Excel writes for itself
                yield Line(started, cells)
            started = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(_("Line {line} cannot be read as CSV.").format(line=started)) from error


def separator(text):
    """The sign that cuts the most of the first lines into the same number of cells."""
    head = "".join(text[:50_000].splitlines(keepends=True)[:30])

    def evenness(sign):
        widths = Counter(len(cells) for cells in csv.reader(io.StringIO(head, newline=""), delimiter=sign))
        return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))

    return max(SEPARATORS, key=evenness)


def table(lines):
    """Lines below their headings, which may stand below a title. Raises Unreadable."""
    if not lines:
        raise Unreadable(_("This file is empty."))
    at = headings(lines)
    if at is None:
        example = _("for example: Name, E-mail, Organisation")
        raise Unreadable(
            _("There is no line of headings. The first line names the columns, {example}.").format(example=example)
        )
    below = lines[at + 1 :]
    if not below:
        raise Unreadable(_("There are headings, and nothing below them."))
    if len(below) > MOST_ROWS:
        raise Unreadable(too_many())
    width = max(len(line.cells) for line in lines[at:])
    return Table(padded(lines[at].cells, width), [Line(line.number, padded(line.cells, width)) for line in below])


def headings(lines):
    """Which line names the columns: the first that we understand, else whatever stands above the first address."""
    for at, line in enumerate(lines[:LINES_ABOVE]):
        if is_heading(line.cells):
            return at
    first = next((at for at, line in enumerate(lines[:LINES_ABOVE]) if "@" in "".join(line.cells)), None)
    if first is None:
        return next((at for at, line in enumerate(lines[:LINES_ABOVE]) if sum(map(bool, line.cells)) > 1), None)
    return first - 1 if first else None


def is_heading(cells):
    """Two columns that we understand, or one of addresses; and no address in it."""
    known = {meaning(cell) for cell in cells} - {""}
    return (len(known) > 1 or known == {"email"}) and "@" not in "".join(cells)


def padded(cells, width):
    return cells + [""] * (width - len(cells))
