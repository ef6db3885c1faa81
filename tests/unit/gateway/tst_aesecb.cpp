// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/ilink/aesecb.h"

#include "base/reasons/transport.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::gateway;

//! The cipher of iLink's pictures, against published vectors.
class TestAesEcb final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void oneBlockIsWhatTheStandardSays_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("plain");
        QTest::addColumn<QByteArray>("cipher");
        // FIPS-197: appendix C.1, and appendix B
        QTest::newRow("C.1") << QByteArray("000102030405060708090a0b0c0d0e0f")
                             << QByteArray("00112233445566778899aabbccddeeff")
                             << QByteArray("69c4e0d86a7b0430d8cdb78070b4c55a");
        QTest::newRow("B") << QByteArray("2b7e151628aed2a6abf7158809cf4f3c")
                           << QByteArray("3243f6a8885a308d313198a2e0370734")
                           << QByteArray("3925841d02dc09fbdc118597196a0b32");
    }
    void oneBlockIsWhatTheStandardSays()
    {
        QFETCH(const QByteArray, key);
        QFETCH(const QByteArray, plain);
        QFETCH(const QByteArray, cipher);
        const auto made = ilink::encrypted(QByteArray::fromHex(plain), QByteArray::fromHex(key));
        QVERIFY(made.has_value());
        QCOMPARE(made->size(), 32); // a whole block of padding follows
        QCOMPARE(made->first(16).toHex(), cipher);
    }

    void everyLengthComesBack()
    {
        const QByteArray key(16, 'k');
        for (int size = 0; size <= 33; ++size) {
            const QByteArray plain(size, 'p');
            const auto cipher = ilink::encrypted(plain, key);
            QVERIFY(cipher.has_value());
            QCOMPARE(cipher->size(), (size / 16 + 1) * 16);
            const auto back = ilink::decrypted(*cipher, key);
            QVERIFY(back.has_value());
            QCOMPARE(*back, plain);
        }
    }

    void whatIsNotOursIsRefused()
    {
        const QByteArray key(16, 'k');
        QCOMPARE(ilink::encrypted("x", "short").error().kind, ErrorKind::Bug);
        QCOMPARE(ilink::decrypted("x", "short").error().kind, ErrorKind::Bug);
        QCOMPARE(ilink::decrypted("not whole", key).error().reason, Reason::Garbage);
        QCOMPARE(ilink::decrypted({}, key).error().reason, Reason::Garbage);
        QCOMPARE(ilink::decrypted(QByteArray(16, 'x'), key).error().reason, Reason::Garbage);
    }
};

ROOKERY_TEST(tst_aesecb, TestAesEcb)
#include "tst_aesecb.moc"
