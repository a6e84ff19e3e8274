from django.db import migrations
from django.db.models import F, Max, OuterRef, Subquery


def last_moves(apps, schema_editor):
    """Tell each case on which day a milestone of its plans was last added or changed its status."""
    Case, MilestoneMove = apps.get_model("cases", "Case"), apps.get_model("plans", "MilestoneMove")
    moves = MilestoneMove.objects.filter(milestone__plan__case=OuterRef("pk")).exclude(old_status=F("new_status"))
    last = moves.order_by().values("milestone__plan__case").annotate(last=Max("on")).values("last")
    Case.objects.update(last_move_on=Subquery(last))


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0008_activities_side_by_side"),
        ("plans", "0004_handover_topics"),
    ]

    operations = [migrations.RunPython(last_moves, migrations.RunPython.noop)]
