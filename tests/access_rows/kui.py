"""Pages of the composition root."""

from tests.access_rows import Row

ROWS = [
    Row("healthz", "everybody"),
    Row("readyz", "everybody", ok=(200, 503)),
    Row("home", "signed in, to whatever"),
    Row("job_detail", "signed in", kwargs=lambda w: {"job_id": w.job.pk}, only=frozenset({"owner"})),
    Row("set_language", "everybody", methods=("post",), data=lambda w: {"language": "en"}),
]
