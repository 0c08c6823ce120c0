import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import spaces.models.firm
from django.conf import settings
from django.db import migrations, models

# What was told to everybody in a space is now told to each system by itself, under a grant. An event that has a place
# in the order keeps it, for one of those who were told; what went by a member's leave, and what no grant lets be told,
# goes. The scopes of measures go too: nothing serves them.
UNDER_GRANTS = """
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE spaces_event DISABLE TRIGGER USER;
    UPDATE spaces_event e SET grant_id = told.grant_id, partner_id = told.partner_id
    FROM (
        SELECT DISTINCT ON (e.id) e.id, g.id AS grant_id, g.partner_id
        FROM spaces_event e JOIN spaces_grant g
          ON g.space_id = e.space_id AND g.since <= e.at AND (e.partner_id IS NULL OR e.partner_id = g.partner_id)
        WHERE g.scopes @> ARRAY[CASE split_part(e.kind, '.', 1)
            WHEN 'space' THEN 'spaces:read' WHEN 'invitation' THEN 'invitations:read'
            WHEN 'membership' THEN 'memberships:read' WHEN 'pulse' THEN 'pulse:read' ELSE '' END]::varchar[]
        ORDER BY e.id, (g.ended_at IS NULL) DESC, g.id DESC
    ) told
    WHERE told.id = e.id;
    DELETE FROM spaces_delivery WHERE event_id IN (
        SELECT id FROM spaces_event WHERE grant_id IS NULL AND split_part(kind, '.', 1) NOT IN ('grant', 'webhook')
    );
    DELETE FROM spaces_event WHERE grant_id IS NULL AND split_part(kind, '.', 1) NOT IN ('grant', 'webhook');
    ALTER TABLE spaces_event ENABLE TRIGGER USER;
"""
WITHOUT_MEASURES = """
    UPDATE spaces_partner SET scopes = array_remove(array_remove(scopes, 'measures:read'), 'measures:write');
    ALTER TABLE spaces_grant DISABLE TRIGGER USER;
    UPDATE spaces_grant SET scopes = array_remove(array_remove(scopes, 'measures:read'), 'measures:write')
    WHERE scopes && ARRAY['measures:read', 'measures:write']::varchar[];
    UPDATE spaces_grant SET scopes = ARRAY['spaces:read'], ended_at = coalesce(ended_at, now()),
        ended_by_id = coalesce(ended_by_id, by_id)
    WHERE scopes = ARRAY[]::varchar[];
    ALTER TABLE spaces_grant ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('spaces', '0018_lists'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='event',
            name='numbered_after_the_space_is_held',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='event',
            name='append_only',
        ),
        migrations.RemoveConstraint(
            model_name='endpoint',
            name='an_endpoint_wants_known_kinds',
        ),
        migrations.RemoveConstraint(
            model_name='event',
            name='an_event_of_the_catalogue',
        ),
        migrations.RemoveConstraint(
            model_name='event',
            name='an_event_concerns_somebody',
        ),
        migrations.RemoveConstraint(
            model_name='event',
            name='what_is_told_to_one_alone',
        ),
        migrations.RemoveConstraint(
            model_name='grant',
            name='a_grant_grants_what_it_can',
        ),
        migrations.RemoveConstraint(
            model_name='partner',
            name='a_partner_asks_known_scopes',
        ),
        migrations.RemoveIndex(
            model_name='event',
            name='events_of_a_space',
        ),
        migrations.RemoveIndex(
            model_name='event',
            name='events_of_a_partner',
        ),
        migrations.RemoveField(
            model_name='event',
            name='meeting',
        ),
        migrations.AddField(
            model_name='endpoint',
            name='failed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='endpoint',
            name='failing_for',
            field=models.DurationField(default=datetime.timedelta, editable=False),
        ),
        migrations.AddField(
            model_name='event',
            name='grant',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='spaces.grant'),
        ),
        migrations.AddField(
            model_name='sharing',
            name='fingerprint',
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.RunSQL(UNDER_GRANTS, migrations.RunSQL.noop),
        migrations.RunSQL(WITHOUT_MEASURES, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='endpoint',
            name='kinds',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('space.moved', 'The space moved to another stage.'), ('invitation.moved', 'An invitation that this system proposed moved to another state.'), ('membership.began', 'A member lets this system know of them.'), ('membership.changed', 'What this system may know of a member changed: they chose anew, or have another name or organisation.'), ('membership.ended', 'This system may know of a member no longer: they left, or took it back.'), ('meetings.began', 'A member lets this system have their meetings.'), ('meetings.ended', 'This system may have the meetings of a member no longer: they left, or took it back.'), ('meeting.called', 'A member was called to a meeting.'), ('meeting.moved', 'A meeting takes place at another time.'), ('meeting.changed', 'Something else about a meeting changed: what it is, who is called, or what they answered.'), ('meeting.off', 'A meeting was called off.'), ('pulse.counted', 'A pulse was counted, and its figures are shown.'), ('grant.began', 'A space let this system in.'), ('grant.narrowed', 'A space closed: of all that it let this system have, only the space itself can still be read.'), ('grant.ended', 'A space does not let this system in any more.'), ('webhook.disabled', 'An endpoint was switched off, as it failed for too long.'), ('webhook.test', 'Somebody tried out an endpoint.')], max_length=30), size=None, verbose_name='events'),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('space.moved', 'The space moved to another stage.'), ('invitation.moved', 'An invitation that this system proposed moved to another state.'), ('membership.began', 'A member lets this system know of them.'), ('membership.changed', 'What this system may know of a member changed: they chose anew, or have another name or organisation.'), ('membership.ended', 'This system may know of a member no longer: they left, or took it back.'), ('meetings.began', 'A member lets this system have their meetings.'), ('meetings.ended', 'This system may have the meetings of a member no longer: they left, or took it back.'), ('meeting.called', 'A member was called to a meeting.'), ('meeting.moved', 'A meeting takes place at another time.'), ('meeting.changed', 'Something else about a meeting changed: what it is, who is called, or what they answered.'), ('meeting.off', 'A meeting was called off.'), ('pulse.counted', 'A pulse was counted, and its figures are shown.'), ('grant.began', 'A space let this system in.'), ('grant.narrowed', 'A space closed: of all that it let this system have, only the space itself can still be read.'), ('grant.ended', 'A space does not let this system in any more.'), ('webhook.disabled', 'An endpoint was switched off, as it failed for too long.'), ('webhook.test', 'Somebody tried out an endpoint.')], max_length=30, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='event',
            name='partner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='spaces.partner'),
        ),
        migrations.AlterField(
            model_name='grant',
            name='scopes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('organisations:read', 'reads the organisations on the map'), ('organisations:write', 'adds organisations to the map, and corrects them'), ('map:read', 'reads fields, places and public ties on the map'), ('spaces:read', 'reads the name of the space, its stage and what it says about itself'), ('memberships:read', 'reads who is in, as far as each member allows it'), ('invitations:read', 'follows the invitations that it proposed itself'), ('invitations:write', 'proposes people to invite'), ('meetings:read', 'reads the meetings and answers of members who allow it'), ('pulse:read', 'reads the pulse in figures about the whole group, never of few people'), ('events:read', 'follows what happens, in the order in which it happened'), ('webhooks:write', 'is told at once when something happens')], max_length=30), size=None, verbose_name='what it may'),
        ),
        migrations.AlterField(
            model_name='mailing',
            name='kind',
            field=models.CharField(choices=[('invitation', 'invitation'), ('invitation_again', 'invitation, sent again'), ('reminder', 'reminder'), ('ask_again', 'asking again, as agreed'), ('withdrawn', 'invitation taken back'), ('welcome', 'welcome'), ('decision', 'a decision waits'), ('meeting', 'a meeting, for the calendar'), ('meeting_off', 'a meeting called off, for the calendar'), ('meeting_reminder', 'a meeting comes near'), ('summary', 'the summary of a meeting is there'), ('pulse', 'the pulse is asked'), ('pulse_reminder', 'reminder of a pulse'), ('pulse_result', 'the pulse was counted'), ('glass', 'somebody opened what was said, in need'), ('questions', 'a proposal to ask about'), ('open_names', 'time is over, names are open'), ('confided', 'something was confided'), ('recorded', 'a position was recorded'), ('signing', 'an agreement waits to be signed'), ('dependencies', 'a private question waits'), ('candidates', 'the list of candidates has something new'), ('door_closed', 'outside part ended, with thanks'), ('space_moved', 'the space moved on'), ('digest', 'several things in one mail'), ('mailing_paused', 'a mailing paused itself'), ('endpoint_off', 'an endpoint of a partner system was switched off')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('invitation', 'invitation'), ('invitation_again', 'invitation, sent again'), ('reminder', 'reminder'), ('ask_again', 'asking again, as agreed'), ('withdrawn', 'invitation taken back'), ('welcome', 'welcome'), ('decision', 'a decision waits'), ('meeting', 'a meeting, for the calendar'), ('meeting_off', 'a meeting called off, for the calendar'), ('meeting_reminder', 'a meeting comes near'), ('summary', 'the summary of a meeting is there'), ('pulse', 'the pulse is asked'), ('pulse_reminder', 'reminder of a pulse'), ('pulse_result', 'the pulse was counted'), ('glass', 'somebody opened what was said, in need'), ('questions', 'a proposal to ask about'), ('open_names', 'time is over, names are open'), ('confided', 'something was confided'), ('recorded', 'a position was recorded'), ('signing', 'an agreement waits to be signed'), ('dependencies', 'a private question waits'), ('candidates', 'the list of candidates has something new'), ('door_closed', 'outside part ended, with thanks'), ('space_moved', 'the space moved on'), ('digest', 'several things in one mail'), ('mailing_paused', 'a mailing paused itself'), ('endpoint_off', 'an endpoint of a partner system was switched off')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='partner',
            name='scopes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('organisations:read', 'reads the organisations on the map'), ('organisations:write', 'adds organisations to the map, and corrects them'), ('map:read', 'reads fields, places and public ties on the map'), ('spaces:read', 'reads the name of the space, its stage and what it says about itself'), ('memberships:read', 'reads who is in, as far as each member allows it'), ('invitations:read', 'follows the invitations that it proposed itself'), ('invitations:write', 'proposes people to invite'), ('meetings:read', 'reads the meetings and answers of members who allow it'), ('pulse:read', 'reads the pulse in figures about the whole group, never of few people'), ('events:read', 'follows what happens, in the order in which it happened'), ('webhooks:write', 'is told at once when something happens')], max_length=30), default=list, size=None, verbose_name='what it may ask for'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['partner', 'position'], name='events_of_a_partner'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='numbered_after_the_space_is_held', sql=spaces.models.firm.FirmSql(func="\n    IF NEW.space_id IS NOT NULL THEN\n        PERFORM 1 FROM spaces_space WHERE id = NEW.space_id FOR NO KEY UPDATE;\n    END IF;\n    IF NEW.grant_id IS NOT NULL AND NOT EXISTS (\n        SELECT 1 FROM spaces_grant\n        WHERE id = NEW.grant_id AND partner_id = NEW.partner_id AND space_id = NEW.space_id AND ended_at IS NULL\n    ) THEN\n        RAISE EXCEPTION 'this space does not tell it' USING ERRCODE = 'check_violation';\n    END IF;\n    NEW.id = nextval(pg_get_serial_sequence('spaces_event', 'id'));\n    RETURN NEW;\n", hash='4a1358c888ab47f694a3e397d0cc416cf338c0d8', operation='INSERT', pgid='pgtrigger_numbered_after_the_space_is_held_669fe', table='spaces_event', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=spaces.models.firm.FirmSql(condition='WHEN (OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."grant_id" IS DISTINCT FROM (NEW."grant_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."space_id" IS DISTINCT FROM (NEW."space_id") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='597f05a35719440db2971976f58cc51c6180baf2', operation='UPDATE', pgid='pgtrigger_append_only_4731c', table='spaces_event', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='endpoint',
            constraint=models.CheckConstraint(condition=models.Q(('kinds__contained_by', ['space.moved', 'invitation.moved', 'membership.began', 'membership.changed', 'membership.ended', 'meetings.began', 'meetings.ended', 'meeting.called', 'meeting.moved', 'meeting.changed', 'meeting.off', 'pulse.counted', 'grant.began', 'grant.narrowed', 'grant.ended', 'webhook.disabled', 'webhook.test']), models.Q(('kinds', []), _negated=True)), name='an_endpoint_wants_known_kinds'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['space.moved', 'invitation.moved', 'membership.began', 'membership.changed', 'membership.ended', 'meetings.began', 'meetings.ended', 'meeting.called', 'meeting.moved', 'meeting.changed', 'meeting.off', 'pulse.counted', 'grant.began', 'grant.narrowed', 'grant.ended', 'webhook.disabled', 'webhook.test'])), name='an_event_of_the_catalogue'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('grant', None), ('kind__in', ['grant.began', 'grant.narrowed', 'grant.ended', 'webhook.disabled', 'webhook.test'])), models.Q(models.Q(('kind__in', ['grant.began', 'grant.narrowed', 'grant.ended', 'webhook.disabled', 'webhook.test']), _negated=True), ('grant__isnull', False)), _connector='OR'), name='a_space_tells_by_its_grants'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('scopes__contained_by', ['spaces:read', 'memberships:read', 'invitations:read', 'invitations:write', 'meetings:read', 'pulse:read']), models.Q(('scopes', []), _negated=True)), name='a_grant_grants_what_it_can'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(('scopes__contained_by', ['organisations:read', 'organisations:write', 'map:read', 'spaces:read', 'memberships:read', 'invitations:read', 'invitations:write', 'meetings:read', 'pulse:read', 'events:read', 'webhooks:write'])), name='a_partner_asks_known_scopes'),
        ),
    ]
