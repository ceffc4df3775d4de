# shellcheck shell=bash
# What the scripts of this folder share: the places, the words, and the system's packages. Source it; it runs nothing.

set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE="$ROOT/.cache"
cd "$ROOT"

# Chinese is printed and read everywhere below, whatever the machine's language is.
export LC_ALL=C.UTF-8 PYTHONUTF8=1
# The fonts found by the PDF writer, first folder first (bin/fonts fills the first one).
export JIXIAO_FONTS="${JIXIAO_FONTS:-$CACHE/fonts:/usr/share/fonts/opentype/noto:/usr/share/fonts/truetype/liberation}"

# The map by which LibreOffice finds the same fonts under their official names. Only once bin/fonts has written it: a map
# that is not there disturbs every program that draws letters, the installer of fonts among them.
use_font_map() { export FONTCONFIG_FILE="${FONTCONFIG_FILE:-$CACHE/fontconfig/fonts.conf}"; }

# What uv must be told before it meets the network.
use_uv() {
    local index
    export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
    # An office's gateway often signs with a certificate of its own, which the machine trusts and uv's own list does not know.
    if [ -s /etc/ssl/certs/ca-certificates.crt ]; then export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"; fi
    # uv does not read pip's configuration; where an office has set a mirror for pip, it is meant for uv too.
    index=$(.boot/bin/python -m pip config list 2>/dev/null | sed -n "s/^\(global\|user\|site\|install\|:env:\)\.index.url='\(.*\)'$/\2/p" | tail -n 1)
    if [ -n "$index" ]; then export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"; fi
}

# say 中文 English: one thing told in both languages.
say() { printf '» %s\n  %s\n' "$1" "$2"; }
warn() { printf '！%s\n  %s\n' "$1" "$2" >&2; }
die() {
    printf '✗ %s\n  %s\n' "$1" "$2" >&2
    exit 2
}

# retry COMMAND…: three tries, since a download that failed once often succeeds the second time.
retry() {
    local try
    for try in 1 2 3; do
        "$@" && return 0
        [ "$try" = 3 ] || sleep $((try * 3))
    done
    return 1
}

# missing_packages NAME…: those of the Debian packages that are not installed, one a line; all of them where there is no dpkg.
missing_packages() {
    local name
    for name in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null || true)" = installed ] || printf '%s\n' "$name"
    done
}

has_apt() { command -v apt-get >/dev/null 2>&1; }

# apt_update: the package lists, fetched once a run and only when something was not found without it.
apt_update() {
    [ -z "${APT_UPDATED:-}" ] || return 0
    say "正在更新 Debian 软件包清单…" "Updating Debian's package lists…"
    retry apt-get update -qq && APT_UPDATED=yes
}

# apt_knows NAME…: whether the lists on this machine offer each of them.
apt_knows() {
    local name
    for name in "$@"; do
        apt-cache show "$name" >/dev/null 2>&1 || return 1
    done
}

apt_install_once() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" >"$CACHE/apt.log" 2>&1
}

# apt_install NAME…: install them as root; lists that are empty or out of date are fetched anew. Answers whether it worked.
apt_install() {
    apt_knows "$@" || apt_update || return 1
    apt_install_once "$@" && return 0
    apt_update && retry apt_install_once "$@"
}

# system_packages 用途 purpose NAME…: install what is missing of them. Without root, say what is missing and how to get it; answers 1 then.
system_packages() {
    local zh=$1 en=$2 missing
    shift 2
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    if has_apt && [ "$(id -u)" = 0 ]; then
        say "正在安装 ${missing[*]}（${zh}）…" "Installing ${missing[*]} ($en)…"
        apt_install "${missing[@]}" && return 0
        warn "安装失败，详见 $CACHE/apt.log。" "Installing failed; $CACHE/apt.log tells why."
    elif has_apt; then
        warn "缺少系统软件包 ${missing[*]}（${zh}），当前不是管理员，未安装。请管理员执行：apt-get install ${missing[*]}" \
            "System packages are missing ($en) and this is not root. Ask for: apt-get install ${missing[*]}"
    else
        warn "缺少 ${missing[*]}（${zh}），本机没有 apt，请用本机的办法安装同名软件。" \
            "Missing: ${missing[*]} ($en). There is no apt on this machine; please install their likes by its own means."
    fi
    return 1
}
