"""The routes of the plan, by page family. A route under ``/sager/<uuid>/`` is guarded by ``case_view``."""

app_name = "plans"

# --- Min dag and the case page -----------------------------------------------------------------------------------
day_urls = []

# --- the plan ----------------------------------------------------------------------------------------------------
plan_urls = []

# --- hand-over ---------------------------------------------------------------------------------------------------
handover_urls = []

# --- tables ------------------------------------------------------------------------------------------------------
table_urls = []

urlpatterns = [*day_urls, *plan_urls, *handover_urls, *table_urls]
