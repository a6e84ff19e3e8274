#!/usr/bin/env python3
"""Run the whole suite, once for each engine that answers, and say at the end what ran.

* SQLite, always: everything but the browser tests, and of what walks every page or takes very long (marked in_turn) an
  eighth, in turn by day; where many values are tried, mostly a fourth of them. What PostgreSQL tries today, if it
  answers, SQLite leaves to it. With KUI_TEST_REQUIRE=all every one, and everybody tries every page.
* PostgreSQL and Redis, where they answer at DATABASE_URL and REDIS_URL (default: this machine's standard ports):
  the same, but for what no engine answers differently (marked once). Of what is left, simultaneous acts and a fifth of
  the files, in turn by day; with KUI_TEST_REQUIRE=all every one.
* Chromium, where it is installed: the browser tests, once, on SQLite; a fifth of the files, in turn by day, and with
  KUI_TEST_REQUIRE=all every one.

KUI_TEST_REQUIRE=all makes a stage that could not run, or ran no test, a failure. Arguments go to pytest.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
BROWSER = "tests/browser"
RESULTS = ROOT / "var" / "test-results"
POSTGRES = os.environ.get("DATABASE_URL") or "postgres://root@127.0.0.1:5432/postgres"
REDIS = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/9"
REQUIRE_ALL = os.environ.get("KUI_TEST_REQUIRE") == "all"
# Of so many parts of the files PostgreSQL and Chromium try one a day; SQLite the others of PostgreSQL's.
SHARE = "5"
WORKERS = min(os.cpu_count() or 1, 4)


@dataclass
class Stage:
    """One run of pytest: what it shows, the settings it runs with, and how it went."""

    name: str
    select: str
    folder: str = ""  # where its tests are, when not everywhere: the others need not be imported
    env: dict[str, str] = field(default_factory=dict)
    absent: str = ""  # why it cannot run here
    workers: int = WORKERS
    ran: bool = False
    ok: bool = True
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0

    def run(self, arguments: list[str]) -> None:
        """Run pytest and read what it counted."""
        print(f"\n\033[1m==>\033[0m {self.name}", flush=True)
        report = RESULTS / f"{self.name.split()[0].strip(',').lower()}.xml"
        report.unlink(missing_ok=True)
        command = [sys.executable, "-m", "pytest", "-q", "-n", str(self.workers), "--dist", "worksteal"]
        command += ["-m", self.select, f"--junitxml={report}", *arguments]
        if self.folder and not any(Path(ROOT, word.split("::")[0]).exists() for word in arguments):
            command.append(self.folder)
        elif not arguments:  # who names tests may name those
            command.append(f"--ignore={BROWSER}")
        started = time.monotonic()
        code = subprocess.run(
            command, cwd=ROOT, env={**base_environment(), **self.env}, check=False
        ).returncode
        self.seconds = time.monotonic() - started
        self.ran = code in (0, 1)
        self.ok = code == 0 or (code == 5 and not REQUIRE_ALL)  # 5: pytest found no test
        if code == 5:
            self.absent = "no test was selected"
        elif report.exists():
            for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314 - written by our own pytest
                counts = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
                self.failed += counts["failures"] + counts["errors"]
                self.skipped += counts["skipped"]
                self.passed += counts["tests"] - sum(counts[key] for key in ("failures", "errors", "skipped"))

    def __str__(self) -> str:
        if not self.ran:
            return f"{self.name:<38} did not run: {self.absent or 'pytest stopped before the first test'}"
        counts = f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"
        return f"{self.name:<38} {counts} in {self.seconds:.0f} s"


def base_environment() -> dict[str, str]:
    """The environment without the addresses of databases and secrets: a test names what it talks to."""
    ours = (
        "DATABASE_URL",
        "REDIS_URL",
        "SECRET_KEY",
        "KUI_FIELD_KEYS",
        "KUI_INDEX_KEY",
        "KUI_MODE",
        "SITE_URL",
        "PYTHONDONTWRITEBYTECODE",
    )
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    # Some ten processes import the suite: the first compiles it for the others, and leaves it under var.
    compiled = {"PYTHONPYCACHEPREFIX": str(ROOT / "var" / "pycache")}
    return {**kept, **compiled, "KUI_MODE": "test"}


def sqlite_stage() -> Stage:
    """The suite on SQLite; where everything is required, with every cell of the access matrix."""
    return Stage(
        "SQLite", "not browser and not slow", env={"KUI_MATRIX": "all"} if REQUIRE_ALL else in_turn()
    )


def in_turn() -> dict[str, str]:
    """What lets the longest tests take turns and others try fewer values; who names tests gets all."""
    return {} if REQUIRE_ALL or sys.argv[1:] else {"KUI_TURNS": "8", "KUI_TRIES": "4"}


def leave_to_the_other(sqlite: Stage, postgres: Stage) -> None:
    """What PostgreSQL is to try in turn, SQLite need not."""
    if "KUI_SHARE" in postgres.env and not postgres.absent:
        sqlite.name = "SQLite, the other four fifths"
        sqlite.env["KUI_ELSEWHERE"] = postgres.env["KUI_SHARE"]


def postgres_stage() -> Stage:
    """The suite on PostgreSQL, with the tests that need Redis."""
    stage = Stage("PostgreSQL and Redis", "not browser and not slow and not once")
    missing = [why for why in (no_postgres(), no_redis()) if why]
    stage.absent = "; ".join(missing)
    # One database name per checkout, so that two checkouts can test side by side.
    name = "kui_" + hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
    stage.env = {"DATABASE_URL": urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{name}")), "REDIS_URL": REDIS}
    if not REQUIRE_ALL and not sys.argv[1:]:
        stage.name = "PostgreSQL and Redis, a fifth in turn"
        stage.env |= {"KUI_SHARE": SHARE} | in_turn()
    return stage


def no_postgres() -> str:
    """Why PostgreSQL cannot be used, or an empty string."""
    import psycopg

    try:
        with psycopg.connect(POSTGRES, connect_timeout=2) as connection:
            rights = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            return "" if rights and rights[0] else "the PostgreSQL role may not create databases"
    except psycopg.Error:
        return f"no PostgreSQL answers at {hide_password(POSTGRES)}"


def no_redis() -> str:
    """Why Redis cannot be used, or an empty string."""
    import redis

    try:
        redis.Redis.from_url(REDIS, socket_connect_timeout=2).ping()
        return ""
    except redis.RedisError:
        return f"no Redis answers at {hide_password(REDIS)}"


def hide_password(url: str) -> str:
    """The address without its password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", ":…@")))


def browser_stage() -> Stage:
    """The tests that drive a browser."""
    stage = Stage("Chromium", "browser and not slow", BROWSER)
    names = (
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome-stable",
        "google-chrome",
    )
    found = next((path for path in map(shutil.which, names) if path), "")
    stage.absent = "" if found else "Chromium is not installed (apt install chromium-headless-shell)"
    stage.env = {"KUI_CHROMIUM": found}
    if not REQUIRE_ALL and not sys.argv[1:]:
        stage.name, stage.env["KUI_SHARE"] = "Chromium, a fifth in turn", SHARE
    stage.workers = WORKERS + 1  # a test and its browser wait for each other
    return stage


def migrate(stages: list[Stage]) -> None:
    """Make the migrated databases that the tests begin on, side by side, since one of them keeps one core busy."""
    command = [sys.executable, "-m", "tests.helpers.migrated"]
    makers = [
        subprocess.Popen(command, cwd=ROOT, env={**base_environment(), **stage.env})
        for stage in stages
        if not stage.name.startswith("Chromium")  # begins on SQLite's
    ]
    for maker in makers:
        maker.wait()


def main() -> int:
    """Run the stages that can run, print the summary, and return the exit code."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    stages = [sqlite_stage(), postgres_stage(), browser_stage()]
    leave_to_the_other(*stages[:2])
    migrate([stage for stage in stages if not stage.absent])
    for stage in stages:
        if not stage.absent:
            stage.run(sys.argv[1:])
    print("\n\033[1m==>\033[0m What ran")
    for stage in stages:
        print(f"    {stage}")
    not_run = [stage for stage in stages if not stage.ran]
    if not_run and REQUIRE_ALL:
        print("    Every stage is required here (KUI_TEST_REQUIRE=all).")
    total = [sum(getattr(stage, what) for stage in stages) for what in ("passed", "failed", "skipped")]
    print(f"    {sum(stage.seconds for stage in stages):.0f} seconds in all\n")
    print("{} passed, {} failed, {} skipped".format(*total))
    return 0 if all(stage.ok for stage in stages) and not (not_run and REQUIRE_ALL) else 1


if __name__ == "__main__":
    sys.exit(main())
