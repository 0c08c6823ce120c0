"""What mail servers mean by their numbers (RFC 3463 and its registry, and how large providers use it)."""

import re

ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
PLAIN = re.compile(r"(?<![\d.])([45])\d\d(?=[ \-:,;(#]|$)", re.MULTILINE)
NO_SUCH_ADDRESS = re.compile(
    r"user unknown|unknown user|no such (?:user|recipient|mailbox|address)"
    r"|user (?:does not exist|doesn'?t exist|not found)"
    r"|(?:recipient|mailbox|address|account) (?:does not exist|doesn'?t exist|not found|unknown|is unknown|unavailable)"
    r"|invalid (?:recipient|mailbox|address)|no mailbox here|not a known user|host or domain name not found"
    r"|domain (?:does not exist|not found)|unrouteable address|all relevant MX records point to non-existent hosts",
    re.IGNORECASE,
)
FULL = re.compile(r"mailbox (?:is )?full|over ?quota|quota exceeded|out of storage", re.IGNORECASE)

# Whoever answers so knows no such address, or no such domain. Nothing will ever arrive there.
ADDRESS_IS_BAD = {
    "5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10",
    "5.2.1",   # the mailbox is switched off
    "5.4.1",   # Exchange Online, of a recipient it does not know
    "5.4.4", "5.4.310",  # no way to the domain
}  # fmt: skip
# Permanent by their first digit, and yet they pass: a full mailbox, a server that could not be reached for days.
PASSES = {"5.2.2", "5.4.7", "5.4.300", "5.4.316", "5.3.1"}
VAGUE = {"", "4.0.0", "5.0.0", "5.5.0"}


def code_in(text, given=""):
    """The status code that stands in a server's words, `given` where they are less exact; empty for none."""
    found = ENHANCED.search(text)
    code = given if given not in VAGUE else (found[1] if found else given)
    if code not in VAGUE:
        return code
    if NO_SUCH_ADDRESS.search(text):
        return "5.1.1"
    if FULL.search(text):
        return "5.2.2"
    plain = PLAIN.search(text)
    return code or (f"{plain[1]}.0.0" if plain else "")


def is_address_bad(code):
    """Whether a failure with this code means that the address itself leads nowhere."""
    return code in ADDRESS_IS_BAD


def passes(code):
    """Whether a failure with this code may be over by the next mail."""
    return code.startswith("4.") or code in PASSES
