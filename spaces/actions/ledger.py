"""What went out is kept: each letter once, and in its messages what filled its places."""

from spaces.models import Letter


def letters_for(all_words):
    """The keys of letters with these words, by their digests; those that were not there are put in."""
    if not all_words:
        return {}
    letters = {
        one.digest: Letter(digest=one.digest, subject=one.subject, text=one.text, html=one.html) for one in all_words
    }
    Letter.objects.bulk_create(letters.values(), ignore_conflicts=True)
    return dict(Letter.objects.filter(digest__in=letters).values_list("digest", "pk"))
