// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/requests.h"

namespace oscar::sessions {

void Requests::add(std::uint32_t connection, std::uint32_t id, Number message)
{
    if (id == 0) {
        return; // some clients do not number their requests
    }
    messages_.insert_or_assign(key(connection, id), message);
    ids_[word(id)] |= bit(id);
}

Number Requests::find(std::uint32_t connection, std::uint32_t id) const
{
    const auto found = messages_.find(key(connection, id));
    return found != messages_.end() ? found->second : kNone;
}

void Requests::forget(std::uint32_t connection, std::uint32_t id, Number message)
{
    if (const auto found = messages_.find(key(connection, id)); found != messages_.end() && found->second == message) {
        messages_.erase(found);
    }
}

} // namespace oscar::sessions
