"""A wrong dose and wrong checks stay as they were; a further row, with its reason, stands in for them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dosing", "0004_what_the_law_no_longer_keeps_may_go"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="administration",
            options={
                "ordering": ["at", models.OrderBy(models.F("corrected_at"), nulls_first=True)]
            },
        ),
        migrations.AlterModelOptions(
            name="daycheck",
            options={
                "ordering": ["at", models.OrderBy(models.F("corrected_at"), nulls_first=True)]
            },
        ),
        migrations.RemoveConstraint(
            model_name="administration",
            name="main_dose_once_an_order",
        ),
        migrations.RemoveConstraint(
            model_name="administration",
            name="something_was_given",
        ),
        migrations.AddField(
            model_name="administration",
            name="because",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="administration",
            name="corrected_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="administration",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correction",
                to="dosing.administration",
            ),
        ),
        migrations.AddField(
            model_name="administration",
            name="route",
            field=models.CharField(
                blank=True,
                choices=[
                    ("intramuscular", "intramuscular"),
                    ("lozenge", "lozenge"),
                    ("oral", "oral"),
                    ("subcutaneous", "subcutaneous"),
                    ("intravenous", "intravenous"),
                    ("intranasal", "intranasal"),
                ],
                default="",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="daycheck",
            name="because",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="daycheck",
            name="corrected_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="daycheck",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correction",
                to="dosing.daycheck",
            ),
        ),
        migrations.AddConstraint(
            model_name="administration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects__isnull", True), ("part", "main")),
                fields=("order",),
                name="main_dose_once_an_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="administration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("dose_mg__gt", 0),
                    models.Q(("corrects__isnull", False), ("dose_mg", 0)),
                    _connector="OR",
                ),
                name="something_was_given",
            ),
        ),
        migrations.AddConstraint(
            model_name="administration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("because", ""), ("corrected_at__isnull", True), ("corrects__isnull", True)
                    ),
                    models.Q(
                        ("corrected_at__isnull", False),
                        ("corrects__isnull", False),
                        models.Q(("because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="dose_correction_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="daycheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("because", ""), ("corrected_at__isnull", True), ("corrects__isnull", True)
                    ),
                    models.Q(
                        ("corrected_at__isnull", False),
                        ("corrects__isnull", False),
                        models.Q(("because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="check_correction_says_why",
            ),
        ),
    ]
