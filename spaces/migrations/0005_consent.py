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
        ("spaces", "0004_meetings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(blank=True, max_length=2000, verbose_name="words")),
                ("how", models.CharField(blank=True, max_length=500, verbose_name="how it was taken up")),
            ],
            options={
                "verbose_name": "objection",
                "verbose_name_plural": "objections",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=1000, verbose_name="question")),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
            ],
            options={
                "verbose_name": "clarifying question",
                "verbose_name_plural": "clarifying questions",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(blank=True, max_length=1000, verbose_name="what was seen")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="reviewed")),
            ],
            options={
                "verbose_name": "review of a decision",
                "verbose_name_plural": "reviews of decisions",
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="amends",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amended_by",
                to="spaces.decision",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="is_unnamed",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="decision",
            name="matters",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12),
                blank=True,
                default=list,
                size=None,
                verbose_name="shared matters",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="n_consent",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="n_objection",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="n_recused",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="n_silent",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="origin",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="later_versions",
                to="spaces.decision",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="questions_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="questions until"),
        ),
        migrations.AddField(
            model_name="decision",
            name="review_on",
            field=models.DateField(blank=True, null=True, verbose_name="look at it again on"),
        ),
        migrations.AddField(
            model_name="decision",
            name="room",
            field=models.CharField(
                choices=[("peers", "the peers' room"), ("whole", "the whole space")],
                default="peers",
                max_length=10,
                verbose_name="who decides",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="version",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="version"),
        ),
        migrations.AddField(
            model_name="response",
            name="changeable_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="may be changed until"),
        ),
        migrations.AddField(
            model_name="response",
            name="confirmed_by",
            field=models.CharField(
                blank=True,
                choices=[("phone", "by phone"), ("in_person", "in person"), ("mail", "by mail")],
                default="",
                max_length=10,
                verbose_name="confirmed",
            ),
        ),
        migrations.AddField(
            model_name="response",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddField(
            model_name="response",
            name="sealed",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.AlterField(
            model_name="decision",
            name="topic",
            field=models.CharField(
                choices=[
                    ("general", "the group's own matter"),
                    ("membership", "who belongs to the group"),
                    ("agreement", "the foundation document and its annex"),
                    ("open_door", "opening the door to other sectors"),
                    ("invite", "whom to invite"),
                    ("matters", "what stakeholders decide with us"),
                    ("close_door", "closing the door again"),
                    ("close_space", "closing the space"),
                    ("agenda", "the shared agenda"),
                    ("joint_task", "a joint task"),
                    ("publication", "a publication"),
                ],
                default="general",
                max_length=12,
                verbose_name="matter",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invitation", "invitation"),
                    ("invitation_again", "invitation, sent again"),
                    ("reminder", "reminder"),
                    ("ask_again", "asking again, as agreed"),
                    ("withdrawn", "invitation taken back"),
                    ("welcome", "welcome"),
                    ("decision", "a decision waits"),
                    ("questions", "a proposal to ask about"),
                    ("open_names", "time is over, names are open"),
                    ("confided", "something was confided"),
                    ("recorded", "a position was recorded"),
                    ("signing", "an agreement waits to be signed"),
                    ("door_closed", "outside part ended, with thanks"),
                    ("space_moved", "the space moved on"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="response",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "no answer yet"),
                    ("kept", "answered"),
                    ("consent", "consent"),
                    ("objection", "reasoned objection"),
                    ("recused", "stepped out as an interested party"),
                ],
                default="",
                max_length=10,
                verbose_name="answer",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="what_is_asked_stays",
                sql=spaces.models.firm.FirmSql(
                    condition='WHEN (OLD."amends_id" IS DISTINCT FROM (NEW."amends_id") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."matters" IS DISTINCT FROM (NEW."matters") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."origin_id" IS DISTINCT FROM (NEW."origin_id") OR OLD."proposal" IS DISTINCT FROM (NEW."proposal") OR OLD."room" IS DISTINCT FROM (NEW."room") OR OLD."space_id" IS DISTINCT FROM (NEW."space_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."topic" IS DISTINCT FROM (NEW."topic") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="3389d184d46971a24c4329e0e4af4c18b1909c2b",
                    operation="UPDATE",
                    pgid="pgtrigger_what_is_asked_stays_3d786",
                    table="spaces_decision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="the_whole_decides_by_rule",
                sql=spaces.models.firm.FirmSql(
                    func="\n    DECLARE\n        space_stage text;\n        agreed text[];\n    BEGIN\n    IF NEW.room <> 'whole' THEN\n        RETURN NEW;\n    END IF;\n    SELECT stage INTO space_stage FROM spaces_space WHERE id = NEW.space_id FOR SHARE;\n    IF space_stage IS DISTINCT FROM 'cross_sector' THEN\n        RAISE EXCEPTION 'the whole space decides only while the door is open' USING ERRCODE = 'check_violation';\n    END IF;\n    SELECT matters INTO agreed FROM spaces_decision\n        WHERE space_id = NEW.space_id AND topic = 'matters' AND outcome = 'agreed'\n        ORDER BY closed_at DESC, id DESC LIMIT 1;\n    IF agreed IS NULL OR NOT NEW.topic::text = ANY (agreed) THEN\n        RAISE EXCEPTION 'no rule of the group lets the whole space decide this' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n    END;\n",
                    hash="22b2c6d2381a5bcadbead03559403d71f18e219e",
                    operation="INSERT",
                    pgid="pgtrigger_the_whole_decides_by_rule_9a836",
                    table="spaces_decision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="response",
            trigger=pgtrigger.compiler.Trigger(
                name="a_round_is_blind",
                sql=spaces.models.firm.FirmSql(
                    func="\n    DECLARE\n        asked record;\n        asker record;\n    BEGIN\n    SELECT space_id, room, topic, closed_at INTO asked FROM spaces_decision WHERE id = NEW.decision_id;\n    SELECT space_id, role INTO asker FROM spaces_membership WHERE id = NEW.membership_id;\n    IF asked.space_id <> asker.space_id OR asker.role = 'facilitator' THEN\n        RAISE EXCEPTION 'members decide, each in their own space' USING ERRCODE = 'check_violation';\n    END IF;\n    IF asker.role = 'stakeholder' AND asked.room <> 'whole' THEN\n        RAISE EXCEPTION 'a stakeholder does not decide what is the peers own' USING ERRCODE = 'check_violation';\n    END IF;\n    IF TG_OP = 'UPDATE' AND (NEW.decision_id <> OLD.decision_id OR NEW.membership_id <> OLD.membership_id) THEN\n        RAISE EXCEPTION 'a place in a round stays whose it is' USING ERRCODE = 'check_violation';\n    END IF;\n    IF TG_OP = 'UPDATE' AND OLD.answer IN ('consent', 'objection', 'recused')\n       AND asked.closed_at IS NOT NULL AND NEW.answer <> OLD.answer THEN\n        RAISE EXCEPTION 'what was answered stays' USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.answer IN ('consent', 'objection', 'recused') AND asked.closed_at IS NULL THEN\n        RAISE EXCEPTION 'the round is blind until it closes' USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.answer = 'recused' AND asked.topic = 'open_door' THEN\n        RAISE EXCEPTION 'nobody steps out of opening the door' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n    END;\n",
                    hash="0192895bdc91a6f76cce9d477296d029e0ac82c4",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_a_round_is_blind_ffda3",
                    table="spaces_response",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="response",
            trigger=pgtrigger.compiler.Trigger(
                name="kept_for_good",
                sql=spaces.models.firm.FirmSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="9caab5ffdda027189753ae80b3aa50ecb59690b2",
                    operation="DELETE",
                    pgid="pgtrigger_kept_for_good_66f40",
                    table="spaces_response",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("room", "peers"),
                    models.Q(("room", "whole"), ("topic__in", ("agenda", "joint_task", "publication"))),
                    _connector="OR",
                ),
                name="own_matters_stay_with_the_peers",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("matters", []),
                    models.Q(("matters__contained_by", ["agenda", "joint_task", "publication"]), ("topic", "matters")),
                    _connector="OR",
                ),
                name="only_a_rule_names_matters",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amends", None), ("origin", None), ("version", 1)),
                    models.Q(("amends__isnull", False), ("origin__isnull", False), ("version__gt", 1)),
                    _connector="OR",
                ),
                name="a_later_version_amends_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answer__in", ("consent", "objection", "recused")),
                    models.Q(("answered_at", None), ("reason", "")),
                    _connector="OR",
                ),
                name="a_sealed_answer_tells_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("changeable_until", None), ("confirmed_by", ""), ("recorded_by", None)),
                    models.Q(
                        ("changeable_until__isnull", False),
                        ("recorded_by__isnull", False),
                        models.Q(("confirmed_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="what_is_recorded_says_how",
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="spaces.decision"
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="integrated_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="integrates",
                to="spaces.decision",
                verbose_name="taken up",
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="response",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objection",
                to="spaces.response",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="answered by",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="asker",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="spaces.membership",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="spaces.decision"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="decision",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="review", to="spaces.decision"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="objection",
            trigger=pgtrigger.compiler.Trigger(
                name="kept_for_good",
                sql=spaces.models.firm.FirmSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="eabc70f931aaa08dfc08d8082640fdb3b7d429de",
                    operation="DELETE",
                    pgid="pgtrigger_kept_for_good_959a4",
                    table="spaces_objection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="objection",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_whose_it_is",
                sql=spaces.models.firm.FirmSql(
                    condition='WHEN (OLD."decision_id" IS DISTINCT FROM (NEW."decision_id") OR OLD."response_id" IS DISTINCT FROM (NEW."response_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="6bf7926187131d72d41684ee92432b2fcca4e261",
                    operation="UPDATE",
                    pgid="pgtrigger_stays_whose_it_is_e6562",
                    table="spaces_objection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="stays",
                sql=spaces.models.firm.FirmSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a5617182824d8bf153b833671b48836b1db7d919",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_stays_3c9ed",
                    table="spaces_review",
                    when="BEFORE",
                ),
            ),
        ),
        # Objections of rounds that closed before this: they were answered under their own name.
        migrations.RunSQL(
            "INSERT INTO spaces_objection (decision_id, response_id, words, how) "
            "SELECT r.decision_id, r.id, r.reason, '' FROM spaces_response r JOIN spaces_decision d ON d.id = r.decision_id "
            "WHERE r.answer = 'objection' AND d.closed_at IS NOT NULL ORDER BY r.id",
            migrations.RunSQL.noop,
        ),
    ]
