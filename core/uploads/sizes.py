"""How much a file that is sent may hold. In one place; the child process reads them too, so: no Django here."""

FILE_BYTES = 20 * 1024 * 1024
# What one request may carry in all before its further files are dropped, and before the connection is. The proxy in
# front lets a little more through (max_size, deploy/Caddyfile).
REQUEST_BYTES = 3 * FILE_BYTES
REQUEST_BYTES_HARD = 10 * FILE_BYTES
# What may be sent without a session: a form of words.
ANONYMOUS_BYTES = 64 * 1024
PIXELS = 50_000_000
PDF_PAGES = 1_000
ZIP_ENTRIES = 1_000
ZIP_BYTES = 200 * 1024 * 1024
ZIP_RATIO = 100
# A small part of a document may well be all blanks: the ratio counts for parts above this size.
ZIP_RATIO_FROM = 1024 * 1024
# What the child process may use: seconds of work, seconds in all, bytes of memory.
CHILD_CPU_SECONDS = 20
CHILD_WALL_SECONDS = 40
CHILD_MEMORY = 1536 * 1024 * 1024
