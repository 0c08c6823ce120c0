"""The whole site on a page."""

from email.utils import parseaddr

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import TemplateView

from impact_spaces.health import healthz, readyz
from impact_spaces.home import home
from impact_spaces.metrics import metrics
from spaces.insights.metrics import mail_metrics
from spaces.insights.outbox import oldest_due_seconds


def words(name):
    """A page of words that everybody may read."""
    contact = {"contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}
    return login_not_required(TemplateView.as_view(template_name=f"pages/{name}.html", extra_context=contact))


urlpatterns = [
    path("", home, name="home"),
    path("accessibility/", words("accessibility"), name="accessibility"),
    path("privacy/", words("privacy"), name="privacy"),
    path("healthz", healthz),
    path("readyz", readyz, {"oldest_due_seconds": oldest_due_seconds}),
    path("metrics", metrics, {"mail_metrics": mail_metrics}),
    path("desk/organisations/", include("sectors.urls")),
    path("api/v1/", include("spaces.api.urls")),
    path("", include("spaces.urls")),
    path("admin/", admin.site.urls),
    path("me/", include("members.urls.me")),
    path("accounts/", include("members.urls.sign_in")),
]
if not settings.PRODUCTION:
    urlpatterns += [path("dev/mail/", include("impact_spaces.dev_mail"))]
handler400, handler404, handler500 = (
    f"impact_spaces.api.{name}" for name in ("bad_request", "not_found", "server_error")
)
