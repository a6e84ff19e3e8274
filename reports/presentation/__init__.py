"""Numbers as something to read: the same tiles, tables, charts and sentences for pages, papers and spreadsheets."""
