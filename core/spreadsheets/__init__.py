"""Spreadsheets in: the one engine that every import uses (`core.exports` is the way out).

`readers`   bytes of an xlsx, ods or csv file become sheets of rows that keep the number the spreadsheet shows
`detection` the sheet, the heading row and the data rows are found among titles, blank lines and totals
`columns`   the columns are recognised as fields, by their heading or by what stands in them
`parsers`   Danish dates, telephone numbers, names, postal codes, yes and no
`results`   what each row became, and the report of it
"""
