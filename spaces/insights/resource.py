"""A space as programs read it. Nothing of what is said inside comes out here."""


def as_resource(space, is_inside):
    """What the API answers for a space; the little first part for those who are not inside."""
    found = {"id": space.pk, "name": space.name, "stage": space.stage}
    if is_inside:
        found |= {
            "name_en": space.name_en,
            "context": space.context,
            "language": space.language,
            "country": space.country,
            "stage_since": space.stage_since,
            "door_is_open": space.door_is_open,
        }
    return found
