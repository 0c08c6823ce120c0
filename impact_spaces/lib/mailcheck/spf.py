"""SPF (RFC 7208): who may send for a domain, and whether the record can be followed to its end."""

from django.conf import settings

from impact_spaces.lib.mailcheck.finding import look, ok, wrong

MOST_QUESTIONS = 10  # a reader of the record asks DNS no oftener; beyond it the record counts as broken
ASKING = ("include", "a", "mx", "ptr", "exists", "redirect")
# Under which name a provider stands in SPF, by django-anymail's name for it.
INCLUDED = {
    "mailgun": ("mailgun.org",), "postmark": ("mtasv.net",), "sendgrid": ("sendgrid.net",),
    "brevo": ("brevo.com", "sendinblue.com"), "sparkpost": ("sparkpostmail.com",), "mailjet": ("mailjet.com",),
    "resend": ("amazonses.com",),
}  # fmt: skip
# The same for those whose mail servers bear another name than that.
BY_HOUSE = {
    "postmarkapp.com": INCLUDED["postmark"], "amazonaws.com": ("amazonses.com",), "resend.com": INCLUDED["resend"],
    "brevo.com": INCLUDED["brevo"], "sendinblue.com": INCLUDED["brevo"], "gmail.com": ("google.com",),
}  # fmt: skip


def check(names, domain):
    found = records(names, domain)
    if not found:
        yield wrong(f"{domain} has no SPF record: nobody is told who may send for it.",
                    f'Publish the provider\'s, such as: {domain} TXT "v=spf1 include:… ~all"')  # fmt: skip
        return
    if len(found) > 1:
        yield wrong(f"{domain} has {len(found)} SPF records; then none counts.", "Put them into one.")
        return
    terms = terms_of(found[0])
    yield ok(f"SPF at {domain}: {found[0]}")
    yield from ending(terms)
    asked = questions(names, domain, set())
    if asked > MOST_QUESTIONS:
        yield wrong(f"To read it takes {asked} questions to DNS; after {MOST_QUESTIONS} servers give up.",
                    "Take out what no longer sends for you.")  # fmt: skip
    yield from names_the_server(terms)


def records(names, domain):
    return [text for text in names.texts(domain, "v=spf1") if text.split()[0].lower() == "v=spf1"]


def terms_of(record):
    """[(sign, mechanism, value)] of a record."""
    found = []
    for word in record.split()[1:]:
        sign = word[0] if word[0] in "+-~?" else "+"
        name, _mark, value = word.lstrip("+-~?").replace("=", ":", 1).partition(":")
        found.append((sign, name.partition("/")[0].lower(), value))
    return found


def ending(terms):
    last = [sign for sign, name, _value in terms if name == "all"]
    if last == ["+"]:
        yield wrong("It ends with +all: everybody in the world may send for you.", "End it with ~all or -all.")
    elif last == ["?"] or not (last or any(name == "redirect" for _sign, name, _value in terms)):
        yield look("It does not say what is to happen to others.", "End it with ~all or -all.")


def questions(names, domain, seen):
    """How often a reader has to ask, through all that the record includes."""
    found = records(names, domain)
    if domain in seen or not found or len(seen) > MOST_QUESTIONS:
        return 0
    seen.add(domain)
    asking = [(name, value) for _sign, name, value in terms_of(found[0]) if name in ASKING]
    deeper = [value for name, value in asking if name in ("include", "redirect") and value and "%" not in value]
    return len(asking) + sum(questions(names, one, seen) for one in deeper)


def names_the_server(terms):
    """From which address a provider sends is not seen from here; that its own name is missing is."""
    houses = where_mails_leave()
    named = " ".join(value.lower() for _sign, name, value in terms if name in ("include", "redirect", "a", "mx"))
    found = [house for house in houses if house in named]
    if found:
        yield ok(f"It names {found[0]}, where the mails leave.")
    elif houses:
        yield look(f"It does not name {houses[0]}, where the mails leave.",
                   "Fine if an entry means the same servers; your provider shows which it wants.")  # fmt: skip


def where_mails_leave():
    """The names by which SPF may know the way that the settings take; none where mails go nowhere."""
    way, _dot, provider = settings.EMAIL_BACKEND.removesuffix(".EmailBackend").rpartition(".")
    if way == "anymail.backends":
        return INCLUDED[provider]
    if settings.EMAIL_BACKEND.startswith("impact_spaces.lib.mail."):  # written to files
        return ()
    house = house_of(settings.EMAIL_HOST.lower())
    return BY_HOUSE.get(house, (house,))


def house_of(host):
    """The part of a name that is one house's own: provider.com, and provider.co.il below a country."""
    labels = host.split(".")
    is_below_a_country = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 4
    return ".".join(labels[-3:] if is_below_a_country else labels[-2:])
