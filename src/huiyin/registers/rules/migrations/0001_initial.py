"""Rule packs and which scope follows which."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ground", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScopePack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
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
            ],
        ),
        migrations.CreateModel(
            name="RulePack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
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
                    models.CharField(
                        help_text="SHA-256 of the content in canonical JSON",
                        max_length=64,
                    ),
                ),
                ("loaded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "name", "version"), name="rules_pack_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["category", "calendar", "service_level", "rate"],
                            )
                        ),
                        name="rules_pack_kind",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rulepack",
            trigger=pgtrigger.compiler.Trigger(
                name="rules_pack_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0d4131f659931c551249dc4bf06335ee68171659",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_rules_pack_frozen_1c323",
                    table="rules_rulepack",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="scopepack",
            name="pack",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="adoptions",
                to="rules.rulepack",
            ),
        ),
        migrations.AddField(
            model_name="scopepack",
            name="scope",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ground.scope",
            ),
        ),
        migrations.AddConstraint(
            model_name="scopepack",
            constraint=models.UniqueConstraint(
                fields=("scope", "kind", "since"), name="rules_one_pack_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="scopepack",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["category", "calendar", "service_level", "rate"])),
                name="rules_scope_kind",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scopepack",
            trigger=pgtrigger.compiler.Trigger(
                name="rules_adoption_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2fd47bd90fe1f4be0ca591d819be33f967cb6035",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_rules_adoption_frozen_3dfad",
                    table="rules_scopepack",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scopepack",
            trigger=pgtrigger.compiler.Trigger(
                name="rules_same_kind",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NEW.pack_id IS NOT NULL AND NOT EXISTS (\n        SELECT FROM rules_rulepack WHERE id = NEW.pack_id AND kind = NEW.kind\n    ) THEN\n        RAISE EXCEPTION 'rules: a pack is followed as its own kind only' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="c66fdb6fee8eb5dc592bd833fbf01c5f8fcb2603",
                    operation="INSERT",
                    pgid="pgtrigger_rules_same_kind_100df",
                    table="rules_scopepack",
                    when="BEFORE",
                ),
            ),
        ),
    ]
