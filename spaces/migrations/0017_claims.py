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
    ]
