"""A pause names its planned end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casefile", "0002_kept_for_good")]

    operations = [
        migrations.AddField("clockentry", "until", models.DateTimeField(null=True)),
    ]
