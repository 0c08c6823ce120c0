"""The people. An account is made when somebody accepts an invitation, never by being invited."""

import unicodedata

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _


def clean_address(address):
    """The one spelling of a mail address that the product compares by: no blanks at the ends, no invisible marks,
    lower case, and the host as mail servers read it, so that no other letters hide whose address it is.
    """
    shown = "".join(sign for sign in address if unicodedata.category(sign) != "Cf").strip().lower()
    name, at, host = shown.rpartition("@")
    return f"{name}{at}{plain_host(host)}"


def plain_host(host):
    try:
        return punycode(host)
    except UnicodeError:  # no host at all: whoever checks the address says so
        return host


class PersonManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email=clean_address(email))

    def create_user(self, email, name="", **fields):
        person = self.model(email=clean_address(email), name=name, **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person

    def create_superuser(self, email, name="", password=None, **fields):
        return self.create_user(email, name, is_staff=True, is_superuser=True, **fields)


class Digest(models.TextChoices):
    """How notices come: what tells of something new and may wait a little."""

    EACH = "each", _("each one at once")
    DAILY = "daily", _("one mail a day")
    WEEKLY = "weekly", _("one mail a week")


class Person(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=8, default="he", choices=settings.LANGUAGES)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Jerusalem")
    quiet_weekdays = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True,
        verbose_name=_("quiet days"), help_text=_("No automatic mail on these days. 0 is Monday, 6 is Sunday."),
    )  # fmt: skip
    weekly_cap = models.PositiveSmallIntegerField(_("notices and reminders in a week at most"), null=True, blank=True)
    digest = models.CharField(_("notices come"), max_length=8, choices=Digest.choices, default=Digest.EACH)
    is_facilitator = models.BooleanField(_("may open spaces"), default=False)
    is_staff = models.BooleanField(_("runs this installation"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=Q(email=models.functions.Lower("email")), name="person_email_is_lower_case"
            )
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def first_name(self):
        return self.name.split(" ")[0]


class Position(models.Model):
    """What somebody is, where, and since when. A membership outlives a change of post as the space's rule says."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="positions")
    organisation = models.ForeignKey("sectors.Organisation", models.PROTECT, related_name="positions")
    title = models.CharField(_("title"), max_length=150, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=models.F("since")),
                name="position_ends_after_it_began",
            )
        ]

    def __str__(self):
        return self.title or str(self.organisation)


class Audience(models.TextChoices):
    """Who may see a line of somebody's profile, from the narrowest circle to the widest."""

    NOBODY = "nobody", _("only me")
    GROUP = "group", _("my peers and the facilitator")
    STAKEHOLDERS = "stakeholders", _("stakeholders in my spaces as well")
    PARTNERS = "partners", _("partner systems as well")
    PUBLIC = "public", _("everybody")


class Profile(models.Model):
    person = models.OneToOneField(Person, models.CASCADE, related_name="profile")
    about = models.TextField(_("about me"), blank=True, max_length=1000)
    about_audience = models.CharField(max_length=16, choices=Audience.choices, default=Audience.GROUP)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_audience = models.CharField(max_length=16, choices=Audience.choices, default=Audience.GROUP)
    email_audience = models.CharField(max_length=16, choices=Audience.choices, default=Audience.GROUP)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self):
        return str(self.person)
