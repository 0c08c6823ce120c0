"""For those who run an installation: what there is and how it stands, to read only. No word of what is said inside,
no answer, no candidate under debate; nothing is added, changed or deleted here.
"""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.functional import cached_property

from spaces.models import Agreement, Invitation, Membership, Message, Move, Space, Suppression
from spaces.models.invitation import Kind
from spaces.states import InvitationState

MOST_COUNTED = 10_000


class ShortPaginator(Paginator):
    """Counts no further than it is worth turning pages."""

    @cached_property
    def count(self):
        return self.object_list.order_by()[:MOST_COUNTED].count()


class ReadOnly(admin.ModelAdmin):
    paginator = ShortPaginator
    show_full_result_count = False
    list_per_page = 50
    ordering = ["-pk"]

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    has_module_permission = has_view_permission

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission


@admin.register(Space)
class SpaceAdmin(ReadOnly):
    fields = list_display = ["name", "stage", "stage_since", "language", "country", "is_reported", "opened_at"]
    list_filter = ["stage"]
    search_fields = ["name", "name_en"]


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    fields = list_display = ["person", "space", "role", "since", "active_since", "ended_at"]
    list_filter = ["role"]
    list_select_related = ["person", "space"]
    search_fields = ["=person__email", "=space__name"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    fields = list_display = ["email", "space", "kind", "state", "opened_at", "deadline", "next_reminder_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["space"]
    search_fields = ["=email"]

    def get_queryset(self, request):
        """Who is only talked about is the group's own matter."""
        talked_about = Q(kind=Kind.STAKEHOLDER, state__in=[InvitationState.DRAFT, InvitationState.PROPOSED])
        return super().get_queryset(request).exclude(talked_about)


@admin.register(Message)
class MessageAdmin(ReadOnly):
    fields = list_display = ["occasion", "address", "kind", "state", "due_at", "sent_at", "attempts", "problem"]
    list_filter = ["state", "kind"]
    search_fields = ["=address", "=occasion"]

    def get_queryset(self, request):
        return super().get_queryset(request).telling_no_silence()


@admin.register(Move)
class MoveAdmin(ReadOnly):
    fields = list_display = ["space", "from_state", "to_state", "at", "is_reported"]
    list_select_related = ["space"]

    def get_queryset(self, request):
        return super().get_queryset(request).of_space()


@admin.register(Agreement)
class AgreementAdmin(ReadOnly):
    fields = list_display = ["space", "kind", "version", "published_at"]
    list_select_related = ["space"]


@admin.register(Suppression)
class SuppressionAdmin(ReadOnly):
    fields = list_display = ["email", "reason", "at"]
    list_filter = ["reason"]
    search_fields = ["=email"]
