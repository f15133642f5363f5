#!/bin/sh
# Write everything a new machine needs into a new folder below the one given:
#   deploy/backup.sh /var/backups/plenary
# database.dump (all rows), media.tar.gz (public files), private.tar.gz (personal files), keys.env (SECRET_KEY,
# SECRET_KEY_FALLBACKS and SALT_KEY: without them nobody can read the secrets in the database), SHA256SUMS.
# The environment is the site's (/etc/plenary.env). Files in S3 are not copied: use the store's own versions or copies.
# The folder opens everything. Keep it as safely as the keys themselves.
set -eu

into=${1:?"usage: deploy/backup.sh FOLDER"}
: "${DATABASE_URL:?DATABASE_URL is not set: load the environment of the site first}"
: "${SECRET_KEY:?SECRET_KEY is not set: load the environment of the site first}"
: "${SALT_KEY:?SALT_KEY is not set: load the environment of the site first}"
here=$(cd "$(dirname "$0")/.." && pwd)
umask 077

name=$(date -u +%Y-%m-%dT%H%M%SZ)
draft="$into/.$name"
mkdir -p "$draft"
trap 'rm -rf "$draft"' EXIT

pg_dump --format=custom --no-owner --no-privileges --file="$draft/database.dump" "$DATABASE_URL"
archive() { # name, folder
    mkdir -p "$2"
    tar --create --gzip --file="$draft/$1.tar.gz" --directory="$2" .
}
if [ -z "${S3_BUCKET:-}" ]; then
    archive media "${MEDIA_ROOT:-$here/var/media}"
    archive private "${PRIVATE_ROOT:-$here/var/private}"
fi
{
    printf 'SECRET_KEY=%s\n' "$SECRET_KEY"
    printf 'SECRET_KEY_FALLBACKS=%s\n' "${SECRET_KEY_FALLBACKS:-}"
    printf 'SALT_KEY=%s\n' "$SALT_KEY"
} >"$draft/keys.env"
(cd "$draft" && sha256sum -- * >SHA256SUMS)

mv "$draft" "$into/$name"
trap - EXIT
# Two weeks of nightly backups stay here; copy them elsewhere for longer.
find "$into" -mindepth 1 -maxdepth 1 -type d -name '20*Z' -mtime +14 -exec rm -rf {} +
echo "$into/$name"
