# Sourced by the other scripts, which set $root: goes there, makes .venv what the lock files say, sets $python.

case ${DATA_DIR:=$root/.data} in /*) ;; *) DATA_DIR=$PWD/$DATA_DIR ;; esac
python=$root/.venv/bin/python
PATH=$root/.venv/bin:$PATH
export DATA_DIR PATH
cd "$root" || exit 1

fail() {
    echo "$*" >&2
    exit 1
}

# need PACKAGE…: install Debian packages as root, otherwise say what is missing.
need() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing from Debian: $*"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
            fail "Could not install $*."
    else
        fail "Something is missing here. As root: apt-get install --no-install-recommends $*"
    fi
}

python_will_do() {
    python3 -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# is_installed LOCK: whether .venv works and holds just this version of a lock file.
is_installed() {
    [ "$(cat ".venv/$(cksum <"$1" | tr ' ' -)" 2>/dev/null)" = "$1" ] && "$python" -c '' 2>/dev/null
}

# install LOCK…: bring .venv up to date, one run at a time.
install() {
    for lock; do
        is_installed "$lock" && continue
        python_will_do || need python3 python3-venv
        python_will_do || fail "Python 3.11 or newer is needed, with its venv module."
        (
            if command -v flock >/dev/null; then flock 9; fi
            is_installed "$lock" || install_one "$lock"
        ) 9>.venv.lock || exit 1
    done
}

install_one() {
    "$python" -m pip --version >/dev/null 2>&1 || python3 -m venv --clear .venv || fail "Could not make .venv."
    echo "Installing what $1 names …"
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$1" ||
        fail "Could not install what $1 names."
    echo "$1" >".venv/$(cksum <"$1" | tr ' ' -)"
}
