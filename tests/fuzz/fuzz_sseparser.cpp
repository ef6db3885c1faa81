// SPDX-License-Identifier: GPL-3.0-or-later
// However the network cuts a stream, the events are the same; and nothing grows beyond the limit.
#include "io/sseparser.h"

#include <cstdint>
#include <cstdlib>

using rookery::io::SseParser;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView bytes(data, static_cast<qsizetype>(size));
    SseParser whole(1 << 20);
    const QList<QByteArray> expected = whole.feed(bytes);

    SseParser cut(1 << 20);
    QList<QByteArray> found;
    // the first byte decides how large the pieces are
    const qsizetype piece = bytes.isEmpty() ? 1 : 1 + static_cast<unsigned char>(bytes.front()) % 7;
    for (qsizetype at = 0; at < bytes.size(); at += piece)
        found += cut.feed(bytes.sliced(at, qMin(piece, bytes.size() - at)));
    if (found != expected || cut.overflowed() != whole.overflowed())
        std::abort();

    SseParser small(16);
    const QList<QByteArray> shortOnes = small.feed(bytes);
    for (const QByteArray &event : shortOnes) {
        if (event.size() > 32)
            std::abort();
    }
    return 0;
}
