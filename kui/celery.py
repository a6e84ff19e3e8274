"""The Celery application and its clockwork.

Schedules only wake something up: each task looks in the database for what is due, so a beat that stood still delays and
loses nothing. (Of reports that were missed, the latest twelve of a kind are made: `reports.schedules.rules.owed`.)
"""

import logging.config
import os
import sys
from pathlib import Path

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging
from django.conf import settings

# The rooms that have tasks; `kui.apps` imports them in every process, so that each task is known by its name.
TASK_ROOMS = (
    "core",
    "core.jobs",
    "core.mail",
    "core.sms",
    "accounts.signin",
    "cases.documents",
    "meetings.planning",
    "plans.qualification",
    "practice.postcards",
    "workspace.digest",
    "portal.digest",
    "reports.snapshots",
)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kui.settings")


places = list(sys.path)
app = Celery("kui")
# Celery puts the folder that one stands in before everything else. What lies in /tmp is no code of ours.
sys.path[:] = [str(Path(__file__).resolve().parents[1]), *places]
app.config_from_object("django.conf:settings", namespace="CELERY")

app.conf.beat_schedule = {
    "send queued mail": {
        "task": "core.mail.tasks.send_queued_mail",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "send queued text messages": {
        "task": "core.sms.tasks.send_queued_sms",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "requeue stale jobs": {
        "task": "core.jobs.tasks.requeue_stale_jobs",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "order scan": {
        "task": "cases.documents.tasks.order_scan",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 250},
    },
    "sweep documents": {
        "task": "cases.documents.tasks.sweep_documents",
        "schedule": crontab(hour=3, minute=50),
    },
    "open postcards": {
        "task": "practice.postcards.tasks.open_postcards",
        "schedule": crontab(hour=6, minute=10),
    },
    "cancel meetings of closed cases": {
        "task": "meetings.planning.tasks.cancel_those_of_closed_cases",
        "schedule": crontab(minute=35),
    },
    "take due reports": {"task": "reports.snapshots.tasks.take_due_reports", "schedule": crontab(minute=20)},
    # From seven on Mondays; the later calls find what a worker that was away on time has missed.
    "send digests": {
        "task": "workspace.digest.tasks.send_digests",
        "schedule": crontab(minute="2,32", hour="7-18", day_of_week="mon"),
    },
    "send partner digests": {
        "task": "portal.digest.tasks.send_partner_digests",
        "schedule": crontab(minute="7,37", hour="7-18", day_of_week="mon"),
    },
    # The later call finds what a worker that was away in the morning has missed.
    "remind departments": {
        "task": "plans.qualification.tasks.remind_departments",
        "schedule": crontab(minute=40, hour="6,12"),
    },
    "tidy up": {"task": "core.tasks.tidy_up", "schedule": crontab(hour=3, minute=40)},
    "tidy up accounts": {"task": "accounts.signin.tasks.tidy_up", "schedule": crontab(hour=3, minute=45)},
}


@setup_logging.connect
def write_logs_like_the_web(**kwargs) -> None:
    """Celery would install its own handlers, which know nothing of what must not be written down."""
    logging.config.dictConfig(settings.LOGGING)
