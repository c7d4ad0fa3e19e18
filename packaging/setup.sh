# Sourced by ./run and ./test: what a bare Debian 12 lacks, and the build. POSIX sh.

build_packages="build-essential cmake ninja-build pkg-config libevent-dev libssl-dev libunbound-dev dns-root-data
    libpsl-dev publicsuffix libicu-dev libsqlite3-dev libjansson-dev libconfuse-dev libmicrohttpd-dev
    libmaxminddb-dev"
run_packages="python3-minimal libpython3-stdlib openssl"
test_packages="libcmocka-dev clang clang-format libclang-rt-14-dev llvm python3 python3-dnspython python3-dkim postfix swaks libnet-ssleay-perl openssl
    procps msmtp curl dovecot-core dovecot-lmtpd python3-html5lib python3-nacl python3-spf python3-authres libmail-dkim-perl libopendkim-dev libspf2-dev miltertest
    opendkim opendmarc postfix-policyd-spf-python iproute2"
peer_packages="rspamd"                  # large, and only compared with: a benchmark does without what is not there

say() { printf '%s\n' "$*" >&2; }

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null | cut -c1-2)" = ii ]; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null 2>&1; then sudo "$@"; else
        say "This needs root, and there is no sudo: $*"; exit 77
    fi
}

apt_install() { as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }

# need_packages NAME...: installs those that are missing, and touches nothing if none is. Daemons among them are not
# started: a policy-rc.d that forbids it stands while they are installed, unless the machine has one of its own.
need_packages() {
    missing=
    for package in "$@"; do is_installed "$package" || missing="$missing $package"; done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null 2>&1 || { say "These Debian packages are needed:$missing"; exit 77; }
    say "Installing:$missing"
    policy=/usr/sbin/policy-rc.d
    ours=no
    if [ ! -e $policy ]; then
        ours=yes
        printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
        as_root chmod 755 $policy
    fi
    # shellcheck disable=SC2086
    apt_install $missing || { as_root apt-get update -qq && apt_install $missing; } || installed=no
    [ $ours = no ] || as_root rm -f $policy
    [ "${installed:-yes}" = yes ] || { say "apt-get could not install:$missing"; exit 77; }
}

# want_packages NAME...: the same, and goes on without those that cannot be had.
want_packages() { (need_packages "$@") || say "Going on without."; }

# build PRESET [TARGET...]: quiet unless something is wrong.
build() {
    preset=$1; shift
    log=build/$preset.log
    mkdir -p build
    [ -x "build/$preset/gatepost" ] || say "Building (build/$preset.log says how far it is); the first time this takes some minutes."
    { [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >"$log" 2>&1; } &&
        ninja -C "build/$preset" "$@" >"$log" 2>&1 || { cat "$log" >&2; say "The build ($preset) failed."; exit 1; }
}
