"""What every test gets: a fast database, no network, and fixtures for the people of the matrix."""

import gc
import os
import socket
import zlib
from contextlib import closing

import pytest
from django.conf import settings
from django.core.management.commands import flush
from django.db import connection
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from core import clock, limits
from core.mail.models import OutboxMail
from tests.helpers import daily, emptied, factories, migrated, plain
from tests.helpers.world import world  # noqa: F401 – a fixture

# The suite tries the same examples every time, so that it fails for a change and never by luck. Search wider with
# ``pytest --hypothesis-profile=default``.
hypothesis_settings.register_profile("suite", derandomize=True, deadline=None, max_examples=daily.tries(100))
hypothesis_settings.load_profile("suite")

# Django's classes and catalogues are many and stay: looking through them at every collection costs time and
# frees nothing.
gc.freeze()
gc.set_threshold(50_000, 20, 50)

# Every mail that any test sends is read: nobody gets a code.
OutboxMail.save = plain.read_before_it_leaves(OutboxMail.save)

_real_connect = socket.socket.connect


def _local_only(self, address):
    """Refuse to connect anywhere but to this machine."""
    host = address[0] if isinstance(address, tuple) else ""
    if self.family in (socket.AF_INET, socket.AF_INET6) and host not in ("127.0.0.1", "::1", "localhost"):
        raise AssertionError(f"a test tried to reach {host}")
    return _real_connect(self, address)


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Tests reach this machine only."""
    monkeypatch.setattr(socket.socket, "connect", _local_only)


@pytest.fixture(autouse=True)
def in_danish():
    """A test begins in the product's language, whatever the last one's reader had chosen."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session", autouse=True)
def vault_of_the_tests(tmp_path_factory):
    """Documents of tests lie in a folder of their own, and are gone with it."""
    settings.KUI_DOCUMENT_ROOT = tmp_path_factory.mktemp("documents")


@pytest.fixture(autouse=True)
def limits_of_the_migrations():
    """What a test adds to the table of limits is rolled back, and what the process remembers of it too."""
    before = limits.ProcessCache.table
    yield
    limits.ProcessCache.table = before


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Remember the database of before the first test, for what comes after a transactional one."""
    with django_db_blocker.unblock():
        limits.limit("contact_days")  # every count of queries begins with the table known
        emptied.remember()


def _put_back(self, **options):
    """After a transactional test: with several processes, one that needs the tables of reference may come next."""
    emptied.put_back()


flush.Command.handle = _put_back


# What asks for a database, and the folders whose tests start processes that have one of their own.
DATABASES = {"db", "transactional_db", "live_server", "world"}
STARTS_PROCESSES = {"house", "production"}


# KUI_SHARE=5: only a fifth of the files, each in its turn by day; but on PostgreSQL whole transactions and simultaneous
# acts, in which engines differ most, always.
SHARE = int(os.environ.get("KUI_SHARE") or 1)
AT_ONCE = ("transaction=True", "transactional_db", "live_server")


def _is_files_day(path, share: int = SHARE) -> bool:
    return zlib.crc32(path.name.encode()) % share == clock.today().toordinal() % share


# KUI_ELSEWHERE=5, on SQLite: today's fifth of the files is PostgreSQL's. What is marked once is asked of no other
# engine, and of what is marked in_turn PostgreSQL tries less: both stay.
ELSEWHERE = int(os.environ.get("KUI_ELSEWHERE") or 0)


def _runs_elsewhere(item) -> bool:
    stays = any(map(item.get_closest_marker, ("once", "in_turn", "browser")))
    return bool(ELSEWHERE) and not stays and _is_files_day(item.path, ELSEWHERE)


def pytest_ignore_collect(collection_path):
    """A file with nothing of today's share need not be read: that takes longer than many a test."""
    if SHARE == 1 or not collection_path.name.startswith("test_") or _is_files_day(collection_path):
        return None
    is_at_once = any(word in collection_path.read_text() for word in AT_ONCE)
    return None if is_at_once and collection_path.parent.name != "browser" else True


def _has_its_turn(item) -> bool:
    mark = item.get_closest_marker("django_db")
    at_once = "transactional_db" in item.fixturenames or (mark and mark.kwargs.get("transaction"))
    if at_once and item.path.parent.name != "browser":
        return True
    return _is_files_day(item.path)


# KUI_TURNS=8: of what is marked in_turn only an eighth, each test in its turn by day.
TURNS = int(os.environ.get("KUI_TURNS") or 1)


def _is_its_day(item) -> bool:
    turn = zlib.crc32(item.nodeid.encode()) % TURNS
    return not item.get_closest_marker("in_turn") or turn == clock.today().toordinal() % TURNS


def pytest_collection_modifyitems(config, items):
    """What lives in tests/browser drives the browser; what asks for no database is the same on each."""
    for item in items:
        folder = item.path.parent.name
        if folder == "browser":
            item.add_marker("browser")
        asks = item.get_closest_marker("django_db") or DATABASES & set(getattr(item, "fixturenames", ()))
        if not asks and folder not in STARTS_PROCESSES:
            item.add_marker("once")
    if SHARE > 1 or TURNS > 1:
        mine = [item for item in items if _is_its_day(item) and (SHARE == 1 or _has_its_turn(item))]
        mine = [item for item in mine if not _runs_elsewhere(item)]
        kept = set(mine)
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = mine


@pytest.fixture(scope="session")
def django_db_keepdb(request):
    """On SQLite the copy that `django_db_modify_db_settings` makes is kept: Django is not to make another."""
    return connection.vendor == "sqlite" or request.config.getvalue("reuse_db")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_blocker):
    """Tests begin on a copy of the migrated database.

    The browser's parallel requests need connections of their own, so there SQLite is in a file in place of memory.
    """
    test = settings.DATABASES["default"]["TEST"]
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            test["TEMPLATE"] = migrated.ensure()
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")
        yield
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    in_browser = any(item.get_closest_marker("browser") for item in request.session.items)
    path = settings.VAR_DIR / f"test-browser-{worker}.sqlite3"
    test["NAME"] = str(path) if in_browser else f"file:tests-{worker}?mode=memory&cache=shared"
    with closing(migrated.copy_into(test["NAME"])):
        yield
    if in_browser:
        path.unlink(missing_ok=True)


@pytest.fixture
def unit(db):
    """A unit."""
    return factories.UnitFactory()


@pytest.fixture
def guide(unit):
    """A guide of the unit."""
    return factories.UserFactory(unit=unit, role="guide", name="Gitte Guide", initials="GGU")


@pytest.fixture
def colleague(unit):
    """Another guide of the unit."""
    return factories.UserFactory(unit=unit, role="guide", name="Kim Kollega", initials="KKO")


@pytest.fixture
def leader(unit):
    """The unit's leader."""
    return factories.UserFactory(unit=unit, role="leader", name="Lene Leder", initials="LLE")


@pytest.fixture
def admin(unit):
    """The unit's administrator."""
    return factories.UserFactory(unit=unit, role="admin", name="Asta Admin", initials="AAD")


@pytest.fixture
def stranger(db):
    """A guide of another unit."""
    return factories.UserFactory(
        unit=factories.UnitFactory(), role="guide", name="Frede Fremmed", initials="FFR"
    )


@pytest.fixture
def partner_user(unit):
    """Somebody at a partner, who signs in."""
    return factories.ContactFactory(
        partner__unit=unit, user=factories.UserFactory(unit=unit, role="partner", name="Pia Partner")
    ).user


@pytest.fixture
def case(guide):
    """A running case of ``guide``, with its plan."""
    return factories.make_case(guide)
