import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import spaces.models.firm
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("spaces", "0011_letters")]

    operations = [
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('delivered', 'delivered'), ('delayed', 'delayed, still being tried'), ('soft', 'did not arrive, may later'), ('hard', 'did not arrive, and will not'), ('complaint', 'marked as spam'), ('stopped', 'asked the provider not to be written to')], max_length=10, verbose_name='kind')),
                ('code', models.CharField(blank=True, max_length=12, verbose_name='status code')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('source', models.CharField(max_length=20, verbose_name='told by')),
                ('event_id', models.CharField(max_length=128)),
                ('waits', models.BooleanField(default=False)),
                ('message', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='spaces.message')),
            ],
            options={
                'verbose_name': 'feedback on a mail',
                'verbose_name_plural': 'feedback on mails',
                'indexes': [models.Index(fields=['message', '-id'], name='feedback_on_a_message'), models.Index(models.F('id'), condition=models.Q(('waits', True)), name='feedback_that_waits')],
                'constraints': [models.UniqueConstraint(models.F('source'), models.F('event_id'), name='an_event_counts_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feedback',
            trigger=pgtrigger.compiler.Trigger(name='feedback_kept_for_good', sql=spaces.models.firm.FirmSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b49b7369e219ac8933fb1400c338044ea6fb8bd4', operation='DELETE', pgid='pgtrigger_feedback_kept_for_good_e821f', table='spaces_feedback', when='BEFORE')),
        ),
        migrations.AlterField(
            model_name='message',
            name='state',
            field=models.CharField(choices=[('queued', 'waiting to go out'), ('sending', 'going out'), ('sent', 'sent'), ('delivered', 'delivered'), ('bounced', 'did not arrive'), ('complained', 'marked as spam'), ('failed', 'could not be sent'), ('cancelled', 'no longer needed'), ('suppressed', 'not sent: this address is not written to'), ('held', 'waits: its mailing is paused'), ('gathered', 'told in one mail with others')], default='queued', max_length=12, verbose_name='state'),
        ),
    ]
