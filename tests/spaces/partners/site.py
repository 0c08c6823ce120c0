"""The site with one address more, where a partner's call makes a row: what is done twice would be seen."""

from django.urls import path
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from impact_spaces.lib.refusals import NotPossible
from impact_spaces.urls import urlpatterns as whole_site
from sectors.models import Organisation
from spaces.actions.moving import hold
from spaces.api.idempotency import idempotent
from spaces.models import Space


class Things(APIView):
    scopes = dict.fromkeys(("POST", "PUT", "DELETE"), "organisations:write")

    @idempotent
    def post(self, request):
        """Make an organisation. `then` is what happens right after that."""
        made = Organisation.objects.create(name_he=request.data["name"], sector="third", kind="association")
        for space in Space.objects.all():
            hold(space.pk)  # waits where a test wants it to
        happen(request.data.get("then"))
        return Response({"id": made.pk, "name": made.name_he}, 201, headers={"Location": f"/things/{made.pk}"})

    @idempotent
    def delete(self, request):
        Organisation.objects.filter(name_he=request.query_params["name"]).delete()
        return Response(status=204)


def happen(then):
    if then == "refused":
        raise NotPossible("Not now")
    if then == "invalid":
        raise ValidationError({"name": ["No"]})
    if then == "broken":
        raise RuntimeError


urlpatterns = [path("api/v1/things/", Things.as_view()), *whole_site]
