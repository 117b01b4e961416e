#!/bin/sh
# Print the newest interpreter among 3.13, 3.12 and 3.11 that really starts.
# A pyenv shim may exist and still refuse to run, so each candidate is executed once.
# Usage: find_python.sh [MINOR ...]   (default: 13 12 11)
[ $# -gt 0 ] || set -- 13 12 11
root=${PYENV_ROOT:-$HOME/.pyenv}
for minor in "$@"; do
  for candidate in "python3.$minor" "$root"/versions/3."$minor".*/bin/python3."$minor" python3; do
    found=$("$candidate" -c "import sys; sys.version_info[:2] == (3, $minor) and print(sys.executable)" 2>/dev/null)
    [ -n "$found" ] && { echo "$found"; exit 0; }
  done
done
echo "ghirbal needs Python 3.13, 3.12 or 3.11 (looked for: $*); install one and try again" >&2
exit 1
