"""A seventh kind of pack: how several hands work together."""

from django.db import migrations, models

KINDS = ["category", "calendar", "service_level", "rate", "alarm", "procedure", "cooperation"]
CHOICES = [(kind, kind) for kind in KINDS]


class Migration(migrations.Migration):
    dependencies = [("rules", "0004_procedures")]

    operations = [
        *(
            migrations.AlterField(model, "kind", models.CharField(choices=CHOICES, max_length=20))
            for model in ("rulepack", "scopepack", "scopepackevent")
        ),
        *(
            operation
            for model, name in (("rulepack", "rules_pack_kind"), ("scopepack", "rules_scope_kind"))
            for operation in (
                migrations.RemoveConstraint(model, name),
                migrations.AddConstraint(
                    model, models.CheckConstraint(condition=models.Q(kind__in=KINDS), name=name)
                ),
            )
        ),
    ]
