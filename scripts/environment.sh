#!/usr/bin/env bash
# environment.sh DIR CONSTRAINTS REQUIREMENT...: a virtual environment at DIR with pinned packages.
# Takes $PYTHON, else the first Python 3.11 or newer that it finds.
set -euo pipefail

dir=$1 constraints=$2
shift 2

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local name
    for name in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
        if recent "$name"; then
            command -v "$name"
            return
        fi
    done
    echo "yusuan needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3.11 …" >&2
    return 1
}

has_pip() { "$dir/bin/python" -m pip --version >/dev/null 2>&1; }

# Debian ships venv without ensurepip until python3.X-venv is installed.
create() {
    local package
    package=python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv
    "$python" -m venv --clear "$dir" >/dev/null 2>&1 && has_pip && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "installing $package …" >&2
        export DEBIAN_FRONTEND=noninteractive
        apt-get -qq update >/dev/null && apt-get -qq install -y "$package" >/dev/null || true
        "$python" -m venv --clear "$dir" >/dev/null 2>&1 && has_pip && return
    fi
    if "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m venv --clear --without-pip "$dir" &&
            "$python" -m pip --quiet --python "$dir/bin/python" install pip && has_pip && return
    fi
    rm -rf "$dir"
    echo "$python cannot make a virtual environment. On Debian or Ubuntu: sudo apt install $package" >&2
    return 1
}

if ! [ -x "$dir/bin/python" ] || ! has_pip; then
    python=$(find_python)
    echo "setting up $dir with $("$python" --version) …" >&2
    create
fi
"$dir/bin/python" -m pip install --quiet --disable-pip-version-check --constraint "$constraints" "$@"
