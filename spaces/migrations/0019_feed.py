from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("spaces", "0018_lists")]

    operations = []
