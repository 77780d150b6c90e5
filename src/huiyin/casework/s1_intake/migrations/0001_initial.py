import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import huiyin.ground.ids


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ground', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportFile',
            fields=[
                ('id', models.UUIDField(default=huiyin.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('body', models.BinaryField(default=b'')),
                ('system', models.CharField(default='', max_length=40)),
                ('channel', models.CharField(max_length=1)),
                ('mapping', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('checked', 'Checked'), ('done', 'Done')], default='checked', max_length=10)),
                ('counts', models.JSONField(default=dict)),
                ('refused', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scope', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ground.scope')),
            ],
        ),
    ]
