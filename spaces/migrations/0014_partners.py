import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import spaces.models.firm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("spaces", "0013_calm"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('use', models.CharField(choices=[('crm', 'contacts of an umbrella organisation'), ('evaluation', 'evaluation'), ('site', 'public site'), ('calendar', 'calendar')], max_length=12, verbose_name='what it is for')),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('organisations:read', 'reads the organisations on the map'), ('organisations:write', 'adds organisations to the map, and corrects them'), ('map:read', 'reads fields, places and public ties on the map'), ('spaces:read', 'reads the name of the space, its stage and what it says about itself'), ('memberships:read', 'reads who is in, as far as each member allows it'), ('invitations:read', 'follows the invitations that it proposed itself'), ('invitations:write', 'proposes people to invite'), ('meetings:read', 'reads the meetings and answers of members who allow it'), ('measures:read', 'reads the measures of the space and their readings'), ('measures:write', 'adds readings to the measures of the space'), ('pulse:read', 'reads the pulse in figures about the whole group, never of few people'), ('events:read', 'follows what happens, in the order in which it happened'), ('webhooks:write', 'is told at once when something happens')], max_length=30), default=list, size=None, verbose_name='what it may ask for')),
                ('networks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=43), blank=True, default=list, size=None, verbose_name='networks')),
                ('calls_per_minute', models.PositiveIntegerField(default=600, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100000)], verbose_name='calls in a minute')),
                ('is_active', models.BooleanField(default=True, verbose_name='may connect')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('contacts', models.ManyToManyField(blank=True, related_name='partners', to=settings.AUTH_USER_MODEL, verbose_name='contact persons')),
            ],
            options={
                'verbose_name': 'partner system',
                'verbose_name_plural': 'partner systems',
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('organisations:read', 'reads the organisations on the map'), ('organisations:write', 'adds organisations to the map, and corrects them'), ('map:read', 'reads fields, places and public ties on the map'), ('spaces:read', 'reads the name of the space, its stage and what it says about itself'), ('memberships:read', 'reads who is in, as far as each member allows it'), ('invitations:read', 'follows the invitations that it proposed itself'), ('invitations:write', 'proposes people to invite'), ('meetings:read', 'reads the meetings and answers of members who allow it'), ('measures:read', 'reads the measures of the space and their readings'), ('measures:write', 'adds readings to the measures of the space'), ('pulse:read', 'reads the pulse in figures about the whole group, never of few people'), ('events:read', 'follows what happens, in the order in which it happened'), ('webhooks:write', 'is told at once when something happens')], max_length=30), size=None, verbose_name='what it may')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='spaces.space')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='spaces.partner')),
            ],
            options={
                'verbose_name': 'grant',
                'verbose_name_plural': 'grants',
            },
        ),
        migrations.AddField(
            model_name='invitation',
            name='partner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='spaces.partner', verbose_name='proposed by the system'),
        ),
        migrations.CreateModel(
            name='PartnerAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=255)),
                ('fingerprint', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField()),
                ('sealed', models.TextField()),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('partner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='spaces.partner')),
            ],
            options={
                'verbose_name': 'kept answer',
                'verbose_name_plural': 'kept answers',
            },
        ),
        migrations.CreateModel(
            name='PartnerKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_id', models.CharField(max_length=40, unique=True, verbose_name='client id')),
                ('secret_digest', models.CharField(editable=False, max_length=64)),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='last used')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='spaces.partner')),
            ],
            options={
                'verbose_name': 'key',
                'verbose_name_plural': 'keys',
            },
        ),
        migrations.CreateModel(
            name='PartnerCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='at')),
                ('method', models.CharField(max_length=10)),
                ('route', models.CharField(max_length=200)),
                ('status', models.PositiveSmallIntegerField()),
                ('partner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='spaces.partner')),
                ('key', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='spaces.partnerkey')),
            ],
            options={
                'verbose_name': 'call',
                'verbose_name_plural': 'calls',
            },
        ),
        migrations.CreateModel(
            name='PartnerToken',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), size=None)),
                ('until', models.DateTimeField(db_index=True)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='spaces.partnerkey')),
            ],
            options={
                'verbose_name': 'token',
                'verbose_name_plural': 'tokens',
            },
        ),
        migrations.CreateModel(
            name='Sharing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('name', 'my name'), ('organisation', 'my organisation'), ('email', 'my e-mail address'), ('meetings', 'the meetings I am called to, and my answers')], max_length=12), default=list, size=None)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sharings', to='spaces.grant')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sharings', to='spaces.membership')),
            ],
            options={
                'verbose_name': 'sharing',
                'verbose_name_plural': 'sharings',
            },
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='one_partner_of_a_name', violation_error_message='There is a partner system of this name already.'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(('scopes__contained_by', ['organisations:read', 'organisations:write', 'map:read', 'spaces:read', 'memberships:read', 'invitations:read', 'invitations:write', 'meetings:read', 'measures:read', 'measures:write', 'pulse:read', 'events:read', 'webhooks:write'])), name='a_partner_asks_known_scopes'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(('calls_per_minute__range', (1, 100000))), name='a_partner_may_call'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partner',
            trigger=pgtrigger.compiler.Trigger(name='kept_for_good', sql=spaces.models.firm.FirmSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='82e4a8b3e23deac0002ecd02f167791cf99fb866', operation='DELETE', pgid='pgtrigger_kept_for_good_85c71', table='spaces_partner', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.UniqueConstraint(models.F('partner'), models.F('space'), condition=models.Q(('ended_at', None)), name='one_live_grant'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('scopes__contained_by', ['spaces:read', 'memberships:read', 'invitations:read', 'invitations:write', 'meetings:read', 'measures:read', 'measures:write', 'pulse:read']), models.Q(('scopes', []), _negated=True)), name='a_grant_grants_what_it_can'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='somebody_ended_a_grant'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='a_grant_stays_what_it_is', sql=spaces.models.firm.FirmSql(condition='WHEN (OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."scopes" IS DISTINCT FROM (NEW."scopes") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."space_id" IS DISTINCT FROM (NEW."space_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ee263b86fe783835692bea5ec1b48d222930ccae', operation='UPDATE', pgid='pgtrigger_a_grant_stays_what_it_is_ab822', table='spaces_grant', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='what_ended_stays_ended', sql=spaces.models.firm.FirmSql(condition='WHEN (OLD."ended_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='75b739efebed22470ef921d52da8103de9ed15e8', operation='UPDATE', pgid='pgtrigger_what_ended_stays_ended_400a8', table='spaces_grant', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='kept_for_good', sql=spaces.models.firm.FirmSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='aa7c48f785968fd5fa6e8f02709c7425f9fef39e', operation='DELETE', pgid='pgtrigger_kept_for_good_0c8c8', table='spaces_grant', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='partneranswer',
            constraint=models.UniqueConstraint(models.F('partner'), models.F('key'), name='one_answer_to_a_key'),
        ),
        migrations.AddConstraint(
            model_name='partnerkey',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='a_key_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='partnerkey',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='somebody_ended_a_key'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerkey',
            trigger=pgtrigger.compiler.Trigger(name='a_key_stays_what_it_is', sql=spaces.models.firm.FirmSql(condition='WHEN (OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."secret_digest" IS DISTINCT FROM (NEW."secret_digest"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f98d36c6c5c5e5cad73f0901f07401d85db5cb4a', operation='UPDATE', pgid='pgtrigger_a_key_stays_what_it_is_88524', table='spaces_partnerkey', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerkey',
            trigger=pgtrigger.compiler.Trigger(name='kept_for_good', sql=spaces.models.firm.FirmSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='5b2736b373eca1f1fc241dc718a59ae1760d1e7c', operation='DELETE', pgid='pgtrigger_kept_for_good_4320a', table='spaces_partnerkey', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='partnercall',
            index=models.Index(fields=['partner', '-id'], name='calls_of_a_partner'),
        ),
        migrations.AddConstraint(
            model_name='sharing',
            constraint=models.UniqueConstraint(models.F('membership'), models.F('grant'), name='one_sharing_each'),
        ),
        migrations.AddConstraint(
            model_name='sharing',
            constraint=models.CheckConstraint(condition=models.Q(('what__contained_by', ['name', 'organisation', 'email', 'meetings'])), name='what_can_be_shared'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sharing',
            trigger=pgtrigger.compiler.Trigger(name='shared_in_ones_own_space', sql=spaces.models.firm.FirmSql(func="\n    IF (SELECT space_id FROM spaces_grant WHERE id = NEW.grant_id)\n       <> (SELECT space_id FROM spaces_membership WHERE id = NEW.membership_id) THEN\n        RAISE EXCEPTION 'a member of another space' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='caeb7d76d2e50aa3b92bbc04529b7f791fab051c', operation='INSERT OR UPDATE OF "membership_id", "grant_id"', pgid='pgtrigger_shared_in_ones_own_space_acb34', table='spaces_sharing', when='BEFORE')),
        ),
    ]
