// SPDX-License-Identifier: GPL-2.0-or-later
//
// File > Export Objects > AIM File Transfer, and tshark --export-objects aim_oft: the files that were sent, with what
// was seen of each. What is incomplete says so in its name. The same for images in direct IMs: aim_odc.
#ifndef OSCAR_EPAN_DATA_EXPORT_H
#define OSCAR_EPAN_DATA_EXPORT_H

namespace oscar::epan {

void register_export();

} // namespace oscar::epan

#endif
