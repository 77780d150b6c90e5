"""Messages held for the morning: found by an index of their own, gathered into one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ground", "0004_budgets")]

    operations = [
        migrations.AlterField(
            "notice",
            "state",
            models.CharField(
                choices=[
                    ("queued", "Queued"),
                    ("sending", "Sending"),
                    ("sent", "Sent"),
                    ("delivered", "Delivered"),
                    ("failed", "Failed"),
                    ("held", "Held"),
                    ("gathered", "Gathered"),
                ],
                default="queued",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            "notice",
            models.Index(
                condition=models.Q(("state", "held")), fields=["next_at"], name="ground_notice_held"
            ),
        ),
    ]
