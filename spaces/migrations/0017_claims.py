from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("spaces", "0016_plan")]

    operations = [
        migrations.RemoveIndex(model_name="message", name="messages_due"),
    ]
