"""Dates and times as a Danish reader has them; templates ask for them by name (``date:"DATE_FORMAT"``)."""

DATE_FORMAT = "j. F Y"
SHORT_DATE_FORMAT = "j. b Y"
MONTH_DAY_FORMAT = "j. F"
TIME_FORMAT = "H.i"
DATETIME_FORMAT = "j. F Y H.i"
SHORT_DATETIME_FORMAT = "j. b Y H.i"
