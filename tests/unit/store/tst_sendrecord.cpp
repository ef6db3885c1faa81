// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sendrecord.h"

#include "support/testcase.h"

#include <QTemporaryDir>

namespace rookery::store {

//! The small file beside the database.
class TestSendRecord final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsReadBack()
    {
        QVERIFY(!SendRecord(database()).read());
        SendRecord(database()).write(m_entry);
        SendRecord again(database());
        QCOMPARE(again.read(), m_entry);
        QVERIFY(!again.isCopy());
    }

    void aDamagedRecordIsWrittenAnew_data()
    {
        QTest::addColumn<QByteArray>("left");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("one line of something longer") << QByteArray(400, 'x');
        QTest::newRow("many words") << QByteArray("a b ").repeated(100);
        QTest::newRow("a record with more behind it")
            << QByteArray("rookery-sends x 1 y z\n") + QByteArray("more of it\n").repeated(30);
        QTest::newRow("a record with long words") << QByteArray("rookery-sends ") + QByteArray(150, 'l') + " 1 y z\n";
    }
    void aDamagedRecordIsWrittenAnew()
    {
        QFETCH(const QByteArray, left);
        QFile file(SendRecord::pathFor(database()));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(left) == left.size());
        file.close();
        SendRecord record(database());
        const auto found = record.read();
        record.write(m_entry);
        SendRecord again(database());
        QCOMPARE(again.read(), m_entry);
        QVERIFY(!again.isCopy());
        if (!found)
            return;
        record.write(*found); // what was believed can be written too
        QCOMPARE(SendRecord(database()).read(), found);
    }

    void aRecordWithoutItsEndIsNone()
    {
        QFile file(SendRecord::pathFor(database()));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("rookery-sends x 1 y z") > 0);
        file.close();
        QVERIFY(!SendRecord(database()).read());
    }

protected:
    void prepare() override { m_folder = std::make_unique<QTemporaryDir>(); }

private:
    [[nodiscard]] QString database() const { return m_folder->filePath(QStringLiteral("rookery.db")); }

    std::unique_ptr<QTemporaryDir> m_folder;
    const SendRecord::Entry m_entry{{QStringLiteral("5f1e0c9a7b6d4e3f8a2b1c0d9e8f7a6b"), 42}, "65536-1790000000123"};
};

} // namespace rookery::store

ROOKERY_TEST(tst_sendrecord, rookery::store::TestSendRecord)
#include "tst_sendrecord.moc"
