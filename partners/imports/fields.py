"""The columns that a unit's list of partners may have, and the headings they go by."""

from datetime import date

from django.utils.translation import gettext_lazy

from core.spreadsheets.cells import Tick
from core.spreadsheets.columns import IGNORE, Field, normalise

FIELDS = (
    Field(
        "name",
        gettext_lazy("Name"),
        ("navn", "partner", "organisation", "virksomhed", "firma", "sted", "institution"),
        words=True,
    ),
    Field("cvr", gettext_lazy("CVR number"), ("cvr", "cvr nr", "cvr-nr.", "cvrnr", "cvr nummer", "p-nummer")),
    Field(
        "side",
        gettext_lazy("Internal or external"),
        (
            "intern/ekstern",
            "intern ekstern",
            "intern eller ekstern",
            "side",
            "intern",
            "ekstern",
            "internal external",
        ),
        looks_like=lambda cell: normalise(str(cell)) in ("intern", "ekstern", "internal", "external"),
    ),
    Field(
        "category",
        gettext_lazy("Category"),
        ("type", "kategori", "partnertype", "art", "slags", "område", "branche"),
    ),
    Field(
        "contact",
        gettext_lazy("Contact person"),
        ("kontaktperson", "kontakt", "kontaktnavn", "vores kontakt", "contact", "contact name"),
        words=True,
    ),
    Field(
        "contact_role",
        gettext_lazy("Contact's role"),
        ("kontaktens rolle", "stilling", "titel", "funktion", "rolle"),
        words=True,
    ),
    Field("contact_phone", gettext_lazy("Contact's phone"), ("kontaktens telefon", "kontakts telefon")),
    Field(
        "contact_email",
        gettext_lazy("Contact's e-mail"),
        ("kontaktens e-mail", "kontakts mail", "kontaktens mail"),
    ),
    Field(
        "contact_from",
        gettext_lazy("Contact's first day"),
        ("kontaktens første dag", "kontakt fra", "kontaktperson fra"),
        kinds=(date,),
    ),
    Field(
        "contact_until",
        gettext_lazy("Contact's last day"),
        ("kontaktens sidste dag", "kontakt til", "kontaktperson til", "kontakten stopper"),
        kinds=(date,),
    ),
    Field(
        "has_authority",
        gettext_lazy("Has authority"),
        ("myndighed", "har myndighed", "myndighedsudøver"),
        kinds=(Tick,),
    ),
    Field("is_active", gettext_lazy("Active"), ("aktiv", "i brug"), kinds=(Tick,)),
    Field(
        "phone",
        gettext_lazy("Phone"),
        ("telefon", "tlf", "mobil", "telefonnummer", "tlf nr", "direkte telefon"),
    ),
    Field(
        "email",
        gettext_lazy("E-mail"),
        ("mail", "e-mail", "email", "mailadresse", "e-mailadresse"),
        looks_like=lambda cell: "@" in str(cell),
    ),
    Field("web", gettext_lazy("Web"), ("hjemmeside", "web", "website", "webadresse", "www", "url")),
    Field(
        "address", gettext_lazy("Address"), ("adresse", "vej", "gade", "beliggenhed", "street"), words=True
    ),
    Field("postal_code", gettext_lazy("Postal code"), ("postnr", "post nr", "postnummer", "zip")),
    Field("city", gettext_lazy("Town"), ("by", "postdistrikt", "bynavn", "city"), words=True),
    Field(
        "postal_city",
        gettext_lazy("Postal code and town"),
        ("postnr og by", "post nr. og by", "postnr/by", "postnr by"),
    ),
    Field("municipality", gettext_lazy("Municipality"), ("kommune", "kommunenavn", "hjemkommune")),
    Field(
        "agreement",
        gettext_lazy("Agreement"),
        ("aftale", "samarbejdsaftale", "aftaleform", "kontrakt"),
        kinds=(Tick,),
    ),
    Field(
        "next_evaluation_on",
        gettext_lazy("Next evaluation"),
        ("næste evaluering", "evaluering", "evalueres", "næste opfølgning", "evalueringsdato", "opfølgning"),
        kinds=(date,),
    ),
    Field(
        "notes",
        gettext_lazy("Notes"),
        ("noter", "note", "bemærkninger", "bemærkning", "kommentar", "andet"),
        many=True,
    ),
    Field(IGNORE, gettext_lazy("Do not use"), ("nr", "id", "løbenr"), many=True),
)
