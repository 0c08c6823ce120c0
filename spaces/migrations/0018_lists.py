import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import spaces.models.firm

BY_A_SYSTEM = models.Q(partner__isnull=False)


def of_a_partner(*, null):
    return models.ForeignKey(
        db_index=False,
        editable=False,
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="spaces.partner",
    )


class Migration(migrations.Migration):
    dependencies = [("spaces", "0017_claims")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(model_name="sharing", name="shared_in_ones_own_space"),
        migrations.AddField("sharing", "partner", of_a_partner(null=True)),
        migrations.RunSQL(
            "UPDATE spaces_sharing s SET partner_id = g.partner_id FROM spaces_grant g WHERE g.id = s.grant_id",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField("sharing", "partner", of_a_partner(null=False)),
        migrations.AlterField(
            model_name="invitation",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to="spaces.partner",
                verbose_name="proposed by the system",
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["partner", "-id"], condition=BY_A_SYSTEM, name="invitations_of_a_partner"
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["partner", "state", "-id"], condition=BY_A_SYSTEM,
                name="partners_invitations_by_state",
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["partner", "kind", "-id"], condition=BY_A_SYSTEM,
                name="partners_invitations_by_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="sharing",
            index=models.Index(fields=["partner", "-membership"], name="sharings_with_a_partner"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharing",
            trigger=pgtrigger.compiler.Trigger(
                name="shared_in_ones_own_space",
                sql=spaces.models.firm.FirmSql(
                    func="\n    NEW.partner_id := (SELECT partner_id FROM spaces_grant WHERE id = NEW.grant_id);\n    IF (SELECT space_id FROM spaces_grant WHERE id = NEW.grant_id)\n       <> (SELECT space_id FROM spaces_membership WHERE id = NEW.membership_id) THEN\n        RAISE EXCEPTION 'a member of another space' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="d208039eb095be19cc9b26641c2a486abca42010",
                    operation='INSERT OR UPDATE OF "membership_id", "grant_id", "partner_id"',
                    pgid="pgtrigger_shared_in_ones_own_space_acb34",
                    table="spaces_sharing",
                    when="BEFORE",
                ),
            ),
        ),
    ]
