#!/bin/sh
# Makes the role that web and worker sign in as: rows yes, tables no. Run once, when the database is made, by the owner.
#
# The tables belong to the owner, who migrates. The app's role cannot ALTER, DROP or TRUNCATE them, so it cannot switch
# off the triggers that keep the audit trail append-only.
set -eu
psql -q -v ON_ERROR_STOP=1 -v role="${KUI_APP_ROLE:-kui_app}" -v password="$KUI_APP_DB_PASSWORD" \
  -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
CREATE ROLE :"role" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO :"role";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"role";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO :"role";
SQL
