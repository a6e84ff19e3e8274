"""How many queries a page asks."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries(client, url) -> int:
    client.get(url)  # caches of the process: content types, translations
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len([q for q in captured if "SAVEPOINT" not in q["sql"]])
