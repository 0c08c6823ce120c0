import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("spaces", "0009_delivery")]

    operations = [
        migrations.AddField(
            model_name='message',
            name='deaths',
            field=models.PositiveSmallIntegerField(db_default=0, editable=False),
        ),
        migrations.AddField(
            model_name='message',
            name='run',
            field=models.BigIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(django.db.models.functions.comparison.Coalesce('space', 0), models.F('due_at'), models.F('id'), condition=models.Q(('state', 'queued')), name='messages_due_in_a_space'),
        ),
    ]
