"""Amounts of money and their currencies, as files write them."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from .rows import BadRow

LARGEST = Decimal(10) ** 12  # a million millions; no support or grant comes near
MARKS = str.maketrans("", "", ",'’ \u00a0\u202f\u200e\u200f₪£$€")
MINUSES = str.maketrans("−–", "--")

CURRENCIES = frozenset({
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF",
    "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP",
    "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP",
    "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HRK", "HTG", "HUF", "IDR", "ILS", "INR",
    "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT",
    "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR",
    "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK",
    "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD",
    "SHP", "SLL", "SOS", "SRD", "SSP", "STN", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY",
    "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XOF",
    "XPF", "YER", "ZAR", "ZMW", "ZWL",
})  # fmt: skip


def amount(text, column):
    """The amount with two decimals, or None for an empty cell. Raises BadRow for anything that is not an amount."""
    plain = text.translate(MARKS).translate(MINUSES).strip()
    if not plain:
        return None
    if plain.startswith("(") and plain.endswith(")"):  # how book-keepers write what is taken back
        plain = f"-{plain[1:-1]}"
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise BadRow(column, _("this is not an amount of money")) from None
    return sensible(value, column)


def sensible(value, column):
    """The amount with two decimals. Raises BadRow for what no grant can be: not a number, or absurdly large."""
    if not value.is_finite():
        raise BadRow(column, _("this is not an amount of money"))
    if abs(value) >= LARGEST:
        raise BadRow(column, _("the amount is too large to be true"))
    return round(value, 2)
