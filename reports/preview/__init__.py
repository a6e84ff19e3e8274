"""The next report as it would be if it were taken today."""
