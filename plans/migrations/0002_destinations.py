"""The table of destinations begins with a proposal, which the municipality edits: no national definition exists."""

import json
from pathlib import Path

from django.db import migrations

PROPOSAL = Path(__file__).parent.parent / "plan" / "data" / "destinations.json"


def fill(apps, schema_editor):
    """Put the proposal into an empty table."""
    Destination = apps.get_model("plans", "Destination")
    if Destination.objects.exists():
        return
    proposal = json.loads(PROPOSAL.read_text(encoding="utf-8"))
    Destination.objects.bulk_create(
        Destination(
            code=item["code"],
            group=item["group"],
            name_da=item["name_da"],
            name_en=item["name_en"],
            counts_as_positive=item["counts_as_positive"],
            sustained_days=item["sustained_days"],
            is_active=item["is_active"],
            source=item.get("source") or proposal["source"],
            position=number * 10,
        )
        for number, item in enumerate(proposal["items"], start=1)
    )


class Migration(migrations.Migration):
    """Data only; going back leaves the rows, since plans may name them."""

    dependencies = [("plans", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
