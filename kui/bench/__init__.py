"""Benchmarks: what a page costs, as a ratio to floors measured in the same minute. Run by ``make bench``, never by
tests.
"""
