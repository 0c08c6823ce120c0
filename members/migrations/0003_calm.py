from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("members", "0002_initial")]

    operations = []
