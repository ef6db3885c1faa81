// SPDX-License-Identifier: GPL-3.0-or-later
// An index that was kept is a file like any other: whatever is in it is refused, or leads nowhere but into the index.
#include "logs/logindex.h"
#include "require.h"

#include <cstddef>
#include <cstdint>

using namespace rookery;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto index = logs::LogIndex::fromBytes(QByteArray(reinterpret_cast<const char *>(data), qsizetype(size)));
    if (!index)
        return 0;
    qint64 entries = 0;
    for (qint64 number = 0; number < index->groupCount(); ++number) {
        const logs::LogIndex::Group group = index->group(number);
        fuzz::require(group.firstEntry == entries, "the groups have every entry once");
        fuzz::require(qint64(index->marks(number).size()) == group.entries, "every entry has a mark");
        entries += group.entries;
        for (qint64 entry = group.firstEntry; entry < entries; ++entry)
            fuzz::require(index->groupOf({entry}) == number, "an entry is found in its group");
    }
    fuzz::require(entries == index->entryCount(), "no entry is missing");
    std::ignore = index->timeline(7);
    logs::LogIndex rest = *index;
    if (rest.dropLast())
        fuzz::require(rest.entryCount() == entries - 1, "the last entry can be dropped");
    return 0;
}
