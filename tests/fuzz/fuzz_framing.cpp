// SPDX-License-Identifier: GPL-3.0-or-later
// What comes in lines, from a file that another program writes, from a child or from a file of ours, is cut at the same
// places however it arrives; and a file of ours that was damaged can be written again.
#include "io/linecutter.h"
#include "require.h"
#include "store/sendrecord.h"

#include <QTemporaryDir>

#include <algorithm>
#include <cstddef>
#include <cstdint>

using namespace rookery;
using rookery::fuzz::require;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype kLongest = 16;

//! The lines as anybody would cut them who has all of it.
QList<QByteArray> linesOf(const QByteArray &bytes, bool skipFirst)
{
    QList<QByteArray> lines = bytes.split('\n');
    if (skipFirst)
        lines.removeFirst();
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (lines.at(i).endsWith('\r'))
            lines[i].chop(1);
        lines[i] = lines.at(i).left(kLongest);
    }
    return lines;
}

void requireSameLines(const QByteArray &bytes, qsizetype piece, bool skipFirst)
{
    io::LineCutter cutter(kLongest);
    if (skipFirst)
        cutter.skipLine();
    QList<QByteArray> found;
    for (qsizetype at = 0; at < bytes.size(); at += piece)
        found += cutter.feed(QByteArrayView(bytes).sliced(at, std::min(piece, bytes.size() - at)));
    // the last line has no end, and is one if there is anything in it
    found.append(cutter.takeRest().value_or(QByteArray()));
    QList<QByteArray> expected = linesOf(bytes, skipFirst);
    if (expected.isEmpty())
        expected.append(QByteArray());
    require(found == expected, "lines are cut at their ends, and no longer than they may be");
    require(!cutter.takeRest(), "what was taken is gone");
}

QString databaseWith(const QByteArray &record)
{
    static const QTemporaryDir folder;
    const QString database = folder.filePath(u"rookery.db"_s);
    QFile file(store::SendRecord::pathFor(database));
    require(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(record) == record.size(),
            "a file can be written");
    return database;
}

void requireKept(const QString &database, const store::SendRecord::Entry &entry)
{
    store::SendRecord(database).write(entry);
    store::SendRecord again(database);
    require(again.read() == entry, "what was recorded is read back");
    require(!again.isCopy(), "a record is in the file that it was written to");
}

void requireRecordHolds(const QByteArray &bytes)
{
    const QString database = databaseWith(bytes);
    store::SendRecord record(database);
    const auto found = record.read();
    require(!found || found->provenance.claims >= 0, "nothing was sent less than never");
    record.write({{u"lineage"_s, 7}, store::fileState(database)});
    store::SendRecord again(database);
    require(again.read().has_value() && !again.isCopy(), "a damaged record is written anew");
    if (found)
        requireKept(databaseWith(bytes), *found);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    for (const bool skipFirst : {false, true}) {
        requireSameLines(bytes, std::max<qsizetype>(1, bytes.size()), skipFirst);
        requireSameLines(bytes, 1 + bytes.size() % 5, skipFirst);
    }
    requireRecordHolds(bytes);
    return 0;
}
