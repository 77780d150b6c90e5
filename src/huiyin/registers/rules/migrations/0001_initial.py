"""Rule packs and which scope follows which."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ground", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RulePack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("category", "category"),
                            ("calendar", "calendar"),
                            ("service_level", "service_level"),
                            ("rate", "rate"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("version", models.CharField(max_length=20)),
                ("effective_from", models.DateField()),
                ("effective_to", models.DateField(blank=True, null=True)),
                ("content", models.JSONField()),
                (
                    "digest",
                    models.CharField(help_text="SHA-256 of the content in canonical JSON", max_length=64),
                ),
                ("loaded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "name", "version"), name="rules_pack_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["category", "calendar", "service_level", "rate"])),
                        name="rules_pack_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScopePack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("category", "category"),
                            ("calendar", "calendar"),
                            ("service_level", "service_level"),
                            ("rate", "rate"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.DateTimeField()),
                (
                    "pack",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="rules.rulepack",
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ground.scope"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scope", "kind", "since"), name="rules_one_pack_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["category", "calendar", "service_level", "rate"])),
                        name="rules_scope_kind",
                    ),
                ],
            },
        ),
    ]
