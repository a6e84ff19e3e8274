"""Models without a rule of the domain: the rows of every room."""

from core import lookups  # noqa: F401 (registers them)
from core.idempotency import SubmitKey
from core.importing.files import ImportFile
from core.jobs.models import Heartbeat, Job
from core.limits import Limit
from core.mail.models import OutboxMail
from core.plainlanguage.models import PlainWord
from core.sms.models import OutboxSms

__all__ = ["Heartbeat", "ImportFile", "Job", "Limit", "OutboxMail", "OutboxSms", "PlainWord", "SubmitKey"]
