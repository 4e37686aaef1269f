#!/bin/sh
# Prints the path of Chromium; fails if it is not installed.
set -eu
if [ -n "${PECULE_CHROMIUM:-}" ]; then
    [ -x "$PECULE_CHROMIUM" ] || exit 1
    printf '%s\n' "$PECULE_CHROMIUM"
    exit 0
fi
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name"; then
        exit 0
    fi
done
for path in '/Applications/Chromium.app/Contents/MacOS/Chromium' \
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'; do
    if [ -x "$path" ]; then
        printf '%s\n' "$path"
        exit 0
    fi
done
exit 1
