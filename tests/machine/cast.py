"""Who plays, and from where they come. Everybody is made up; accounts exist before anybody is invited."""

from members.models import Person
from sectors.models import Kind, Sector
from spaces.vetting import Invitee
from tests import world as w

PEERS = ("dana", "avi", "michal", "raed", "lior", "maya", "yael", "noga", "omri", "tamar", "eli")
OUTSIDE = {"ruth": "ruth@health.gov.il", "gal": "gal@education.gov.il", "eran": "eran@firm.example"}
FACILITATORS = ("noa", "tal")  # each opens a space of their own
OTHERS = ("omer", "staff")  # signed in and invited to nothing; runs the installation
EVERYBODY = (*FACILITATORS, *PEERS, *OUTSIDE, *OTHERS)


def people():
    """The accounts by name."""
    found = {name: w.a_person(name, language="en") for name in (*PEERS, "omer")}
    found |= {name: w.a_person(name, is_facilitator=True, language="en") for name in FACILITATORS}
    found |= {name: Person.objects.create_user(address, name.title()) for name, address in OUTSIDE.items()}
    found["staff"] = w.a_person("staff", is_staff=True, is_superuser=True, language="en")
    return found


def invitee(name, address, called):
    """Somebody with the body that they come from; peers of even place are activists without one."""
    return Invitee(address, called, body(name), language="en")


def body(name):
    if name == "eran":
        return w.an_organisation("מפעלי הצפון", Sector.SECOND, Kind.BUSINESS)
    if name in OUTSIDE:
        return w.the_ministry()
    return w.an_organisation(f"עמותת {name}") if PEERS.index(name) % 2 else None
