"""Emergency access to a shielded case."""

from tests.access_rows import Row

ROWS = [
    Row(
        "cases:break_glass",
        "guides and leaders",
        methods=("get", "post"),
        data=lambda w: {
            "cpr": w.kinds["shielded"].person.cpr,
            "reason": "Ringede fra skadestuen",
            "password": "ikke-mit-kodeord",
        },
        ok=(200, 422),
    ),
    Row("cases:glass_list", "leaders"),
]
