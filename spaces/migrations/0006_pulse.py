import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import spaces.models.firm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sectors', '0002_fields'),
        ('spaces', '0005_consent'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('items', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None, verbose_name='items')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='opened')),
                ('closes_at', models.DateTimeField(verbose_name='answer until')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='reminded')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('called_off_at', models.DateTimeField(blank=True, null=True, verbose_name='called off')),
                ('asked', models.PositiveSmallIntegerField(verbose_name='asked')),
                ('answered', models.PositiveSmallIntegerField(default=0, verbose_name='answered')),
                ('counted', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='answers in the figures')),
            ],
            options={
                'verbose_name': 'pulse',
                'verbose_name_plural': 'pulses',
            },
        ),
        migrations.CreateModel(
            name='PulseItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('axis', models.CharField(choices=[('process', "the group's process"), ('task', 'the shared task'), ('gate', 'the door to other sectors')], default='process', max_length=10, verbose_name='about')),
                ('he', models.CharField(blank=True, max_length=200, verbose_name='in Hebrew')),
                ('ar', models.CharField(blank=True, max_length=200, verbose_name='in Arabic')),
                ('en', models.CharField(blank=True, max_length=200, verbose_name='in English')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                ('retired_at', models.DateTimeField(blank=True, null=True, verbose_name='not asked any more since')),
            ],
            options={
                'verbose_name': 'item of a pulse',
                'verbose_name_plural': 'items of a pulse',
            },
        ),
        migrations.CreateModel(
            name='PulsePlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('has_answered', models.BooleanField(default=False, verbose_name='answered')),
            ],
            options={
                'verbose_name': 'place in a pulse',
                'verbose_name_plural': 'places in a pulse',
            },
        ),
        migrations.CreateModel(
            name='PulseReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=40, verbose_name='item')),
                ('band', models.CharField(choices=[('low', 'a concern'), ('middle', 'to talk about'), ('high', 'a strength'), ('withheld', 'withheld')], max_length=10, verbose_name='band')),
                ('left_behind', models.BooleanField(blank=True, null=True, verbose_name='some are left behind')),
            ],
            options={
                'verbose_name': 'reading',
                'verbose_name_plural': 'readings',
            },
        ),
        migrations.CreateModel(
            name='Urn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('keyhole', models.CharField(max_length=60, verbose_name="name of the key's file")),
                ('step', models.PositiveIntegerField(default=0, verbose_name='how often it was sealed')),
                ('sealed', models.BinaryField()),
            ],
            options={
                'verbose_name': 'sealed answers',
                'verbose_name_plural': 'sealed answers',
            },
        ),
        migrations.AddField(
            model_name='space',
            name='pulse_fresh_days',
            field=models.PositiveSmallIntegerField(default=90, verbose_name='days for which a pulse counts as fresh'),
        ),
        migrations.AddField(
            model_name='space',
            name='pulse_share_percent',
            field=models.PositiveSmallIntegerField(default=70, verbose_name='percent of the peers that answer a pulse'),
        ),
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('invitation', 'invitation'), ('invitation_again', 'invitation, sent again'), ('reminder', 'reminder'), ('ask_again', 'asking again, as agreed'), ('withdrawn', 'invitation taken back'), ('welcome', 'welcome'), ('decision', 'a decision waits'), ('meeting', 'a meeting, for the calendar'), ('meeting_off', 'a meeting called off, for the calendar'), ('meeting_reminder', 'a meeting comes near'), ('summary', 'the summary of a meeting is there'), ('pulse', 'the pulse is asked'), ('pulse_reminder', 'reminder of a pulse'), ('pulse_result', 'the pulse was counted'), ('glass', 'somebody opened what was said, in need'), ('questions', 'a proposal to ask about'), ('open_names', 'time is over, names are open'), ('confided', 'something was confided'), ('recorded', 'a position was recorded'), ('signing', 'an agreement waits to be signed'), ('door_closed', 'outside part ended, with thanks'), ('space_moved', 'the space moved on')], max_length=20, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='space',
            constraint=models.CheckConstraint(condition=models.Q(('pulse_fresh_days__range', (1, 730)), ('pulse_share_percent__range', (1, 100))), name='the_levels_of_a_pulse_can_be_met'),
        ),
        migrations.AddField(
            model_name='pulse',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='pulse',
            name='space',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pulses', to='spaces.space'),
        ),
        migrations.AddField(
            model_name='pulseitem',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='pulseitem',
            name='space',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pulse_items', to='spaces.space'),
        ),
        migrations.AddField(
            model_name='pulseplace',
            name='membership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pulse_places', to='spaces.membership'),
        ),
        migrations.AddField(
            model_name='pulseplace',
            name='pulse',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='spaces.pulse'),
        ),
        migrations.AddField(
            model_name='pulsereading',
            name='pulse',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='spaces.pulse'),
        ),
        migrations.AddField(
            model_name='urn',
            name='pulse',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='urn', to='spaces.pulse'),
        ),
        migrations.AddIndex(
            model_name='pulse',
            index=models.Index(models.F('closes_at'), condition=models.Q(('called_off_at', None), ('closed_at', None)), name='pulses_due'),
        ),
        migrations.AddConstraint(
            model_name='pulse',
            constraint=models.UniqueConstraint(models.F('space'), models.F('number'), name='pulse_number_once'),
        ),
        migrations.AddConstraint(
            model_name='pulse',
            constraint=models.UniqueConstraint(models.F('space'), condition=models.Q(('called_off_at', None), ('closed_at', None)), name='one_open_pulse_in_a_space'),
        ),
        migrations.AddConstraint(
            model_name='pulse',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at', None), ('called_off_at', None), _connector='OR'), name='a_pulse_is_closed_or_called_off'),
        ),
        migrations.AddConstraint(
            model_name='pulse',
            constraint=models.CheckConstraint(condition=models.Q(('answered__lte', models.F('asked'))), name='nobody_answers_unasked'),
        ),
        migrations.AddConstraint(
            model_name='pulse',
            constraint=models.CheckConstraint(condition=models.Q(('counted', None), models.Q(('closed_at__isnull', False), ('counted__gte', 5), ('counted__lte', models.F('answered'))), _connector='OR'), name='no_pulse_below_the_floor'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pulse',
            trigger=pgtrigger.compiler.Trigger(name='a_wave_is_frozen', sql=spaces.models.firm.FirmSql(func="\n    BEGIN\n    IF OLD.closed_at IS NOT NULL OR OLD.called_off_at IS NOT NULL THEN\n        RAISE EXCEPTION 'a pulse that is over does not change' USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.id <> OLD.id OR NEW.space_id <> OLD.space_id OR NEW.number <> OLD.number OR NEW.items <> OLD.items\n       OR NEW.opened_at <> OLD.opened_at THEN\n        RAISE EXCEPTION 'an open pulse keeps what it asks' USING ERRCODE = 'check_violation';\n    END IF;\n    IF (NEW.closed_at IS NOT NULL OR NEW.called_off_at IS NOT NULL)\n       AND EXISTS (SELECT 1 FROM spaces_urn WHERE pulse_id = NEW.id) THEN\n        RAISE EXCEPTION 'a pulse is over once its pile of answers is gone' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n    END;\n", hash='1dbfb140ba2e785ff79dbcea791e97bc7357e504', operation='UPDATE', pgid='pgtrigger_a_wave_is_frozen_d73f3', table='spaces_pulse', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pulse',
            trigger=pgtrigger.compiler.Trigger(name='kept_for_good', sql=spaces.models.firm.FirmSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='58fd73a6437816b4f8e69762fa3e833220fb2405', operation='DELETE', pgid='pgtrigger_kept_for_good_5db65', table='spaces_pulse', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='pulseitem',
            constraint=models.CheckConstraint(condition=models.Q(('ar', ''), ('en', ''), ('he', ''), _negated=True), name='a_pulse_item_has_words'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pulseitem',
            trigger=pgtrigger.compiler.Trigger(name='its_words_stay', sql=spaces.models.firm.FirmSql(func='RAISE EXCEPTION \'pgtrigger: Cannot update of "id", "space_id", "axis", "he", "ar", "en", "by_id", "at" rows from % table\', TG_TABLE_NAME;', hash='a65071f9c802d8dba7337445eb0f29e773157685', operation='UPDATE OF "id", "space_id", "axis", "he", "ar", "en", "by_id", "at"', pgid='pgtrigger_its_words_stay_09daf', table='spaces_pulseitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pulseitem',
            trigger=pgtrigger.compiler.Trigger(name='kept_for_good', sql=spaces.models.firm.FirmSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='43dd4d1dbe60656bf3c3a6df41cccdb5677783f9', operation='DELETE', pgid='pgtrigger_kept_for_good_2dcd5', table='spaces_pulseitem', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='pulseplace',
            constraint=models.UniqueConstraint(models.F('pulse'), models.F('membership'), name='one_place_in_a_pulse'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pulseplace',
            trigger=pgtrigger.compiler.Trigger(name='peers_only', sql=spaces.models.firm.FirmSql(func="\n    BEGIN\n    IF TG_OP = 'INSERT' THEN\n        IF NEW.has_answered OR EXISTS (SELECT 1 FROM spaces_urn WHERE pulse_id = NEW.pulse_id) OR NOT EXISTS (\n            SELECT 1 FROM spaces_membership m JOIN spaces_pulse p ON p.space_id = m.space_id\n            WHERE p.id = NEW.pulse_id AND p.closed_at IS NULL AND p.called_off_at IS NULL\n              AND m.id = NEW.membership_id AND m.role IN ('initiator', 'peer')\n              AND m.active_since IS NOT NULL AND m.ended_at IS NULL\n        ) THEN\n            RAISE EXCEPTION 'a pulse asks its active peers, as it opens' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    END IF;\n    IF NEW.id <> OLD.id OR NEW.pulse_id <> OLD.pulse_id OR NEW.membership_id <> OLD.membership_id\n       OR OLD.has_answered OR NOT EXISTS (SELECT 1 FROM spaces_urn WHERE pulse_id = NEW.pulse_id) THEN\n        RAISE EXCEPTION 'a place in a pulse is answered once' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n    END;\n", hash='247230561ccf8b691326410946c39408ebddd153', operation='INSERT OR UPDATE', pgid='pgtrigger_peers_only_787ef', table='spaces_pulseplace', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pulseplace',
            trigger=pgtrigger.compiler.Trigger(name='kept_for_good', sql=spaces.models.firm.FirmSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='522297818f63b937becdf23278fbcb885acf7022', operation='DELETE', pgid='pgtrigger_kept_for_good_1edc9', table='spaces_pulseplace', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='pulsereading',
            constraint=models.UniqueConstraint(models.F('pulse'), models.F('item'), name='one_reading_an_item'),
        ),
        migrations.AddConstraint(
            model_name='pulsereading',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('band', 'withheld'), ('left_behind', None)), models.Q(('band__in', ['low', 'middle', 'high']), ('left_behind__isnull', False)), _connector='OR'), name='what_is_withheld_says_nothing'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pulsereading',
            trigger=pgtrigger.compiler.Trigger(name='only_of_what_is_shown', sql=spaces.models.firm.FirmSql(func="\n    BEGIN\n    IF NEW.band <> 'withheld'\n       AND NOT EXISTS (SELECT 1 FROM spaces_pulse WHERE id = NEW.pulse_id AND counted IS NOT NULL) THEN\n        RAISE EXCEPTION 'the figures of this pulse are withheld' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n    END;\n", hash='1978b024ae4b27472196b688a37dd7041a83e757', operation='INSERT', pgid='pgtrigger_only_of_what_is_shown_09fc9', table='spaces_pulsereading', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pulsereading',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=spaces.models.firm.FirmSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0b5dcf9a7b88abae662de8ee5e639a71f1f99ba3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e1831', table='spaces_pulsereading', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='urn',
            trigger=pgtrigger.compiler.Trigger(name='keeps_its_size', sql=spaces.models.firm.FirmSql(func="\n    BEGIN\n    IF NEW.pulse_id <> OLD.pulse_id OR NEW.keyhole <> OLD.keyhole\n       OR octet_length(NEW.sealed) <> octet_length(OLD.sealed) THEN\n        RAISE EXCEPTION 'a pile of answers keeps its size' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n    END;\n", hash='96d198c4cabc235923dc80b1d5e5d05b455659e1', operation='UPDATE', pgid='pgtrigger_keeps_its_size_c82be', table='spaces_urn', when='BEFORE')),
        ),
    ]
