from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0002_initial")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="digest",
            field=models.CharField(
                choices=[("each", "each one at once"), ("daily", "one mail a day"), ("weekly", "one mail a week")],
                default="each",
                max_length=8,
                verbose_name="notices come",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="weekly_cap",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="notices and reminders in a week at most"
            ),
        ),
    ]
