from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Step(models.TextChoices):
    """How far a list of people has come. From `done` it may run again, for rows that were mended."""

    COLUMNS = "columns", _("columns to be named")
    CHECKED = "checked", _("checked, nothing sent")
    RUNNING = "running", _("inviting")
    STOPPED = "stopped", _("stopped half way")
    DONE = "done", pgettext_lazy("import", "done")


class Outcome(models.TextChoices):
    """What became of a row. A row without one waits, and its `code` says whether it can go."""

    WAITING = "", _("waits")
    INVITED = "invited", _("invited")
    SKIPPED = "skipped", _("left out by you")


class PeopleImportQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Facilitators see the lists of the spaces they run."""
        return self.filter(space__in=person.memberships.present().facilitators().values("space"))


class PeopleImport(models.Model):
    """A list of people, from a file or pasted, on its way to invitations of peers. The file itself is not kept."""

    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="people_imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    source = models.CharField(_("file"), max_length=200, blank=True)  # nothing for a pasted list
    titles = models.JSONField(_("headings"), default=list)
    columns = models.JSONField(_("meaning of the columns"), default=dict)  # field: position
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="he")
    is_confirmation = models.BooleanField(_("they are members already and confirm"), default=False)
    deadline = models.DateTimeField(_("answer until"), null=True, blank=True)
    note = models.CharField(_("personal line"), max_length=500, blank=True)
    step = models.CharField(_("step"), max_length=10, choices=Step.choices, default=Step.COLUMNS)
    mailing = models.ForeignKey("spaces.Mailing", models.PROTECT, null=True, blank=True, related_name="+")
    problem = models.CharField(_("why it stopped"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("read"), default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)  # a worker's last sign of life

    objects = PeopleImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of people")
        verbose_name_plural = _("imports of people")
        indexes = [
            models.Index(fields=["space", "-id"], name="people_imports_of_a_space"),
            models.Index("touched_at", condition=Q(step=Step.RUNNING), name="people_imports_running"),
            models.Index("created_at", condition=Q(step__in=[Step.COLUMNS, Step.CHECKED]), name="people_imports_left"),
        ]

    def __str__(self):
        return self.source or str(_("a pasted list"))

    @property
    def is_running(self):
        return self.step == Step.RUNNING


class ImportRow(models.Model):
    """One line of the list: as it stood there, what was read from it, what stands against it, what became of it."""

    people_import = models.ForeignKey(PeopleImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("line"))
    cells = models.JSONField(default=list)  # emptied when the list goes out: nothing is kept that nobody asked for
    name = models.CharField(_("name"), max_length=500, blank=True)
    email = models.CharField(_("e-mail"), max_length=500, blank=True)
    organisation_name = models.CharField(_("organisation"), max_length=500, blank=True)
    registry_number = models.CharField(_("registry number"), max_length=100, blank=True)
    organisation = models.ForeignKey("sectors.Organisation", models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(_("language"), max_length=8, blank=True)
    side = models.CharField(_("kind or sector"), max_length=500, blank=True)
    code = models.CharField(_("verdict"), max_length=12, blank=True)
    reason = models.CharField(_("why"), max_length=500, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True, default="")
    invitation = models.ForeignKey("spaces.Invitation", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        ordering = ["number"]
        constraints = [models.UniqueConstraint("people_import", "number", name="one_row_a_line")]
        indexes = [
            models.Index("people_import", "number", condition=Q(outcome="", code="ok"), name="import_rows_to_go")
        ]

    def __str__(self):
        return f"{self.number}: {self.name}"

    @property
    def can_go(self):
        return self.outcome == Outcome.WAITING and self.code == "ok"
