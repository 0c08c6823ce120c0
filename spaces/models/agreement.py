import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import firm


class AgreementQuerySet(models.QuerySet):
    def current(self):
        """The latest version of each kind in each space."""
        latest = Agreement.objects.filter(space=OuterRef("space"), kind=OuterRef("kind")).order_by("-version")
        return self.filter(pk=Subquery(latest.values("pk")[:1]))

    def visible_to(self, person):
        """Peers and facilitators read every version. Somebody who has not signed yet reads what they are asked to
        sign; a stakeholder the cross-sector annex in force and those that they signed.
        """
        mine = person.memberships.present()
        before_signing = mine.peers().filter(active_since=None)
        newer = Agreement.objects.filter(
            space=OuterRef("space"), kind=OuterRef("kind"), version__gt=OuterRef("version")
        )
        signed = Signature.objects.filter(agreement=OuterRef("pk"), membership__person=person)
        return self.filter(
            Q(space__in=mine.inside().values("space"))
            | Q(~Exists(newer), kind=Agreement.Kind.FOUNDATION, space__in=before_signing.values("space"))
            | Q(
                ~Exists(newer) | Exists(signed),
                kind=Agreement.Kind.ANNEX,
                space__in=mine.stakeholders().values("space"),
            )
        )


class Agreement(models.Model):
    """The foundation document (מסמך יסוד) and its cross-sector annex, in versions. A version never changes."""

    class Kind(models.TextChoices):
        FOUNDATION = "foundation", _("foundation document")
        ANNEX = "annex", _("cross-sector annex")

    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="agreements")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    version = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("text"), max_length=50_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    published_at = models.DateTimeField(_("published"), default=timezone.now)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [models.UniqueConstraint("space", "kind", "version", name="agreement_version_once")]
        triggers = [firm.Protect(name="a_version_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.get_kind_display()} {self.version}"


class Signature(models.Model):
    """Who signed which version, with the name as typed."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signatures")
    membership = models.ForeignKey("spaces.Membership", models.PROTECT, related_name="signatures")
    name = models.CharField(_("name as typed"), max_length=150)
    at = models.DateTimeField(_("signed"), default=timezone.now)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [models.UniqueConstraint("agreement", "membership", name="signed_once")]
        triggers = [firm.Protect(name="a_signature_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.name} · {self.agreement}"
