import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import spaces.models.event
import spaces.models.firm
import spaces.models.webhook
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("spaces", "0014_partners"),
    ]

    operations = [
        migrations.CreateModel(
            name='Endpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=spaces.models.webhook.new_key, editable=False, max_length=40, unique=True)),
                ('url', models.CharField(max_length=500, verbose_name='address')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('space.moved', 'The space moved to another stage.'), ('invitation.moved', 'An invitation that this system proposed moved to another state.'), ('membership.began', 'A member lets this system know of them.'), ('membership.changed', 'A member changed what this system may know of them.'), ('membership.ended', 'This system may know of a member no longer: they left, or took it back.'), ('meeting.called', 'A meeting was planned.'), ('meeting.moved', 'A meeting takes place at another time.'), ('meeting.off', 'A meeting was called off.'), ('pulse.counted', 'A pulse was counted, and its figures are shown.'), ('grant.began', 'A space let this system in.'), ('grant.ended', 'A space does not let this system in any more.'), ('webhook.disabled', 'An endpoint was switched off, as it failed for too long.'), ('webhook.test', 'Somebody tried out an endpoint.')], max_length=30), size=None, verbose_name='events')),
                ('off_since', models.DateTimeField(blank=True, null=True, verbose_name='switched off')),
                ('why_off', models.CharField(blank=True, choices=[('failing', 'it failed for days'), ('gone', 'it answered that it is gone for good')], max_length=10, verbose_name='why it is off')),
                ('failing_since', models.DateTimeField(blank=True, null=True, verbose_name='failing since')),
                ('sealed_secret', models.TextField(editable=False)),
                ('sealed_former', models.TextField(blank=True, editable=False)),
                ('former_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('after', models.BigIntegerField(default=0, editable=False)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='removed')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endpoints', to='spaces.partner')),
            ],
            options={
                'verbose_name': 'endpoint',
                'verbose_name_plural': 'endpoints',
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=spaces.models.event.new_key, editable=False, max_length=40, unique=True)),
                ('kind', models.CharField(choices=[('space.moved', 'The space moved to another stage.'), ('invitation.moved', 'An invitation that this system proposed moved to another state.'), ('membership.began', 'A member lets this system know of them.'), ('membership.changed', 'A member changed what this system may know of them.'), ('membership.ended', 'This system may know of a member no longer: they left, or took it back.'), ('meeting.called', 'A meeting was planned.'), ('meeting.moved', 'A meeting takes place at another time.'), ('meeting.off', 'A meeting was called off.'), ('pulse.counted', 'A pulse was counted, and its figures are shown.'), ('grant.began', 'A space let this system in.'), ('grant.ended', 'A space does not let this system in any more.'), ('webhook.disabled', 'An endpoint was switched off, as it failed for too long.'), ('webhook.test', 'Somebody tried out an endpoint.')], max_length=30, verbose_name='kind')),
                ('about', models.CharField(max_length=40, verbose_name='about')),
                ('state', models.CharField(blank=True, max_length=20, verbose_name='state')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('position', models.BigIntegerField(blank=True, editable=False, null=True, unique=True)),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='spaces.meeting')),
                ('partner', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='spaces.partner')),
                ('space', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='spaces.space')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('waiting', 'waiting'), ('sending', 'on its way'), ('delivered', 'delivered'), ('failed', 'given up'), ('dropped', 'not theirs any more')], default='waiting', max_length=10, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('next_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='next attempt')),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('tried_at', models.DateTimeField(blank=True, null=True, verbose_name='last attempt')),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='answer')),
                ('problem', models.CharField(blank=True, choices=[('address', 'The address is not one that webhooks go to.'), ('not_public', 'The name does not lead to a machine on the open net.'), ('certificate', 'The certificate is not valid for this name.'), ('unreachable', 'Nobody answers there.'), ('too_slow', 'No answer came in time.'), ('garbled', 'The answer was none of HTTP.'), ('answer', 'The answer was another than 2xx.')], max_length=12, verbose_name='problem')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('endpoint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='spaces.endpoint')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='spaces.event')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
            },
        ),
        migrations.AddConstraint(
            model_name='endpoint',
            constraint=models.CheckConstraint(condition=models.Q(('kinds__contained_by', ['space.moved', 'invitation.moved', 'membership.began', 'membership.changed', 'membership.ended', 'meeting.called', 'meeting.moved', 'meeting.off', 'pulse.counted', 'grant.began', 'grant.ended', 'webhook.disabled', 'webhook.test']), models.Q(('kinds', []), _negated=True)), name='an_endpoint_wants_known_kinds'),
        ),
        migrations.AddConstraint(
            model_name='endpoint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('off_since', None), ('why_off', '')), models.Q(('off_since__isnull', False), models.Q(('why_off', ''), _negated=True)), _connector='OR'), name='what_is_off_has_a_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='endpoint',
            trigger=pgtrigger.compiler.Trigger(name='kept_for_good', sql=spaces.models.firm.FirmSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c4a8956a0b258a840bad5604ab01331794cd8fc7', operation='DELETE', pgid='pgtrigger_kept_for_good_3ade5', table='spaces_endpoint', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(models.F('id'), condition=models.Q(('position', None)), name='events_without_position'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['space', 'position'], name='events_of_a_space'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('partner__isnull', False)), fields=['partner', 'position'], name='events_of_a_partner'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['space.moved', 'invitation.moved', 'membership.began', 'membership.changed', 'membership.ended', 'meeting.called', 'meeting.moved', 'meeting.off', 'pulse.counted', 'grant.began', 'grant.ended', 'webhook.disabled', 'webhook.test'])), name='an_event_of_the_catalogue'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('space__isnull', False), ('partner__isnull', False), _connector='OR'), name='an_event_concerns_somebody'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['grant.began', 'grant.ended', 'webhook.disabled', 'webhook.test', 'invitation.moved', 'membership.began', 'membership.changed', 'membership.ended']), _negated=True), ('partner__isnull', False), _connector='OR'), name='what_is_told_to_one_alone'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='numbered_after_the_space_is_held', sql=spaces.models.firm.FirmSql(func="\n    IF NEW.space_id IS NOT NULL THEN\n        PERFORM 1 FROM spaces_space WHERE id = NEW.space_id FOR NO KEY UPDATE;\n    END IF;\n    NEW.id = nextval(pg_get_serial_sequence('spaces_event', 'id'));\n    RETURN NEW;\n", hash='93ed5db7d13cd5dd880cac2c2ded895e1483e92a', operation='INSERT', pgid='pgtrigger_numbered_after_the_space_is_held_669fe', table='spaces_event', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=spaces.models.firm.FirmSql(condition='WHEN (OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."meeting_id" IS DISTINCT FROM (NEW."meeting_id") OR OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."space_id" IS DISTINCT FROM (NEW."space_id") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='313f16261248c1171489db0a9a06b7fedc35ac5a', operation='UPDATE', pgid='pgtrigger_append_only_4731c', table='spaces_event', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='a_position_stays', sql=spaces.models.firm.FirmSql(condition='WHEN (OLD."position" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='aaaf8c1d46118749e47cf3874b7b87588da2e63a', operation='UPDATE', pgid='pgtrigger_a_position_stays_ba3a4', table='spaces_event', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='kept_for_good', sql=spaces.models.firm.FirmSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='687f405753e99b9bac8ea114fb56b53172683b31', operation='DELETE', pgid='pgtrigger_kept_for_good_2da7f', table='spaces_event', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('step', 'waiting')), fields=['endpoint', 'id'], name='deliveries_due'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(models.F('claimed_at'), condition=models.Q(('step', 'sending')), name='deliveries_going_out'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['endpoint', '-id'], name='deliveries_of_an_endpoint'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(models.F('made_at'), name='deliveries_by_age'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(models.F('endpoint'), models.F('event'), name='one_delivery_each'),
        ),
    ]
