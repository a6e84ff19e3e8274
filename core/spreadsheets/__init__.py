"""Spreadsheets in: the one engine that every import uses (`core.exports` is the way out).

`cells`     what a spreadsheet is made of: cells, rows, sheets
`readers`   bytes of a file become sheets of rows that keep the number the spreadsheet shows
`workbooks` the same for xlsx and ods, with what they hide and merge
`detection` the sheet, the heading row and the data rows are found among titles, blank lines and totals
`columns`   the columns are recognised as fields, by their heading or by what stands in them
`parsers`   Danish dates, telephone numbers, names, postal codes, yes and no
`guarding`  formulas made harmless on the way out, and given back on the way in
`results`   what each row became, and the report of it
"""
