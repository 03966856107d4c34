# Sourced by the commands beside it: finds Python, makes .venv, installs the locked packages.
# Wants $lock, the name of the lock file; sets $root and $python. With helps_alone=1 a question for
# --help is answered by any Python, before anything is made or installed.

root=$(cd "$(dirname "$0")/.." && pwd)
venv="$root/.venv"
python="$venv/bin/python"

find_python() {
  for name in python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null 2>&1 &&
      "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  echo "Duologue needs Python 3.11 or newer, with venv." >&2
  echo "On Debian or Ubuntu: apt-get install python3 python3-venv" >&2
  exit 2
}

PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}"
export PYTHONPATH

if [ "${helps_alone:-}" = 1 ]; then
  name=$(basename "$0")
  asked=
  for word; do
    case $word in -h | --help) asked=yes ;; esac
  done
  case "$name ${1:-} ${2:-}" in
    "duologue manage -"* | "duologue test -"*) ;;
    "duologue manage "* | "duologue test "*) asked= ;; # Django's own help, or pytest's
  esac
  if [ "$asked" = yes ]; then
    # demo and serve are commands of their own; duologue is told its command.
    [ "$name" = duologue ] || set -- "$name" "$@"
    exec "$(find_python)" -m duologue.cli "$@"
  fi
fi

if [ ! -x "$python" ] || ! "$python" -c '' 2>/dev/null; then
  found=$(find_python)
  echo "Making a Python environment in .venv; the first time takes a minute or two." >&2
  rm -rf "$venv"
  "$found" -m venv "$venv"
fi

# The test lock holds everything the other one does, so after bin/test nothing is missing.
digest=$("$python" -c 'import hashlib, sys; print(*(hashlib.sha256(open(f, "rb").read()).hexdigest() for f in sys.argv[1:]))' "$root/requirements.lock" "$root/$lock")
installed="$venv/.locked-$lock"
if [ "$(cat "$installed" 2>/dev/null)" != "$digest" ]; then
  echo "Installing the packages named in $lock." >&2
  "$python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$root/$lock"
  printf '%s\n' "$digest" >"$installed"
fi
