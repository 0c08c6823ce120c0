"""A mail as bytes: for a server that takes 8 bits, for one that does not, and for a backend of Django."""

from email import message_from_bytes, policy

from django.core.mail import EmailMultiAlternatives

from impact_spaces.lib.mail import Mail

TEXT = "שלום דנה\n.נקודה בתחילת שורה\n"
CALENDAR = "BEGIN:VCALENDAR\r\nSUMMARY:מליאה\r\nEND:VCALENDAR\r\n"


def a_mail():
    made = EmailMultiAlternatives(
        "הזמנה אל המרחב", TEXT, "מרחב <spaces@impact.example>", ["dana@world.example"],
        reply_to=["נעה <noa@world.example>"], headers={"Message-ID": "<1@impact.example>"},
    )  # fmt: skip
    made.attach_alternative("<p>שלום</p>", "text/html")
    made.attach_alternative(CALENDAR, "text/calendar; method=REQUEST")
    made.attach("meeting.ics", CALENDAR.encode(), "application/ics")
    return Mail("dana@world.example", made.message().as_bytes(linesep="\r\n"))


def parsed(data):
    mail = message_from_bytes(data, policy=policy.default)
    leaves = [part for part in mail.walk() if not part.is_multipart()]
    parts = [(one["Content-Type"], one.get_filename(), one.get_payload(decode=True)) for one in leaves]
    return {name: value for name, value in mail.items() if name != "Content-Type"}, parts


def test_the_form_for_servers_without_8bitmime_says_the_same():
    mail = a_mail()
    assert not mail.data.isascii()
    seven = mail.seven_bit()
    assert seven.isascii()
    assert seven.count(b"\n") == seven.count(b"\r\n")
    assert parsed(seven) == parsed(mail.data)


def test_the_form_for_a_backend_of_django_says_the_same():
    mail = a_mail()
    again = mail.as_email_message()
    assert (again.subject, again.body, again.to) == ("הזמנה אל המרחב", TEXT, ["dana@world.example"])
    assert parsed(again.message().as_bytes(linesep="\r\n")) == parsed(mail.data)
