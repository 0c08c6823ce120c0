import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import spaces.models.firm
from django.db import migrations, models

# What went out before stays as it went out: each text becomes a letter without places. The digest is `Words.digest`.
DIGEST = r"""encode(sha256(convert_to(m.subject, 'UTF8') || '\x00'::bytea || convert_to(m.text, 'UTF8') || '\x00'::bytea
                      || convert_to(m.html, 'UTF8')), 'hex')"""
KEEP = f"""
INSERT INTO spaces_letter (digest, subject, text, html, at)
SELECT {DIGEST}, m.subject, m.text, m.html, coalesce(m.sent_at, m.created_at)
FROM spaces_message m WHERE m.subject <> '' OR m.text <> '' OR m.html <> '' ORDER BY m.id
ON CONFLICT (digest) DO NOTHING;
UPDATE spaces_message m SET letter_id = l.id FROM spaces_letter l
WHERE (m.subject <> '' OR m.text <> '' OR m.html <> '') AND l.digest = {DIGEST};
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("spaces", "0010_engine")]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('subject', models.TextField(verbose_name='subject')),
                ('text', models.TextField(verbose_name='text')),
                ('html', models.TextField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='first written')),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
            },
        ),
        migrations.AddField(
            model_name='message',
            name='filled',
            field=models.JSONField(blank=True, default=dict),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='letter',
            trigger=pgtrigger.compiler.Trigger(name='a_letter_stays', sql=spaces.models.firm.FirmSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c58838b46290f7a8cdb3346d4ea69d8986c4326c', operation='UPDATE OR DELETE', pgid='pgtrigger_a_letter_stays_88eb0', table='spaces_letter', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='message',
            name='letter',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='spaces.letter'),
        ),
        migrations.RunSQL(KEEP),
        migrations.RemoveField(
            model_name='message',
            name='html',
        ),
        migrations.RemoveField(
            model_name='message',
            name='subject',
        ),
        migrations.RemoveField(
            model_name='message',
            name='text',
        ),
    ]
