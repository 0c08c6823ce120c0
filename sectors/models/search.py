from django.db import models
from django.db.models import Case, Q, Value, When

from sectors.names import cleaned

NUMBER_LENGTH = 9  # digits of a registry number
SHORTEST_GUESS = 4  # letters; below that a misspelt word is not told from another word


class OrganisationQuerySet(models.QuerySet):
    def search(self, text):
        """Organisations whose names hold every word of `text`, or are spelt nearly so; or whose number starts with it.

        Quote marks, niqqud, final letters, punctuation and legal endings make no difference, in `text` or in the name.
        Adds `rank` to order by: 0 where a name begins with the text, 1 where it holds all words, 2 for near spellings.
        """
        wanted = cleaned(text)
        if not wanted:
            return (self.none() if text.strip() else self).annotate(rank=Value(0))
        begins = Q(search_name__startswith=wanted)
        holds = Q(*(Q(search_name__contains=word) for word in wanted.split()))
        found = begins | holds
        if wanted.isdecimal():
            begins |= Q(registry_number__range=(wanted, wanted.ljust(NUMBER_LENGTH, "9")))
            found |= begins
        elif len(wanted) >= SHORTEST_GUESS:
            found |= Q(search_name__trigram_word_similar=wanted)
        return self.filter(found).annotate(rank=Case(When(begins, then=0), When(holds, then=1), default=2))

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        for organisation in objs:
            organisation.fill_search_name()
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs, fields, *args, **kwargs):
        objs = tuple(objs)
        for organisation in objs:
            organisation.fill_search_name()
        return super().bulk_update(objs, {*fields, "search_name", "sort_name"}, *args, **kwargs)
