import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import spaces.models.firm
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("spaces", "0003_rooms"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='feed', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'calendar feed',
                'verbose_name_plural': 'calendar feeds',
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('circle', models.CharField(choices=[('lead', 'lead team'), ('plenum', 'plenum'), ('community', 'community')], default='plenum', max_length=10, verbose_name='circle')),
                ('room', models.CharField(choices=[('peers', "the peers' room"), ('whole', 'the whole space')], default='peers', max_length=10, verbose_name='room')),
                ('title', models.CharField(help_text="Stands in everybody's calendar, where assistants read it: keep it neutral.", max_length=120, verbose_name='title')),
                ('starts_at', models.DateTimeField(verbose_name='begins')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('where', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('online', models.URLField(blank=True, max_length=300, validators=[django.core.validators.URLValidator(schemes=['https'])], verbose_name='address of an online meeting')),
                ('planned_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='planned')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='called off')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sequence', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('time_sequence', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='spaces.space')),
            ],
            options={
                'verbose_name': 'meeting',
                'verbose_name_plural': 'meetings',
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('room', models.CharField(choices=[('peers', "the peers' room"), ('whole', 'the whole space')], max_length=10, verbose_name='room')),
                ('what', models.CharField(max_length=300, verbose_name='what')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='spaces.membership', verbose_name='who')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='spaces.meeting')),
            ],
            options={
                'verbose_name': 'commitment',
                'verbose_name_plural': 'commitments',
                'ordering': ['until', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('axis', models.CharField(choices=[('task', 'the social task'), ('process', "the group's process")], default='task', max_length=10, verbose_name='axis')),
                ('room', models.CharField(choices=[('peers', "the peers' room"), ('whole', 'the whole space')], default='peers', max_length=10, verbose_name='room')),
                ('minutes', models.PositiveSmallIntegerField(default=20, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)], verbose_name='minutes')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                ('prepares', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='spaces.membership', verbose_name='who prepares it')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='spaces.meeting')),
            ],
            options={
                'verbose_name': 'agenda item',
                'verbose_name_plural': 'agenda items',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Recusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='stepped out')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recusals', to='spaces.agendaitem')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='spaces.membership')),
            ],
            options={
                'verbose_name': 'recusal',
                'verbose_name_plural': 'recusals',
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(blank=True, choices=[('', 'no answer yet'), ('yes', 'comes'), ('maybe', 'perhaps'), ('substitute', 'sends a substitute'), ('no', 'does not come')], default='', max_length=10, verbose_name='answer')),
                ('substitute', models.CharField(blank=True, max_length=150, verbose_name='substitute')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('way', models.CharField(blank=True, choices=[('', 'none'), ('page', 'on the page'), ('calendar', 'by the calendar'), ('facilitator', 'noted by the facilitator')], default='', max_length=12, verbose_name='how it came')),
                ('sequence', models.PositiveSmallIntegerField(default=0)),
                ('mail_stamp', models.DateTimeField(blank=True, null=True)),
                ('told', models.PositiveSmallIntegerField(default=0)),
                ('off_at', models.DateTimeField(blank=True, null=True, verbose_name='taken out')),
                ('remind_at', models.DateTimeField(blank=True, null=True)),
                ('presence', models.CharField(blank=True, choices=[('', 'not noted'), ('came', 'came'), ('substitute', 'substitute'), ('absent', 'absent')], default='', max_length=10, verbose_name='attendance')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='spaces.meeting')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='spaces.membership')),
            ],
            options={
                'verbose_name': 'reply',
                'verbose_name_plural': 'replies',
            },
        ),
        migrations.CreateModel(
            name='Summary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', models.CharField(choices=[('peers', "the peers' room"), ('whole', 'the whole space')], max_length=10, verbose_name='room')),
                ('text', models.TextField(max_length=20000, verbose_name='what was said')),
                ('decisions', models.TextField(blank=True, max_length=10000, verbose_name='what was decided')),
                ('nameless', models.TextField(blank=True, max_length=30000, verbose_name='without names')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('shared_at', models.DateTimeField(blank=True, null=True, verbose_name='shared')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='summaries', to='spaces.meeting')),
            ],
            options={
                'verbose_name': 'summary',
                'verbose_name_plural': 'summaries',
            },
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['space', '-starts_at'], name='meetings_of_a_space'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='a_meeting_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('time_sequence__lte', models.F('sequence'))), name='a_time_has_its_revision'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='a_meeting_keeps_its_room', sql=spaces.models.firm.FirmSql(condition='WHEN (OLD."room" IS DISTINCT FROM (NEW."room") OR OLD."space_id" IS DISTINCT FROM (NEW."space_id") OR OLD."uid" IS DISTINCT FROM (NEW."uid"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c24ec946535bcc8766c27746575ad781beae66db', operation='UPDATE', pgid='pgtrigger_a_meeting_keeps_its_room_7447f', table='spaces_meeting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='kept_for_good', sql=spaces.models.firm.FirmSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='2f7789bafb3be3f093466adfe635286105d72b67', operation='DELETE', pgid='pgtrigger_kept_for_good_ec7d4', table='spaces_meeting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='no_wider_than_its_meeting', sql=spaces.models.firm.FirmSql(func="\n    IF NEW.room = 'whole' AND EXISTS (SELECT 1 FROM spaces_meeting WHERE id = NEW.meeting_id AND room = 'peers') THEN\n        RAISE EXCEPTION 'this meeting is the peers own' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='1e03c60271100a5365a1efdc24c35e550b520a58', operation='INSERT OR UPDATE OF "meeting_id", "room"', pgid='pgtrigger_no_wider_than_its_meeting_0997d', table='spaces_commitment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agendaitem',
            trigger=pgtrigger.compiler.Trigger(name='no_wider_than_its_meeting', sql=spaces.models.firm.FirmSql(func="\n    IF NEW.room = 'whole' AND EXISTS (SELECT 1 FROM spaces_meeting WHERE id = NEW.meeting_id AND room = 'peers') THEN\n        RAISE EXCEPTION 'this meeting is the peers own' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='581e720bb772cf446f0685ea57a6bc9f40df5cca', operation='INSERT OR UPDATE OF "meeting_id", "room"', pgid='pgtrigger_no_wider_than_its_meeting_6c44f', table='spaces_agendaitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agendaitem',
            trigger=pgtrigger.compiler.Trigger(name='an_item_keeps_its_room', sql=spaces.models.firm.FirmSql(condition='WHEN (OLD."meeting_id" IS DISTINCT FROM (NEW."meeting_id") OR OLD."room" IS DISTINCT FROM (NEW."room"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6af2d0b15feab096997d246d142cb4379cb5eea3', operation='UPDATE', pgid='pgtrigger_an_item_keeps_its_room_fdefd', table='spaces_agendaitem', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='recusal',
            constraint=models.UniqueConstraint(models.F('item'), models.F('membership'), name='stepped_out_once'),
        ),
        migrations.AddIndex(
            model_name='reply',
            index=models.Index(models.F('remind_at'), condition=models.Q(('remind_at__isnull', False)), name='meeting_reminders_due'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.UniqueConstraint(models.F('meeting'), models.F('membership'), name='one_reply_each'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='an_answer_has_its_moment'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reply',
            trigger=pgtrigger.compiler.Trigger(name='own_meetings', sql=spaces.models.firm.FirmSql(func="\n    IF EXISTS (\n        SELECT 1 FROM spaces_meeting t, spaces_membership m\n        WHERE t.id = NEW.meeting_id AND m.id = NEW.membership_id\n          AND (m.space_id <> t.space_id OR m.role = 'stakeholder' AND t.room <> 'whole')\n    ) THEN\n        RAISE EXCEPTION 'this meeting is not theirs' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='a09eaf543d4cfed0a7cbc8ab5a6c0b7c026810d3', operation='INSERT OR UPDATE OF "meeting_id", "membership_id"', pgid='pgtrigger_own_meetings_4dedc', table='spaces_reply', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='summary',
            constraint=models.UniqueConstraint(models.F('meeting'), models.F('room'), name='one_summary_a_room'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='summary',
            trigger=pgtrigger.compiler.Trigger(name='no_wider_than_its_meeting', sql=spaces.models.firm.FirmSql(func="\n    IF NEW.room = 'whole' AND EXISTS (SELECT 1 FROM spaces_meeting WHERE id = NEW.meeting_id AND room = 'peers') THEN\n        RAISE EXCEPTION 'this meeting is the peers own' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='cb699356ab71d96d761059a06b15554b0a626aac', operation='INSERT OR UPDATE OF "meeting_id", "room"', pgid='pgtrigger_no_wider_than_its_meeting_8247c', table='spaces_summary', when='BEFORE')),
        ),
    ]
