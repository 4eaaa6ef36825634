#!/bin/sh
# Called by Maven: `scripts/maven.sh build|check OUTPUT_FOLDER STAMP_FOLDER`. Says in one line what is missing.
set -eu
cd "$(dirname "$0")/.."
for tool in node npm; do
  if ! command -v "$tool" >/dev/null 2>&1; then
    echo "missing: $tool is needed to build the fleet page (Node.js 20.19 or newer); install it, or pass -Dui.skip for a plane without the page" >&2
    exit 1
  fi
done
exec node scripts/maven.mjs "$@"
