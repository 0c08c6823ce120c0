"""Organisations on the desk's pages, and who looks at them."""

from members.models import Person
from sectors.models import Organisation, Record, Tie


def facilitator(language="en"):
    return Person.objects.create_user("noa@desk.example", "Noa Barak", is_facilitator=True, language=language)


def organisation(name="עמותת הגשר", **more):
    values = {"name_he": name, "sector": "third", "kind": "association"} | more
    return Organisation.objects.create(**values)


def tie(giver, receiver, *amounts):
    made = Tie.objects.create(kind="funds", giver=giver, receiver=receiver)
    for amount in amounts:
        record(made, amount)
    return made


def record(tie, amount, period="2019"):
    key = f"{tie.pk}/{tie.records.count()}"
    return Record.objects.create(
        tie=tie, source="Made up", source_key=key, period=period, currency="ILS", allocated=amount, paid=0
    )
