"""What a link of a page downloads."""

from pathlib import Path


def fetched(page, link):
    with page.expect_download() as download:
        link.click()
    return Path(download.value.path()).read_bytes()
