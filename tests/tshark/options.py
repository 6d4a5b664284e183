# SPDX-License-Identifier: GPL-2.0-or-later
"""What tshark must be told to decode a capture. Those not named here need nothing."""

# Name of the capture: options, in which {captures} stands for its folder.
OPTIONS = {
    "exported-for-tables": ("-d", "tcp.port==5190,aim", "-d", "tls.port==5223,aim"),
    "port-443": ("-d", "tcp.port==443,aim"),
    "tls-oscar": ("-o", "tls.keylog_file:{captures}/tls-oscar.keys", "-d", "tls.port==5223,aim"),
    "tls-unclaimed-port": ("-o", "tls.keylog_file:{captures}/tls-oscar.keys"),
}
