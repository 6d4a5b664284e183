# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# For the tests that work in a Debian system of their own: how to do something
# in there, and how to see what a plugin that was installed is worth. To be
# sourced; `root` is the folder of the system.

profile="OSCAR Rendezvous"

step() { printf -- '-- %s\n' "$*"; }

# Nothing of the environment of whoever runs the tests, except for the way to the network.
in_root() {
    local name proxies=()
    for name in http_proxy https_proxy no_proxy; do
        [ -z "${!name-}" ] || proxies+=("$name=${!name}")
    done
    chroot --userspec="$1" "$root" /usr/bin/env --ignore-environment PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        LC_ALL=C.UTF-8 "${proxies[@]}" "${@:2}"
}
as_root() { in_root 0:0 HOME=/root DEBIAN_FRONTEND=noninteractive "$@"; }
as_user() { in_root 1000:1000 HOME=/home/user USER=user "$@"; }

# A user with an empty home, who may use sudo if there is one. Nobody is there to answer apt's questions, and nothing has
# to outlast a power failure.
add_user() {
    echo "user:x:1000:1000::/home/user:/bin/bash" >>"$root/etc/passwd"
    echo "user:x:1000:" >>"$root/etc/group"
    echo "user:*:20000:0:99999:7:::" >>"$root/etc/shadow"
    install -d -o 1000 -g 1000 "$root/home/user"
    echo "127.0.0.1 localhost $(uname --nodename)" >>"$root/etc/hosts"
    [ ! -d "$root/etc/sudoers.d" ] || echo "user ALL=(ALL) NOPASSWD: ALL" >"$root/etc/sudoers.d/user"
    echo 'APT::Get::Assume-Yes "true";' >"$root/etc/apt/apt.conf.d/99assume-yes"
    echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/99unsafe-io"
    echo "debconf debconf/frontend select Noninteractive" | as_root debconf-set-selections
}

# Whatever an installation may leave behind: all but a checkout, and what apt and dpkg keep for themselves.
all_files() {
    (cd "$root" && find . \( -path ./tmp -o -path ./home/user/checkout -o -path ./var/cache -o -path ./var/log \
        -o -path ./var/lib/apt -o -path './var/lib/dpkg/*-old' -o -path './var/lib/dpkg/triggers' \) -prune -o -print |
        sort)
}

# For remember and check_nothing_left.
files_before=

remember() { files_before=$(all_files); }

check_nothing_left() {
    local left
    left=$(diff <(echo "$files_before") <(all_files)) || die "$1 leaves the system changed: $left"
}

# The folders for plugins; tshark names them.
personal() { as_user tshark -G folders | sed -n 's/^Personal Plugins:[[:space:]]*//p'; }
global() { as_user tshark -G folders | sed -n 's/^Global Plugins:[[:space:]]*//p'; }

# Whether tshark loads the plugin from a folder, which is what `personal` or `global` prints, and finds the profile.
check_it_works() {
    local folder=$1 types loaded
    cp "$top/captures/file-transfer-accepted.pcap" "$root/tmp/capture.pcap"
    loaded=$(as_user tshark -G plugins | grep '^oscar_rendezvous\.so') || die "tshark does not load the plugin"
    [[ $loaded == *"$folder/epan/oscar_rendezvous.so" ]] || die "expected the plugin in $folder, got: $loaded"
    # The profile is there if it has a column that says nothing but the type, which an acknowledgement lacks.
    types=$(as_user tshark -C "$profile" -r /tmp/capture.pcap -Y aim_rendezvous -T tabs | tr -d ' ' | tr '\t' '\n' |
        grep -xE 'Propose|Accept' | xargs)
    [ "$types" = "Propose Accept" ] || die "expected the profile's column Type to say Propose, Accept; got: $types"
    # Wireshark gives a user a copy of a profile of the system's, which no uninstallation can know.
    [ "$folder" != "$(global)" ] || rm -r "$root/home/user/.config"
}
