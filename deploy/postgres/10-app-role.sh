#!/bin/sh
# Makes the role that web and worker sign in as: rows yes, tables no. Run once, when the database is made, by the owner.
#
# The tables belong to the owner (kui_owner), who migrates. kui_app cannot ALTER, DROP or TRUNCATE, so it cannot
# disable the triggers that keep the audit trail append-only.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$KUI_APP_DB_PASSWORD" -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
CREATE ROLE kui_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO kui_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO kui_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO kui_app;
SQL
