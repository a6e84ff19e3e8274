"""Lists come in: upload, columns, preview, one transaction, report. The same for every kind of list.

An `Importer` says what a kind of list holds and what its rows become; `pages` and the job around it are shared."""
