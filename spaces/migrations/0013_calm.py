import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("spaces", "0012_feedback"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            model_name="message",
            name="gathered_in",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="gathered",
                to="spaces.message",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="person",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="digests",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                fields=["address", "sent_at"],
                condition=Q(sent_at__isnull=False) & ~Q(kind__in=("invitation", "invitation_again")),
                name="messages_of_a_week",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                fields=["gathered_in"], condition=Q(gathered_in__isnull=False), name="messages_of_a_digest"
            ),
        ),
    ]
