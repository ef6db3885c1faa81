// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebotbench.h"
#include "picture.h"

using namespace rookery;
using namespace rookery::sim;
using namespace Qt::StringLiterals;

//! The simulated Milky gateways' calls about people, and what a sent picture looks like there.
class TestSimMilky final : public OneBotBench
{
    Q_OBJECT

private Q_SLOTS:
    void aProfileCanBeRead();
    void aGroupMemberCanBeRead();
    void aSentPictureTellsItsSizeAndNoHash();
    void shapesAreReadFromTheFirstBytes_data();
    void shapesAreReadFromTheFirstBytes();

private:
    [[nodiscard]] QJsonObject call(const QString &name, const QJsonObject &params)
    {
        QUrl url = m_gateway->webUiUrl();
        url.setPath(u"/api/"_s + name);
        return m_client->request("POST", url, QJsonDocument(params).toJson(), m_gateway->token().toUtf8()).json();
    }
};

void TestSimMilky::aProfileCanBeRead()
{
    startKind(u"milky"_s, {.loggedIn = true});
    const QJsonObject profile = call(u"get_user_profile"_s, {{u"user_id"_s, 20001}})["data"_L1].toObject();
    QCOMPARE(profile.keys(),
             (QStringList{u"age"_s, u"bio"_s, u"city"_s, u"country"_s, u"level"_s, u"nickname"_s, u"qid"_s, u"remark"_s,
                          u"school"_s, u"sex"_s}));
    QVERIFY(!profile["nickname"_L1].toString().isEmpty());
    ROOKERY_VERIFY_RESULT(m_gateway->kick());
    QCOMPARE(call(u"get_user_profile"_s, {{u"user_id"_s, 20001}})["retcode"_L1].toInt(), -403);
}

void TestSimMilky::aGroupMemberCanBeRead()
{
    startKind(u"milky"_s, {.loggedIn = true});
    const auto member = [this](int group, int user) {
        return call(u"get_group_member_info"_s, {{u"group_id"_s, group}, {u"user_id"_s, user}});
    };
    const QJsonObject owner = member(30001, 20001)["data"_L1]["member"_L1].toObject();
    QCOMPARE(owner["role"_L1].toString(), u"owner"_s);
    QCOMPARE(owner["group_id"_L1].toInt(), 30001);
    QCOMPARE(member(30001, 10001)["data"_L1]["member"_L1]["nickname"_L1].toString(), u"TestBot"_s);
    QCOMPARE(member(30001, 29999)["retcode"_L1].toInt(), -404);
    QCOMPARE(member(39999, 20001)["retcode"_L1].toInt(), -404);
}

void TestSimMilky::aSentPictureTellsItsSizeAndNoHash()
{
    startKind(u"milky"_s, {.loggedIn = true});
    const QByteArray gif = QByteArray::fromHex("4749463839610a000700") + "..."; // 10 x 7
    const QJsonObject image{
        {u"type"_s, u"image"_s},
        {u"data"_s, QJsonObject{{u"uri"_s, QString(u"base64://"_s + QString::fromLatin1(gif.toBase64()))}}}};
    const auto send = [&] {
        const QJsonObject sent =
            call(u"send_group_message"_s, {{u"group_id"_s, 30001}, {u"message"_s, QJsonArray{image}}});
        const QJsonObject read = call(u"get_message"_s,
                                      {{u"message_scene"_s, u"group"_s},
                                       {u"peer_id"_s, 30001},
                                       {u"message_seq"_s, sent["data"_L1]["message_seq"_L1]}});
        return read["data"_L1]["message"_L1]["segments"_L1][0]["data"_L1].toObject();
    };
    const QJsonObject first = send();
    QCOMPARE(first["width"_L1].toInt(), 10);
    QCOMPARE(first["height"_L1].toInt(), 7);
    QVERIFY(send()["resource_id"_L1] != first["resource_id"_L1]); // the same bytes twice
}

void TestSimMilky::shapesAreReadFromTheFirstBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("extension");
    QTest::addColumn<QSize>("size");
    const QByteArray jpeg = QByteArray::fromHex("ffd8ffe000044a46ffc0000b080007000a0100");
    QTest::newRow("png") << plainPng(300, 7, 0) << u"png"_s << QSize(300, 7);
    QTest::newRow("gif") << QByteArray::fromHex("4749463839612c010700") << u"gif"_s << QSize(300, 7);
    QTest::newRow("jpeg, after another segment") << jpeg << u"jpg"_s << QSize(10, 7);
    QTest::newRow("jpeg, cut off") << jpeg.first(9) << u"jpg"_s << QSize(0, 0);
    QTest::newRow("png, cut off") << plainPng(300, 7, 0).first(18) << u"png"_s << QSize(0, 0);
    QTest::newRow("no picture") << QByteArray("hello") << u"jpg"_s << QSize(0, 0);
}

void TestSimMilky::shapesAreReadFromTheFirstBytes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, extension);
    QFETCH(QSize, size);
    QCOMPARE(shapeOf(bytes), (PictureShape{.extension = extension, .size = size}));
}

ROOKERY_TEST(tst_simmilky, TestSimMilky)
#include "tst_simmilky.moc"
