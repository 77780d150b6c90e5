"""A pause names its planned end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casefile", "0003_inner_rows_unchecked")]

    operations = [
        migrations.AddField("clockentry", "until", models.DateTimeField(null=True)),
    ]
