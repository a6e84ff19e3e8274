"""``manage.py bench``: what pages, documents, reports and imports cost, as ratios to floors of the same minute."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import BaseCommand, CommandError

from kui.bench.run import measure

DEFAULT_SERVER = "postgres://root@127.0.0.1:5432/postgres"


class Command(BaseCommand):
    """Fills a database of its own for each scale (PostgreSQL where it answers, else SQLite), measures, and drops it."""

    help = "Measure against floors; prints ratios and writes bench.json."

    def add_arguments(self, parser):
        """Scales, rounds, and where the result goes."""
        parser.add_argument("--scales", default="500,50000", help="numbers of cases, separated by commas")
        parser.add_argument("--rounds", type=int, default=40)
        parser.add_argument("--out", default="bench.json")
        parser.add_argument(
            "--measure", type=int, help="measure one scale in the present database (used by itself)"
        )

    def handle(self, *args, **options):
        """Each scale in a process and a database of its own."""
        if settings.PRODUCTION:
            raise CommandError("The benchmark fills a database with inventions; it never runs in production.")
        if options["measure"]:
            Path(options["out"]).write_text(
                json.dumps(measure(options["measure"], options["rounds"], self.stderr.write))
            )
            return
        scales = [int(scale) for scale in options["scales"].split(",")]
        result = {"engine": "postgresql" if _server() else "sqlite", "scales": {}}
        for scale in scales:
            self.stderr.write(f"{scale} cases on {result['engine']}")
            measured = self._one(scale, options["rounds"])
            result["scales"][str(scale)] = measured.pop("pages")
            for name, figures in measured.items():  # a larger base adds what a small one cannot show
                result[name] = {**figures, **result.get(name, {})}
        Path(options["out"]).write_text(json.dumps(result, indent=1) + "\n")
        self._print(result)

    def _one(self, scale: int, rounds: int) -> dict:
        """Measure one scale in a fresh database and a process of its own."""
        with tempfile.TemporaryDirectory() as folder, _database(scale, folder) as address:
            out = Path(folder) / "out.json"
            command = [
                sys.executable,
                "manage.py",
                "bench",
                "--measure",
                str(scale),
                "--rounds",
                str(rounds),
                "--out",
                str(out),
            ]
            env = {
                **os.environ,
                "DATABASE_URL": address,
                "KUI_MODE": "demo",
                "DEBUG": "",
                "KUI_VAR_DIR": folder,
            }
            subprocess.run(command, check=True, env=env, cwd=settings.BASE_DIR)
            return json.loads(out.read_text())

    def _print(self, result: dict) -> None:
        """The ratios as a table, one column a scale."""
        scales = list(result["scales"])
        self.stdout.write(f"{'× table':<18}" + "".join(f"{scale:>12}" for scale in scales))
        for page in result["scales"][scales[0]]:
            cells = [result["scales"][scale][page] for scale in scales]
            self.stdout.write(
                f"{page:<18}"
                + "".join(f"{c['ratio']:>12.2f}" for c in cells)
                + f"   {cells[0]['queries']:>3} queries"
                f" {cells[0]['bytes'] / 1000:>6.0f} kB {cells[0]['p50_ms']:>7.1f} ms"
            )
        for name in ("pdf", "reports", "import"):
            self.stdout.write(
                f"{name:<18}" + "  ".join(f"{key} {value}" for key, value in result[name].items())
            )


def _server() -> str:
    """The address of a PostgreSQL server that answers, or an empty string."""
    address = os.environ.get("DATABASE_URL") or DEFAULT_SERVER
    if not address.startswith("postgres"):
        return ""
    try:
        psycopg.connect(address, connect_timeout=2).close()
    except psycopg.Error:
        return ""
    return address


class _database:
    """A database of its own for the length of the block; yields its address."""

    def __init__(self, scale: int, folder: str):
        self.name, self.folder, self.server = f"kui_bench_{scale}", folder, _server()

    def __enter__(self) -> str:
        if not self.server:
            return f"sqlite:///{self.folder}/bench.sqlite3"
        self._say(f'DROP DATABASE IF EXISTS "{self.name}"', f'CREATE DATABASE "{self.name}"')
        return self.server.rsplit("/", 1)[0] + f"/{self.name}"

    def __exit__(self, *error):
        if self.server:
            self._say(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _say(self, *statements: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)
