"""A pause names its planned end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casefile", "0004_link_generations")]

    operations = [
        migrations.AddField("clockentry", "until", models.DateTimeField(null=True)),
    ]
