// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebotbench.h"

using namespace rookery;
using namespace rookery::sim;
using namespace Qt::StringLiterals;

//! The one folder where the simulated NapCat keeps what was uploaded, and how the pictures from there are named.
class TestStaging final : public OneBotBench
{
    Q_OBJECT

private Q_SLOTS:
    void theNameIsTheFilesName();
    void oneNameIsOneFile();
    void theEarlierTimerTakesTheLaterFile();
    void withoutRetentionAFileStays();
    void aLostPathIsToldByItsForm();
    void aStagedFileCanVanishOnce();
    void anybodyMayEmptyTheFolder();
    void theFolderOutlivesARestart();
    void ownPicturesAreNamedByTheirPath();
    void ownPicturesCanBeNamedByTheirHash();
    void inlinePicturesAreNamedByTheirHash();

private:
    void startNapCat(GatewayOptions options = {})
    {
        options.loggedIn = true;
        startKind(u"napcat"_s, options);
        QVERIFY(!m_client->logIn().isEmpty());
        const QString token = m_client->webUi(u"/Debug/create"_s)["data"_L1]["token"_L1].toString();
        QUrl url = m_gateway->webUiUrl();
        url.setScheme(u"ws"_s);
        url.setPath(u"/api/Debug/ws"_s);
        url.setQuery(u"adapterName=debug-primary&token="_s + token);
        m_events = std::make_unique<SimSocket>(url);
        QTRY_VERIFY(m_events->indexOfEvent(u"meta_event"_s) >= 0);
    }
    void finish() override
    {
        m_events.reset();
        OneBotBench::finish();
    }
    //! The path of the upload.
    [[nodiscard]] QString upload(const QByteArray &bytes, const QJsonObject &more)
    {
        QJsonObject chunk{{u"stream_id"_s, u"s%1"_s.arg(++m_streams)},
                          {u"chunk_data"_s, QString::fromLatin1(bytes.toBase64())},
                          {u"chunk_index"_s, 0},
                          {u"total_chunks"_s, 1}};
        for (auto it = more.constBegin(); it != more.constEnd(); ++it)
            chunk.insert(it.key(), it.value());
        static_cast<void>(m_client->http(u"upload_file_stream"_s, chunk));
        const QJsonObject end{{u"stream_id"_s, u"s%1"_s.arg(m_streams)}, {u"is_complete"_s, true}};
        return m_client->http(u"upload_file_stream"_s, end)["data"_L1]["file_path"_L1].toString();
    }
    //! The failure's text, or "ok".
    [[nodiscard]] QString send(const QString &file)
    {
        const QJsonObject image{{u"type"_s, u"image"_s}, {u"data"_s, QJsonObject{{u"file"_s, file}}}};
        const QJsonObject answer =
            m_client->http(u"send_group_msg"_s, {{u"group_id"_s, 30001}, {u"message"_s, QJsonArray{image}}});
        return answer["status"_L1].toString() == "ok"_L1 ? u"ok"_s : answer["message"_L1].toString();
    }
    [[nodiscard]] QJsonObject ownPicture()
    {
        static_cast<void>(becomesTrue([this] { return m_events->indexOfEvent(u"message_sent"_s) >= 0; }));
        const QJsonObject event = m_events->heard().value(m_events->indexOfEvent(u"message_sent"_s));
        return event["message"_L1][0]["data"_L1].toObject();
    }
    [[nodiscard]] static QString sha256(const QByteArray &bytes)
    {
        return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    }

    std::unique_ptr<SimSocket> m_events;
    int m_streams = 0;
};

void TestStaging::theNameIsTheFilesName()
{
    startNapCat();
    QCOMPARE(upload("a", {{u"filename"_s, u"x.png"_s}}), u"/app/.config/QQ/NapCat/temp/x.png"_s);
    const QString made = upload("b", {});
    QVERIFY(made.startsWith("/app/.config/QQ/NapCat/temp/upload_"_L1));
    QVERIFY(made != upload("c", {}));
    QCOMPARE(m_gateway->state()["uploads"_L1].toInt(), 3);
}

void TestStaging::oneNameIsOneFile()
{
    startNapCat();
    const QString first = upload("first", {{u"filename"_s, u"x.png"_s}});
    QCOMPARE(upload("second", {{u"filename"_s, u"x.png"_s}}), first);
    QCOMPARE(send(first), u"ok"_s);
    QCOMPARE(m_gateway->ledger().constFirst().pictureSha256, QStringList{sha256("second")});
}

void TestStaging::theEarlierTimerTakesTheLaterFile()
{
    startNapCat();
    const QString path = upload("first", {{u"filename"_s, u"x.png"_s}, {u"file_retention"_s, 60'000}});
    m_clock->advance(seconds(30));
    QCOMPARE(upload("second", {{u"filename"_s, u"x.png"_s}, {u"file_retention"_s, 600'000}}), path);
    m_clock->advance(seconds(29));
    QCOMPARE(send(path), u"ok"_s);
    m_clock->advance(seconds(1));
    QCOMPARE(send(path), u"文件处理失败: 识别URL失败, uri= "_s + path);
}

void TestStaging::withoutRetentionAFileStays()
{
    startNapCat();
    const QString path = upload("a", {{u"file_retention"_s, 0}});
    m_clock->advance(std::chrono::hours(1));
    QCOMPARE(send(path), u"ok"_s);
}

void TestStaging::aLostPathIsToldByItsForm()
{
    startNapCat();
    const QString path = u"/app/.config/QQ/NapCat/temp/never.png"_s;
    QCOMPARE(send(path), u"文件处理失败: 识别URL失败, uri= "_s + path);
    QCOMPARE(send(u"file://"_s + path), u"ENOENT: no such file or directory, open '%1'"_s.arg(path));
}

void TestStaging::aStagedFileCanVanishOnce()
{
    startNapCat();
    const QString path = upload("a", {});
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"staged-file-gone"_s, {{u"times"_s, 1}}));
    QCOMPARE(send(path), u"文件处理失败: 识别URL失败, uri= "_s + path);
    QCOMPARE(send(upload("a", {})), u"ok"_s);
}

void TestStaging::anybodyMayEmptyTheFolder()
{
    startNapCat();
    const QString path = upload("a", {{u"filename"_s, u"x.png"_s}, {u"file_retention"_s, 60'000}});
    QCOMPARE(m_client->http(u"clean_cache"_s)["status"_L1].toString(), u"ok"_s);
    QVERIFY(send(path) != "ok"_L1);
    m_clock->advance(seconds(59));
    QCOMPARE(send(upload("b", {{u"filename"_s, u"x.png"_s}})), u"ok"_s);
    m_clock->advance(seconds(1)); // the timer of the file that is long gone
    QVERIFY(send(path) != "ok"_L1);
}

void TestStaging::theFolderOutlivesARestart()
{
    startNapCat();
    const QString path = upload("a", {{u"file_retention"_s, 60'000}});
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"restart"_s));
    m_clock->advance(milliseconds(100));
    m_clock->advance(milliseconds(3500));
    m_clock->advance(seconds(120)); // nobody is left to remove it
    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
    QCOMPARE(send(path), u"ok"_s);
}

void TestStaging::ownPicturesAreNamedByTheirPath()
{
    startNapCat();
    QCOMPARE(send(upload("12345", {{u"filename"_s, u"harbour.png"_s}})), u"ok"_s);
    QCOMPARE(ownPicture()["file"_L1].toString(), u"harbour.png"_s);
    QCOMPARE(ownPicture()["file_size"_L1], QJsonValue(u"5"_s));
}

void TestStaging::ownPicturesCanBeNamedByTheirHash()
{
    startNapCat({.ownPictureNames = u"md5"_s});
    QCOMPARE(send(upload("12345", {{u"filename"_s, u"harbour.png"_s}})), u"ok"_s);
    QCOMPARE(ownPicture()["file"_L1].toString(), u"827CCB0EEA8A706C4C34A16891F84E7B.jpg"_s);
}

void TestStaging::inlinePicturesAreNamedByTheirHash()
{
    startNapCat();
    const QByteArray gif = QByteArray::fromHex("474946383961") + "........";
    QCOMPARE(send(u"base64://"_s + QString::fromLatin1(gif.toBase64())), u"ok"_s);
    const QByteArray md5 = QCryptographicHash::hash(gif, QCryptographicHash::Md5).toHex().toUpper();
    QCOMPARE(ownPicture()["file"_L1].toString(), QString::fromLatin1(md5) + u".gif"_s);
    QVERIFY(ownPicture()["url"_L1].toString().contains(QString::fromLatin1(md5)));
}

ROOKERY_TEST(tst_staging, TestStaging)
#include "tst_staging.moc"
