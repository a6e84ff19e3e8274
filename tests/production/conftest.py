"""What processes beside a test need to share its database, broker and keys."""

import os
import uuid

import pytest
from django.conf import settings
from django.db import connection

from tests.helpers.processes import Processes


@pytest.fixture
def outside(transactional_db, tmp_path):
    """The environment of processes that share this test's database, broker and keys."""
    if connection.vendor != "postgresql" or not settings.REDIS_URL:
        pytest.skip("needs PostgreSQL and Redis")
    return {
        **os.environ,
        "KUI_MODE": "test",
        "KUI_TEST_REAL_BROKER": "1",
        "KUI_VAR_DIR": str(tmp_path),
        "KUI_QUEUE": f"test-{uuid.uuid4().hex}",
        "KUI_JOB_LEASE_SECONDS": "6",
        "SECRET_KEY": settings.SECRET_KEY,
        "KUI_FIELD_KEYS": ",".join(settings.KUI_FIELD_KEYS),
        "KUI_INDEX_KEY": settings.KUI_INDEX_KEY,
        "DATABASE_URL": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(
            **connection.settings_dict
        ),
        "REDIS_URL": settings.REDIS_URL,
        "DJANGO_SETTINGS_MODULE": "kui.settings",
    }


@pytest.fixture
def processes(outside, tmp_path):
    """Starts processes, and leaves none behind."""
    made = Processes(outside, tmp_path)
    yield made
    for process in made.started:
        made.kill(process)
