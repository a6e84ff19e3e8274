"""How much each carries, as the pickers of guides say it."""

from django.db.models import Count, Q

# Open cases but the shielded ones: said with them on one page and without them on another, the number would tell who
# carries one.
LOAD = Count("guided_cases", filter=Q(guided_cases__closed_on=None, guided_cases__shielded=False))
