"""One scale: fill the present database, measure the pages, then documents, reports and the import."""

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from kui.bench import batch_work
from kui.bench.dataset import create_dataset
from kui.bench.measure import interleave
from kui.bench.pages import pages_of

# Nothing has been collected beside a database that lives for a minute.
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"


def measure(scale: int, rounds: int, say) -> dict:
    """``{"pages": …, "pdf": …, "reports": …, "import": …}`` for a database of about ``scale`` cases."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    filled = create_dataset(scale, say)
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN}}
    with override_settings(
        ROOT_URLCONF="kui.bench.baseline_pages", ALLOWED_HOSTS=["testserver"], DEBUG=False, STORAGES=storages
    ):
        pages = interleave(pages_of(filled), floor="table", rounds=rounds)
    say("  " + ", ".join(f"{name} {page.ratio:.2f}" for name, page in pages.items()))
    return {
        "pages": {name: page.as_json() for name, page in pages.items()},
        "pdf": batch_work.pdf(filled),
        "reports": batch_work.reports(filled),
        "import": batch_work.caseload_import(filled),
    }
