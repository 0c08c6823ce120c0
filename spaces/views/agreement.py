"""The foundation document and its annex on the desk: a new version with a preview; one version and who signed it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from spaces.actions.agreement import asked_to_sign, publish
from spaces.forms.agreement import AgreementForm
from spaces.insights import audience
from spaces.models import Agreement, Space
from spaces.views.desk import posted, run_space, show


def agreement_new(request, pk):
    """The form; with `preview` the text as it will be read; with `publish` the deed."""
    space = run_space(request, pk)
    form = AgreementForm(posted(request), initial=latest_text(request, space))
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and "publish" in request.POST:
        made = publish(space, **form.cleaned_data, by=request.user)
        messages.success(request, _("Published. Those who are to sign it were written to."))
        return redirect("spaces:desk_agreement", made.pk)
    if is_valid and "back" not in request.POST:
        return show(request, "agreement/preview", space, form=form, **preview(space, **form.cleaned_data))
    return show(request, "agreement/new", space, form=form)


def latest_text(request, space):
    """A new version starts from the one before."""
    kind = request.GET.get("kind")
    kind = kind if kind in Agreement.Kind.values else Agreement.Kind.FOUNDATION
    before = space.agreements.filter(kind=kind).order_by("-version").first()
    return {"kind": kind, "text": before.text if before else ""}


def preview(space, kind, text):
    draft = Agreement(space=space, kind=kind, text=text, version=space.agreements.filter(kind=kind).count() + 1)
    reads = audience.of_peers if kind == Agreement.Kind.FOUNDATION else audience.of_whole
    return {"draft": draft, "asked": [one.person.name for one in asked_to_sign(draft)], "audience": reads(space)}


def desk_agreement(request, pk):
    mine = Agreement.objects.visible_to(request.user).filter(space__in=Space.objects.run_by(request.user))
    document = get_object_or_404(mine.select_related("space", "by"), pk=pk)
    signatures = list(document.signatures.select_related("membership__person").order_by("at", "pk"))
    signed = {signature.membership_id for signature in signatures}
    versions = list(document.space.agreements.filter(kind=document.kind).defer("text").order_by("-version"))
    is_current = versions[0] == document
    context = {
        "document": document,
        "is_current": is_current,
        "others": [one for one in versions if one != document],
        "signatures": signatures,
        "waiting": [one.person.name for one in asked_to_sign(document) if one.pk not in signed] if is_current else [],
    }
    return show(request, "agreement/show", document.space, **context)
