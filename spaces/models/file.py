import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import firm
from spaces.models.post import Post, new_key
from spaces.models.wall import FILE_BELONGS


class FileQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A file is read by those who read what it came with."""
        return self.filter(post__in=Post.objects.visible_to(person))

    def of(self, membership):
        return self.filter(owner=membership)


class File(models.Model):
    """A file that came with something said. It is its owner's, and goes when they go.

    `stored` is its name on disk: random, told to nobody, and no way to the file.
    """

    id = models.BigIntegerField(primary_key=True, default=new_key, editable=False)
    owner = models.ForeignKey("spaces.Membership", models.PROTECT, related_name="files")
    post = models.ForeignKey(Post, models.PROTECT, related_name="files")
    name = models.CharField(_("name"), max_length=150)
    type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size"))
    stored = models.CharField(max_length=64, unique=True, editable=False)
    at = models.DateTimeField(_("shared"), default=timezone.now)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        triggers = [
            firm.Trigger(
                name="belongs_to_its_post", when=pgtrigger.Before, operation=pgtrigger.Insert, func=FILE_BELONGS
            ),
            firm.Protect(name="stays_as_it_was_shared", operation=pgtrigger.Update),
        ]

    def __str__(self):
        return f"{self.pk}"

    @property
    def extension(self):
        return self.name.rpartition(".")[2].lower()
