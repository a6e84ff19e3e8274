"""Models without a domain word: the rows of every room."""

from core.idempotency import SubmitKey
from core.importing.files import ImportFile
from core.jobs.models import Heartbeat, Job
from core.limits import Limit
from core.mail.models import OutboxMail
from core.plainlanguage.models import PlainWord

__all__ = ["Heartbeat", "ImportFile", "Job", "Limit", "OutboxMail", "PlainWord", "SubmitKey"]
