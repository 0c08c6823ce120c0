"""Files for the importers. All names and numbers in them are made up."""

import csv
import io
import json

from openpyxl import Workbook
from stdnum import luhn

REGISTRY_TITLES = (
    "תאריך רישום עמותה", "מספר עמותה", "שם עמותה בעברית", "שם עמותה באנגלית", "סטטוס עמותה",
    "סיווג פעילות ענפי", "כתובת - ישוב", "מטרות עמותה",
)  # fmt: skip


def number(prefix, serial):
    """A registry number with the right check digit, such as 580000013 for ("58", 1)."""
    digits = f"{prefix}{serial:06}"
    return digits + luhn.calc_check_digit(digits)


def csv_text(*rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def support(recipient="עמותת הגשר", ministry="משרד החינוך", **more):
    """One line of the government's support file."""
    line = {
        "year": "2019", "code": "2000", "ministry": ministry, "budget": "20241415", "recipient": recipient,
        "kind": "תמיכה במוסדות ציבור (3א')", "title": "מרכזים", "times": "1", "allocated": "1000", "paid": "400",
    }  # fmt: skip
    return list((line | more).values())


def association(serial, name, english="", **more):
    """One line of the registry export, as the portal writes it."""
    values = {"city": "חיפה", "activity": "רווחה", "purpose": "", "number": number("58", serial)} | more
    return [
        "01/02/2003",
        values["number"],
        name,
        english,
        "רשומה",
        values["activity"],
        values["city"],
        values["purpose"],
    ]


def grant(serial=1, **more):
    """One grant by the 360Giving standard."""
    return {
        "id": f"360G-made-{serial}",
        "title": "A grant",
        "description": "For the work",
        "currency": "GBP",
        "amountAwarded": 1000,
        "awardDate": "2024-03-01",
        "recipientOrganization": [{"id": "GB-CHC-9000001", "name": "Made Up Bridges"}],
        "fundingOrganization": [{"id": "GB-CHC-9000002", "name": "The Invented Foundation"}],
    } | more


def package(*grants):
    return json.dumps({"grants": grants})


def workbook(*sheets):
    """The bytes of an XLSX file; each sheet is a list of rows."""
    book = Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
