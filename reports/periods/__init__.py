"""Months, quarters, years and other stretches of days that reports are about."""
