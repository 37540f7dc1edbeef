from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0003_papers'),
    ]

    operations = [
        migrations.AddField(
            model_name='question',
            name='asker',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
    ]
