// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/picture.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "gateway/napcat/uploader.h"
#include "gateway/onebot11/napcatdialect.h"

#include "support/manualclock.h"
#include "support/testcase.h"

#include <QCryptographicHash>
#include <QJsonDocument>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

//! The gateway's side of the upload, in a dozen lines.
class TestUploader final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void bytesArriveWholeOneChunkAtATime()
    {
        const QByteArray bytes = picture(700 * 1024);
        const auto upload = m_uploader->upload(bytes, hashOf(bytes), u"a.png"_s, std::chrono::minutes(12));
        QTRY_VERIFY(upload.isFinished());
        ROOKERY_VERIFY_RESULT(upload.result());
        QCOMPARE(upload.result()->file, u"/tmp/staged"_s);
        QCOMPARE(upload.result()->expiresAt, m_clock.now() + std::chrono::minutes(12));
        QCOMPARE(m_received, bytes);
        QCOMPARE(m_chunks, 3);
        QCOMPARE(m_first.value(u"total_chunks"_s).toInt(), 3);
        QCOMPARE(m_first.value(u"file_retention"_s).toInt(), 720000);
        QVERIFY(m_transport < bytes.size() * 14 / 10);
    }

    void sameBytesAreUploadedOnceAtATime()
    {
        const QByteArray bytes = picture(1000);
        const auto one = m_uploader->upload(bytes, hashOf(bytes), u"a.png"_s, seconds(1));
        const auto two = m_uploader->upload(bytes, hashOf(bytes), u"b.png"_s, seconds(1));
        QTRY_VERIFY(one.isFinished() && two.isFinished());
        ROOKERY_VERIFY_RESULT(two.result());
        QCOMPARE(m_chunks, 1);
    }

    void failedChunkEndsTheUpload()
    {
        m_failAt = 1;
        const QByteArray bytes = picture(700 * 1024);
        const auto upload = m_uploader->upload(bytes, hashOf(bytes), u"a.png"_s, seconds(1));
        QTRY_VERIFY(upload.isFinished());
        QCOMPARE(upload.result().error().kind, ErrorKind::Timeout);
        QCOMPARE(m_chunks, 1);
    }

    void otherBytesAtTheGatewayAreNoticed()
    {
        m_lieAboutSize = true;
        const QByteArray bytes = picture(1000);
        const auto upload = m_uploader->upload(bytes, hashOf(bytes), u"a.png"_s, seconds(1));
        QTRY_VERIFY(upload.isFinished());
        QCOMPARE(upload.result().error().reason, Reason::UploadMismatch);
    }

    void emptyPicturesAreRefused()
    {
        const auto upload = m_uploader->upload({}, hashOf({}), u"a.png"_s, seconds(1));
        QVERIFY(upload.isFinished());
        QCOMPARE(upload.result().error().reason, Reason::PictureEmpty);
    }

protected:
    void prepare() override
    {
        m_received.clear();
        m_first = {};
        m_transport = 0;
        m_chunks = 0;
        m_failAt = -1;
        m_lieAboutSize = false;
        m_uploader = std::make_unique<Uploader>(
            napcatDialect(), m_clock, Deadlines{},
            [this](const protocol::Action &action, milliseconds) { return gatewayTakes(action); });
    }
    void finish() override { m_uploader.reset(); }

private:
    FutureResult<protocol::Reply> gatewayTakes(const protocol::Action &action)
    {
        m_transport += QJsonDocument(action.params).toJson(QJsonDocument::Compact).size();
        if (action.params.value(u"is_complete"_s).toBool()) {
            const qint64 size = m_received.size() - (m_lieAboutSize ? 1 : 0);
            return readyResult<protocol::Reply>(
                protocol::Reply{QJsonObject{{u"status"_s, u"file_complete"_s},
                                            {u"file_path"_s, u"/tmp/staged"_s},
                                            {u"file_size"_s, size},
                                            {u"sha256"_s, QString::fromLatin1(hashOf(m_received).toHex())}}});
        }
        if (m_chunks == m_failAt)
            return failedResult<protocol::Reply>({ErrorKind::Timeout, Reason::NoReply, 0, {}, milliseconds(0)});
        if (m_chunks == 0)
            m_first = action.params;
        ++m_chunks;
        m_received += QByteArray::fromBase64(action.params.value(u"chunk_data"_s).toString().toLatin1());
        return readyResult<protocol::Reply>(protocol::Reply{QJsonObject{{u"status"_s, u"chunk_received"_s}}});
    }
    static QByteArray picture(int size)
    {
        QByteArray bytes(size, Qt::Uninitialized);
        for (int i = 0; i < size; ++i)
            bytes[i] = static_cast<char>(i * 31 + i / 251);
        return bytes;
    }
    static QByteArray hashOf(const QByteArray &bytes)
    {
        return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
    }

    ManualClock m_clock;
    std::unique_ptr<Uploader> m_uploader;
    QByteArray m_received;
    QJsonObject m_first;
    qint64 m_transport = 0;
    int m_chunks = 0;
    int m_failAt = -1;
    bool m_lieAboutSize = false;
};

ROOKERY_TEST(tst_uploader, TestUploader)
#include "tst_uploader.moc"
