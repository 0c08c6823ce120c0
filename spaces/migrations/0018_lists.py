from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("spaces", "0017_claims")]

    operations = []
