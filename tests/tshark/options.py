# SPDX-License-Identifier: GPL-2.0-or-later
"""The options that tshark needs to decode a capture. Captures that are not listed need none."""

# The name of a capture, and its options, in which {captures} is its folder.
OPTIONS = {
    "direct-im-secure": ("-o", "tls.keylog_file:{captures}/tls-oscar.keys"),
    "exported-for-tables": ("-d", "tcp.port==5190,aim", "-d", "tls.port==5223,aim"),
    "icq-direct-secure": ("-o", "tls.keylog_file:{captures}/tls-oscar.keys"),
    "port-443": ("-d", "tcp.port==443,aim"),
    "transfer-secure": ("-o", "tls.keylog_file:{captures}/tls-oscar.keys"),
    "transfer-secure-proxy": ("-o", "tls.keylog_file:{captures}/tls-oscar.keys"),
    "tls-oscar": ("-o", "tls.keylog_file:{captures}/tls-oscar.keys", "-d", "tls.port==5223,aim"),
    "tls-unclaimed-port": ("-o", "tls.keylog_file:{captures}/tls-oscar.keys"),
}
