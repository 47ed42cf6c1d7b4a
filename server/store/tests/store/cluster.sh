#!/bin/sh
# Runs a Postgres of its own in the folder $1 with the programs in $2, on a socket in that folder, for as long as the
# process $3 lives: however that one ends, Postgres is stopped and the folder removed.
set -u
dir=$1
bin=$2
watched=$3

as=
if [ "$(id -u)" = 0 ]; then
    # Postgres refuses to run as root.
    user=postgres
    id "$user" >/dev/null 2>&1 || user=nobody
    chown "$user" "$dir"
    as="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups"
fi
cd "$dir" || exit 1
postgres=
if $as "$bin/initdb" --pgdata="$dir/data" --username=tester --auth=trust --encoding=UTF8 --locale=C --no-sync; then
    $as "$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c fsync=off -c max_connections=200 &
    postgres=$!
fi
while kill -0 "$watched" 2>/dev/null; do
    # The tests that wait for it read this, and say what the log says.
    [ -n "$postgres" ] && kill -0 "$postgres" 2>/dev/null || touch "$dir/failed"
    sleep 0.2
done
if [ -n "$postgres" ]; then
    kill -INT "$postgres"
    wait "$postgres"
fi
cd /
rm -rf "$dir"
