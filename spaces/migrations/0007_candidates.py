import django.core.validators
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
        ('spaces', '0006_pulse'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Candidacy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.TextField(max_length=2000, verbose_name='why they are relevant')),
                ('with_name', models.BooleanField(default=True, verbose_name='the group reads who proposes')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposed')),
                ('window_until', models.DateTimeField(verbose_name='one may ask to wait until')),
                ('sealed_holds', models.TextField(editable=False)),
                ('talk_asked_on', models.DateField(blank=True, null=True, verbose_name='whoever asked to wait was asked to talk')),
                ('figure', models.CharField(blank=True, choices=[('', 'counted once, when the window is over'), ('none', 'no figure: below five nothing is said, nor in a group that is too small for one'), ('5', 'five or more'), ('10', 'ten or more'), ('20', 'twenty or more')], max_length=4, verbose_name='who depends on the body')),
                ('counted_on', models.DateField(blank=True, null=True, verbose_name='counted')),
            ],
            options={
                'verbose_name': 'candidacy',
                'verbose_name_plural': 'candidacies',
            },
        ),
        migrations.CreateModel(
            name='Declaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('declared_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='declared')),
            ],
            options={
                'verbose_name': 'declaration',
                'verbose_name_plural': 'declarations',
            },
        ),
        migrations.CreateModel(
            name='DependencySheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(blank=True, null=True, verbose_name='asked')),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='said to be all')),
                ('sealed', models.TextField()),
            ],
            options={
                'verbose_name': 'dependencies of a member',
                'verbose_name_plural': 'dependencies of members',
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('funds', 'funds'), ('regulates', 'regulates or supervises'), ('buys', 'buys from'), ('supplies', 'supplies'), ('other', 'is tied in another way to')], max_length=10, verbose_name='relation')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='in a few words')),
                ('since', models.DateField(blank=True, null=True, verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
            ],
            options={
                'verbose_name': 'relation',
                'verbose_name_plural': 'relations',
                'ordering': ['id'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='invitation',
            name='the_door',
        ),
        migrations.AddField(
            model_name='space',
            name='hold_days',
            field=models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='days in which one may ask to wait with a candidate'),
        ),
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('invitation', 'invitation'), ('invitation_again', 'invitation, sent again'), ('reminder', 'reminder'), ('ask_again', 'asking again, as agreed'), ('withdrawn', 'invitation taken back'), ('welcome', 'welcome'), ('decision', 'a decision waits'), ('meeting', 'a meeting, for the calendar'), ('meeting_off', 'a meeting called off, for the calendar'), ('meeting_reminder', 'a meeting comes near'), ('summary', 'the summary of a meeting is there'), ('pulse', 'the pulse is asked'), ('pulse_reminder', 'reminder of a pulse'), ('pulse_result', 'the pulse was counted'), ('glass', 'somebody opened what was said, in need'), ('questions', 'a proposal to ask about'), ('open_names', 'time is over, names are open'), ('confided', 'something was confided'), ('recorded', 'a position was recorded'), ('signing', 'an agreement waits to be signed'), ('dependencies', 'a private question waits'), ('candidates', 'the list of candidates has something new'), ('door_closed', 'outside part ended, with thanks'), ('space_moved', 'the space moved on')], max_length=20, verbose_name='kind'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='invitation',
            trigger=pgtrigger.compiler.Trigger(name='the_door', sql=spaces.models.firm.FirmSql(func="\n    DECLARE\n        space_stage text;\n        body_sector text;\n        host text;\n    BEGIN\n    IF TG_OP = 'UPDATE' AND (NEW.kind <> OLD.kind OR NEW.space_id <> OLD.space_id) THEN\n        RAISE EXCEPTION 'an invitation keeps its kind and its space' USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.kind NOT IN ('peer', 'stakeholder') THEN\n        RAISE EXCEPTION 'an invitation is for a peer or a stakeholder, not a %', NEW.kind\n            USING ERRCODE = 'check_violation';\n    END IF;\n    IF TG_OP = 'INSERT' AND NEW.state NOT IN ('draft', 'proposed') THEN\n        RAISE EXCEPTION 'an invitation begins as a draft or a proposal' USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.state NOT IN ('approved', 'open', 'accepted', 'declined', 'deferred', 'delegated', 'expired') THEN\n        RETURN NEW;\n    END IF;\n    IF TG_OP = 'UPDATE' AND NEW.state = OLD.state\n       AND NEW.email = OLD.email AND NEW.organisation_id IS NOT DISTINCT FROM OLD.organisation_id THEN\n        RETURN NEW;\n    END IF;\n    SELECT stage INTO space_stage FROM spaces_space WHERE id = NEW.space_id FOR SHARE;\n    IF space_stage IN ('paused', 'closed') AND NEW.state IN ('approved', 'open', 'accepted') THEN\n        RAISE EXCEPTION 'the space is %', space_stage USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.kind = 'stakeholder' AND space_stage IS DISTINCT FROM 'cross_sector' THEN\n        RAISE EXCEPTION 'the door is closed: a stakeholder invitation cannot become %', NEW.state\n            USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.kind = 'stakeholder' AND NOT EXISTS (\n        SELECT 1 FROM spaces_candidacy c JOIN spaces_decision d ON d.id = c.decision_id\n        WHERE d.id = NEW.decision_id AND d.space_id = NEW.space_id AND d.topic = 'invite' AND d.outcome = 'agreed'\n          AND d.opened_at >= (\n            SELECT max(at) FROM spaces_move\n            WHERE space_id = NEW.space_id AND invitation_id IS NULL AND to_state = 'consolidated'\n          )\n          AND (c.invitation_id = NEW.id OR c.invitation_id = NEW.delegated_from_id AND EXISTS (\n            SELECT 1 FROM spaces_invitation f\n            WHERE f.id = NEW.delegated_from_id AND f.space_id = NEW.space_id AND f.state = 'delegated'\n          ))\n    ) THEN\n        RAISE EXCEPTION 'a candidate: the group has not agreed to invite them' USING ERRCODE = 'check_violation';\n    END IF;\n    host := substring(NEW.email FROM '[^@]*$');\n    IF NEW.kind = 'peer' AND (octet_length(host) <> char_length(host) OR host ~ '(^|[.])(gov[.]il|muni[.]il|idf[.]il|mil[.]il)$') THEN\n        RAISE EXCEPTION 'a peer invitation cannot go to an address of the state' USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.kind = 'peer' AND NEW.organisation_id IS NOT NULL THEN\n        SELECT sector INTO body_sector FROM sectors_organisation WHERE id = NEW.organisation_id FOR SHARE;\n        IF body_sector <> 'third' THEN\n            RAISE EXCEPTION 'a peer invitation cannot go to the % sector', body_sector\n                USING ERRCODE = 'check_violation';\n        END IF;\n    END IF;\n    RETURN NEW;\n    END;\n", hash='196d86aca63bf599f4ce7fad5eb88c199adc7813', operation='INSERT OR UPDATE', pgid='pgtrigger_the_door_b4a65', table='spaces_invitation', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='candidacy',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by'),
        ),
        migrations.AddField(
            model_name='candidacy',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='candidacies', to='spaces.decision', verbose_name='decision'),
        ),
        migrations.AddField(
            model_name='candidacy',
            name='invitation',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='candidacy', to='spaces.invitation'),
        ),
        migrations.AddField(
            model_name='candidacy',
            name='need',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='spaces.need', verbose_name='need'),
        ),
        migrations.AddField(
            model_name='declaration',
            name='membership',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='declaration', to='spaces.membership'),
        ),
        migrations.AddField(
            model_name='dependencysheet',
            name='membership',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='dependency_sheet', to='spaces.membership'),
        ),
        migrations.AddField(
            model_name='relation',
            name='declaration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='spaces.declaration'),
        ),
        migrations.AddField(
            model_name='relation',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sectors.organisation', verbose_name='to whom'),
        ),
        migrations.AddIndex(
            model_name='candidacy',
            index=models.Index(models.F('window_until'), condition=models.Q(('counted_on', None)), name='candidacies_to_count'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidacy',
            trigger=pgtrigger.compiler.Trigger(name='its_own_decision', sql=spaces.models.firm.FirmSql(func="\n    DECLARE\n        now_for spaces_invitation%ROWTYPE;\n        was_for spaces_invitation%ROWTYPE;\n    BEGIN\n    SELECT * INTO now_for FROM spaces_invitation WHERE id = NEW.invitation_id;\n    IF TG_OP = 'INSERT' THEN\n        IF now_for.kind <> 'stakeholder' OR now_for.state NOT IN ('draft', 'proposed') OR NEW.decision_id IS NOT NULL\n           OR NOT EXISTS (SELECT 1 FROM spaces_need WHERE id = NEW.need_id AND space_id = now_for.space_id) THEN\n            RAISE EXCEPTION 'a candidate is proposed for a need of the space, and decided on later'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    END IF;\n    IF NEW.invitation_id <> OLD.invitation_id THEN\n        SELECT * INTO was_for FROM spaces_invitation WHERE id = OLD.invitation_id;\n        IF was_for.state <> 'withdrawn' OR now_for.kind <> 'stakeholder' OR now_for.space_id <> was_for.space_id\n           OR now_for.name <> was_for.name OR now_for.organisation_id IS DISTINCT FROM was_for.organisation_id\n           OR now_for.state NOT IN ('draft', 'proposed') THEN\n            RAISE EXCEPTION 'a candidacy is for one person' USING ERRCODE = 'check_violation';\n        END IF;\n    END IF;\n    IF NEW.decision_id IS DISTINCT FROM OLD.decision_id AND NOT EXISTS (\n        SELECT 1 FROM spaces_decision d\n        WHERE d.id = NEW.decision_id AND d.space_id = now_for.space_id AND d.topic = 'invite' AND d.outcome = ''\n          AND now_for.state = 'proposed'\n          AND NOT EXISTS (SELECT 1 FROM spaces_response r WHERE r.decision_id = d.id AND r.answer <> '')\n    ) THEN\n        RAISE EXCEPTION 'a candidate is put into a decision when it opens' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n    END;\n", hash='e42c6fc32284ee3fd04e42ebc58893eed1a6ec1c', operation='INSERT OR UPDATE', pgid='pgtrigger_its_own_decision_5516b', table='spaces_candidacy', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidacy',
            trigger=pgtrigger.compiler.Trigger(name='kept_for_good', sql=spaces.models.firm.FirmSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='1a2ea298c629083f04ed6628eeefad1742e9f5a3', operation='DELETE', pgid='pgtrigger_kept_for_good_ea8f9', table='spaces_candidacy', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('since', None), ('until', None), ('since__lte', models.F('until')), _connector='OR'), name='a_relation_ends_after_it_began'),
        ),
    ]
