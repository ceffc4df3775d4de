# shellcheck shell=bash
# What the measurements of the site share. Source it.
source "$(dirname "${BASH_SOURCE[0]}")/../bin/lib.sh"

# with_postgres NAME: an empty database of that name on the throw-away PostgreSQL; its url stands in BENCH_DATABASE_URL.
with_postgres() {
    local url
    url=$(bin/postgres start | tail -n 1)
    .venv/bin/python - "$url" "$1" <<'PY'
import sys
import psycopg
url, name = sys.argv[1:]
with psycopg.connect(url, autocommit=True) as connection:
    connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    connection.execute(f'CREATE DATABASE "{name}"')
PY
    BENCH_DATABASE_URL="${url%/*}/$1"
    export BENCH_DATABASE_URL
}
