"""Who there is: reads `cast.toml`, makes organisations and facilitators. The others become people by accepting."""

import tomllib
from pathlib import Path

from members.models import Person
from sectors.models import Field, Kind, Organisation, Place, Sector
from spaces.actions.partner import make_partner
from spaces.models.partner import Use
from spaces.scopes import SCOPES
from spaces.vetting import Invitee

HERE = Path(__file__).parent
SOURCE = "made up for the demo"
FACILITATORS = ("tamar", "jumana", "elisha")
OPERATOR, CONTACT, SYSTEM = "rotem", "shai", "מערכת הקשרים של נתיבים"


class Cast:
    def __init__(self):
        found = read("cast.toml")
        self.people, self.bodies = found["people"], found["organisations"]
        self.organisations = {}

    def make_organisations(self):
        self.organisations = {key: self.make_organisation(**about) for key, about in self.bodies.items()}

    def make_organisation(self, he, en, ar="", sector=Sector.THIRD, kind=Kind.ASSOCIATION, field="", place=""):
        made, is_new = Organisation.objects.get_or_create(
            name_he=he, source=SOURCE,
            defaults={"name_en": en, "name_ar": ar, "sector": sector, "kind": kind, "place": a_place(place)},
        )  # fmt: skip
        if is_new:
            made.fields.set(Field.objects.filter(code=field))
        return made

    def make_facilitators(self):
        for key in FACILITATORS:
            Person.objects.create_user(self.address(key), self.people[key]["name"], is_facilitator=True)

    def make_system(self):
        """A partner system that asks for everything, who runs the site and made it, and who answers for it."""
        operator, contact = (
            Person.objects.create_user(self.address(key), self.people[key]["name"], is_staff=is_operator)
            for key, is_operator in ((OPERATOR, True), (CONTACT, False))
        )
        make_partner(by=operator, name=SYSTEM, use=Use.CRM, scopes=list(SCOPES), contacts=[contact.email])

    def address(self, key):
        """Every address ends in .example, a domain that can't exist."""
        return f"{key}@{self.people[key].get('from', 'mail')}.example"

    def person(self, key):
        return Person.objects.get(email=self.address(key))

    def invitee(self, key):
        about = self.people[key]
        body = self.organisations.get(about.get("from"))
        return Invitee(self.address(key), about["name"], body, language=about.get("language", "he"))


def a_place(name):
    return Place.objects.get_or_create(name_he=name)[0] if name else None


def read(path):
    return tomllib.loads((HERE / path).read_text())


def words_of(name):
    """What is said in a space: how it describes itself, its documents, its questions."""
    found = read(f"words/{name}.toml")
    about, words = found["space"], found["words"]
    words["foundation"] = document("foundation", about, words.get("foundation_special", ""))
    words["annex"] = document("annex", about)
    words["annex_2"] = document("annex", about, words.get("annex_special", ""))
    return about, words


def document(name, about, special=""):
    text = (HERE / "words" / f"{name}.txt").read_text()
    return text.format(**about, special=special).replace("\n\n\n", "\n\n")
