"""Who sees which line of somebody's profile."""

from dataclasses import dataclass

from members.models import Audience, Profile

# From the narrowest circle to the widest: whoever stands at one of them reads its lines and all wider ones.
CIRCLES = (Audience.NOBODY, Audience.GROUP, Audience.STAKEHOLDERS, Audience.PARTNERS, Audience.PUBLIC)


@dataclass(frozen=True)
class Lines:
    """What one reader sees of a person besides the name. Empty where it is not for them."""

    about: str = ""
    phone: str = ""
    email: str = ""


def profile_of(person):
    """The profile as it is, or the one a new person starts with (not saved)."""
    return getattr(person, "profile", None) or Profile(person=person)


def lines_for(person, reader):
    """What somebody who stands at `reader`, one of the circles, sees of a person."""
    profile = profile_of(person)

    def seen(line, audience):
        return line if CIRCLES.index(audience) >= CIRCLES.index(reader) else ""

    return Lines(
        seen(profile.about, profile.about_audience),
        seen(profile.phone, profile.phone_audience),
        seen(person.email, profile.email_audience),
    )


def own_facts(person):
    """What this app keeps about a person, as plain values."""
    profile = profile_of(person)
    return {
        "person": {
            "name": person.name,
            "email": person.email,
            "language": person.language,
            "time_zone": person.time_zone,
            "quiet_weekdays": person.quiet_weekdays,
            "notices": person.digest,
            "most_mails_a_week": person.weekly_cap,
            "joined": person.joined_at,
            "last_sign_in": person.last_login,
        },
        "profile": {
            line: getattr(profile, line)
            for line in ("about", "about_audience", "phone", "phone_audience", "email_audience")
        },
        "positions": [
            {"organisation": str(one.organisation), "title": one.title, "since": one.since, "until": one.until}
            for one in person.positions.select_related("organisation").order_by("pk")
        ],
    }
