#!/bin/sh
# Bring a backup back into an EMPTY database and empty folders:
#   deploy/restore.sh /var/backups/plenary/2027-06-02T032000Z
# The environment is the new site's (/etc/plenary.env). Its keys must be those in the backup's keys.env; this is checked
# before anything is written. Afterwards: manage.py migrate, and start the services.
set -eu

from=${1:?"usage: deploy/restore.sh FOLDER-OF-A-BACKUP"}
: "${DATABASE_URL:?DATABASE_URL is not set: load the environment of the site first}"
here=$(cd "$(dirname "$0")/.." && pwd)
fail() {
    echo "Nothing was restored: $1" >&2
    exit 1
}

[ -f "$from/SHA256SUMS" ] || fail "$from is not a backup."
(cd "$from" && sha256sum --check --quiet --strict SHA256SUMS) || fail "a file of the backup is damaged."
for name in SECRET_KEY SECRET_KEY_FALLBACKS SALT_KEY; do
    [ "$(printenv "$name" || true)" = "$(sed -n "s/^$name=//p" "$from/keys.env")" ] ||
        fail "$name differs from the backup's keys.env; put the backup's keys into the environment first."
done

tables=$(psql --no-psqlrc --tuples-only --no-align --command "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'" "$DATABASE_URL")
[ "$tables" = 0 ] || fail "the database holds $tables tables already; make a new, empty one."
for folder in "${MEDIA_ROOT:-$here/var/media}" "${PRIVATE_ROOT:-$here/var/private}"; do
    [ ! -d "$folder" ] || [ -z "$(ls -A "$folder")" ] || fail "$folder is not empty."
done

pg_restore --no-owner --no-privileges --single-transaction --exit-on-error --dbname="$DATABASE_URL" "$from/database.dump"
unpack() { # name, folder
    [ -f "$from/$1.tar.gz" ] || return 0
    mkdir -p "$2"
    tar --extract --gzip --file="$from/$1.tar.gz" --directory="$2"
}
unpack media "${MEDIA_ROOT:-$here/var/media}"
unpack private "${PRIVATE_ROOT:-$here/var/private}"
echo "Restored. Next: manage.py migrate, then start the services."
