"""Finding words in what stands on the cases one may open: notes, additions, milestones, dreams, documents' titles.

`index` is the table, `triggers` keep it in step with what it speaks of, `finding` asks it.
"""
