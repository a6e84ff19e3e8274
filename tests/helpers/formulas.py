"""Text that a spreadsheet would run, did nobody take care."""

LEADS = [
    "=1+1",
    "+45 20 12 34 56",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    "＋45",
    "－2",
    "＠SUM(A1)",
    "\n=1",
    '=HYPERLINK("http://x")',
]
