"""The council's page: a quarter or a year of the unit on one sheet, without small numbers."""
