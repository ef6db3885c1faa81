// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/linecutter.h"

#include "support/testcase.h"

namespace rookery::io {

//! Lines out of bytes that come in any pieces.
class TestLineCutter final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void linesEndInEitherWay()
    {
        LineCutter cutter(16);
        QCOMPARE(cutter.feed("one\r\ntwo\n\nth"), (QList<QByteArray>{"one", "two", ""}));
        QCOMPARE(cutter.feed("ree\r"), QList<QByteArray>());
        QCOMPARE(cutter.feed("\nrest"), (QList<QByteArray>{"three"}));
        QCOMPARE(cutter.takeRest(), QByteArray("rest"));
        QCOMPARE(cutter.takeRest(), std::nullopt);
    }

    void whatIsBeyondTheLimitIsDropped()
    {
        LineCutter cutter(4);
        QCOMPARE(cutter.feed("12345678\r\n1234\r\nab"), (QList<QByteArray>{"1234", "1234"}));
        QCOMPARE(cutter.feed("cdef\n"), (QList<QByteArray>{"abcd"}));
    }

    void aCarriageReturnWithinALineStays()
    {
        // also where the limit cuts the line right behind it
        LineCutter cutter(4);
        QCOMPARE(cutter.feed("123\rX\nab\rc\n"), (QList<QByteArray>{"123\r", "ab\rc"}));
    }

    void aLineWhoseBeginningIsUnknownIsSkipped()
    {
        LineCutter cutter(4);
        cutter.skipLine();
        QCOMPARE(cutter.feed("tail of "), QList<QByteArray>());
        QCOMPARE(cutter.takeRest(), std::nullopt);
        QCOMPARE(cutter.feed("one\nnext\n"), (QList<QByteArray>{"next"}));
    }
};

} // namespace rookery::io

ROOKERY_TEST(tst_linecutter, rookery::io::TestLineCutter)
#include "tst_linecutter.moc"
