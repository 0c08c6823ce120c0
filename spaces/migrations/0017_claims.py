import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("spaces", "0016_plan")]

    operations = [
        migrations.RemoveIndex(model_name="message", name="messages_due"),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(
                models.F("email"), condition=models.Q(("next_reminder_at__isnull", False)), name="reminders_by_address"
            ),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="message",
            name="state_follows_the_table",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="message",
            trigger=pgtrigger.compiler.Trigger(name='state_follows_the_table', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{queued:sending,queued:cancelled,queued:suppressed,queued:held,queued:gathered,held:queued,held:cancelled,sending:sent,sending:queued,sending:held,sending:failed,sending:cancelled,sending:suppressed,sent:delivered,sent:bounced,sent:complained,delivered:complained,delivered:bounced,failed:queued,gathered:failed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='778ace0246a02f80e62d9434036b9bee3027e42d', operation='UPDATE', pgid='pgtrigger_state_follows_the_table_09d7c', table='spaces_message', when='BEFORE')),
        ),
    ]
