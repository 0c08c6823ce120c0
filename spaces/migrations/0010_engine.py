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
        migrations.CreateModel(
            name='MailDomain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=254, unique=True, verbose_name='domain')),
                ('rests_until', models.DateTimeField(blank=True, null=True, verbose_name='rests until')),
                ('rests', models.PositiveSmallIntegerField(default=0, verbose_name='rests in a row')),
                ('free_at', models.DateTimeField(blank=True, null=True, verbose_name='the next mail')),
            ],
            options={
                'verbose_name': 'domain that mails go to',
                'verbose_name_plural': 'domains that mails go to',
            },
        ),
    ]
