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
        ("spaces", "0007_candidates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Levels",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="set")),
                (
                    "attendance_percent",
                    models.PositiveSmallIntegerField(
                        default=70,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="of those asked come to a meeting, in percent",
                    ),
                ),
                (
                    "openness",
                    models.CharField(
                        choices=[("talk", "3.0 or more: worth talking about"), ("good", "4.0 or more: a strength")],
                        default="good",
                        max_length=5,
                        verbose_name="openness, confidentiality and fairness stand at",
                    ),
                ),
                (
                    "coverage_percent",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="of the organisations of the field are in, in percent",
                    ),
                ),
                (
                    "days_between",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[django.core.validators.MaxValueValidator(730)],
                        verbose_name="two readings of the pulse at least so many days apart",
                    ),
                ),
            ],
            options={
                "verbose_name": "levels",
                "verbose_name_plural": "levels",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="space",
            name="the_door",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="space",
            trigger=pgtrigger.compiler.Trigger(
                name="the_door",
                sql=spaces.models.firm.FirmSql(
                    func="\n    DECLARE\n        door_decision bigint;\n        door_outcome text;\n        opens_at timestamptz;\n    BEGIN\n    IF TG_OP = 'INSERT' THEN\n        IF NEW.stage NOT IN ('exploring', 'gathering', 'consolidated') THEN\n            RAISE EXCEPTION 'a space cannot begin as %', NEW.stage USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    END IF;\n    IF NEW.id <> OLD.id THEN\n        RAISE EXCEPTION 'a space keeps its number' USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.stage = OLD.stage AND NEW.paused_from <> OLD.paused_from\n       OR NEW.stage = 'paused' AND OLD.stage <> 'paused' AND NEW.paused_from <> OLD.stage\n       OR OLD.stage = 'paused' AND NEW.stage NOT IN ('paused', 'closed') AND NEW.stage <> OLD.paused_from THEN\n        RAISE EXCEPTION 'a paused space goes back to where it was' USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.stage = 'cross_sector' AND OLD.stage = 'consolidated' THEN\n        IF NOT EXISTS (SELECT 1 FROM spaces_need WHERE space_id = NEW.id) THEN\n            RAISE EXCEPTION 'the door: no need is written' USING ERRCODE = 'check_violation';\n        END IF;\n        SELECT d.id, d.outcome INTO door_decision, door_outcome FROM spaces_decision d\n            WHERE d.space_id = NEW.id AND d.topic = 'open_door' AND d.opened_at >= OLD.stage_since\n            ORDER BY d.opened_at DESC, d.id DESC LIMIT 1;\n        IF door_outcome IS DISTINCT FROM 'agreed' OR EXISTS (\n            SELECT 1 FROM spaces_membership m\n            WHERE m.space_id = NEW.id AND m.role IN ('initiator', 'peer')\n              AND m.active_since IS NOT NULL AND m.ended_at IS NULL\n              AND NOT EXISTS (\n                SELECT 1 FROM spaces_response r\n                WHERE r.membership_id = m.id AND r.decision_id = door_decision AND r.answer = 'consent'\n              )\n        ) THEN\n            RAISE EXCEPTION 'the door: the peers have not agreed' USING ERRCODE = 'check_violation';\n        END IF;\n        IF (SELECT count(*) FROM spaces_membership WHERE space_id = NEW.id AND role IN ('initiator', 'peer')\n              AND active_since IS NOT NULL AND ended_at IS NULL) < 2\n           OR EXISTS (\n            SELECT 1 FROM spaces_membership m\n            WHERE m.space_id = NEW.id AND m.role IN ('initiator', 'peer')\n              AND m.active_since IS NOT NULL AND m.ended_at IS NULL\n              AND NOT EXISTS (\n                SELECT 1 FROM spaces_signature s\n                WHERE s.membership_id = m.id AND s.agreement_id = (\n                    SELECT id FROM spaces_agreement a WHERE a.space_id = NEW.id AND a.kind = 'annex'\n                    ORDER BY version DESC LIMIT 1\n                )\n              )\n        ) THEN\n            RAISE EXCEPTION 'the door: not every peer has signed the annex' USING ERRCODE = 'check_violation';\n        END IF;\n        IF EXISTS (\n            SELECT 1 FROM spaces_membership m\n            WHERE m.space_id = NEW.id AND m.role IN ('initiator', 'peer')\n              AND m.active_since IS NOT NULL AND m.ended_at IS NULL\n              AND NOT EXISTS (\n                SELECT 1 FROM spaces_dependencysheet s WHERE s.membership_id = m.id AND s.asked_at IS NOT NULL\n              )\n        ) THEN\n            RAISE EXCEPTION 'the door: not everybody was asked about dependencies' USING ERRCODE = 'check_violation';\n        END IF;\n        -- The application's clock where it moves the space, the database's own where somebody else does.\n        opens_at := CASE WHEN NEW.stage_since > OLD.stage_since THEN NEW.stage_since ELSE now() END;\n        IF NOT EXISTS (\n            SELECT 1 FROM spaces_pulse p\n            WHERE p.id = (\n                SELECT id FROM spaces_pulse WHERE space_id = NEW.id AND closed_at IS NOT NULL\n                ORDER BY closed_at DESC, id DESC LIMIT 1\n              )\n              AND p.closed_at >= opens_at - make_interval(days => NEW.pulse_fresh_days)\n              AND p.answered * 100 >= NEW.pulse_share_percent * p.asked\n        ) THEN\n            RAISE EXCEPTION 'the door: no fresh pulse with enough answers' USING ERRCODE = 'check_violation';\n        END IF;\n    END IF;\n    IF OLD.stage = 'cross_sector' AND NEW.stage <> 'cross_sector' AND EXISTS (\n        SELECT 1 FROM spaces_invitation\n        WHERE space_id = NEW.id AND kind = 'stakeholder' AND state IN ('approved', 'open', 'deferred')\n    ) THEN\n        RAISE EXCEPTION 'the door: outside invitations are still on their way' USING ERRCODE = 'check_violation';\n    END IF;\n    IF 'cross_sector' IN (OLD.stage, OLD.paused_from) AND NEW.stage IN ('consolidated', 'closed') AND EXISTS (\n        SELECT 1 FROM spaces_membership WHERE space_id = NEW.id AND role = 'stakeholder' AND ended_at IS NULL\n    ) THEN\n        RAISE EXCEPTION 'the door: somebody from outside is still in' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n    END;\n",
                    hash="b23f59ebccd0cfe6267023c09ffea0986dbc6520",
                    operation='INSERT OR UPDATE OF "id", "stage", "paused_from"',
                    pgid="pgtrigger_the_door_25129",
                    table="spaces_space",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="levels",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="levels",
            name="space",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="levels", to="spaces.space"
            ),
        ),
        migrations.AddIndex(
            model_name="levels",
            index=models.Index(fields=["space", "-at", "-id"], name="levels_of_a_space"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="levels",
            trigger=pgtrigger.compiler.Trigger(
                name="levels_stay",
                sql=spaces.models.firm.FirmSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5d7741c343af580f635bbe61b1e4e884f94a884a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_levels_stay_9629a",
                    table="spaces_levels",
                    when="BEFORE",
                ),
            ),
        ),
    ]
