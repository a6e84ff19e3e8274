"""The leader's overview: today beside a year of frozen months, and the list behind every number."""
