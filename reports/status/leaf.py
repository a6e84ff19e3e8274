"""The young person's status as a page of Min plan, which the guide sees as they do."""

from django.utils.translation import gettext_lazy as _

from portal.myrights.leaves import Leaf
from reports.status.reading import status_for_youth

NAME = "siden-sidst"
LEAF = Leaf(_("Since last time"), "reports/status/_my_status.html", status_for_youth)
