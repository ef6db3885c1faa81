// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/milky.h"

#include "base/reasons/input.h"
#include "base/reasons/transport.h"
#include "protocol/onebot11.h"
#include "support/testcase.h"

#include <QJsonDocument>

using namespace rookery;
using namespace rookery::protocol;
using namespace Qt::Literals::StringLiterals;

//! Milky's bytes against what the program reads, and the other way.
class TestMilky final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void messageIdsAreOneTextEach_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("good");
        QTest::newRow("group") << u"group:30001:123"_s << true;
        QTest::newRow("friend") << u"friend:20001:0"_s << true;
        QTest::newRow("temp") << u"temp:20001:9007199254740993"_s << true;
        QTest::newRow("other scene") << u"guild:1:2"_s << false;
        QTest::newRow("sign") << u"group:30001:+7"_s << false;
        QTest::newRow("zeros") << u"group:30001:007"_s << false;
        QTest::newRow("negative") << u"group:30001:-7"_s << false;
        QTest::newRow("no peer") << u"group::7"_s << false;
        QTest::newRow("too long") << u"group:1:2:3"_s << false;
        QTest::newRow("number") << u"123"_s << false;
        QTest::newRow("empty") << QString() << false;
    }
    void messageIdsAreOneTextEach()
    {
        QFETCH(const QString, text);
        QFETCH(const bool, good);
        const auto key = milky::messageKey(text);
        QCOMPARE(key.has_value(), good);
        if (key)
            QCOMPARE(milky::messageIdText(*key), text);
    }

    void paramsNameOneMessage()
    {
        const QJsonObject params = milky::messageParams({milky::Scene::Group, u"30001"_s, 7});
        QCOMPARE(params.value(u"message_scene"_s).toString(), u"group"_s);
        QCOMPARE(params.value(u"peer_id"_s).toInteger(), 30001);
        QCOMPARE(params.value(u"message_seq"_s).toInteger(), 7);
        QVERIFY(milky::messageParams({milky::Scene::Group, u"abc"_s, 7}).isEmpty());
    }

    void answersAreOkOnlyWhenBothSaySo()
    {
        const auto ok = milky::decodeAnswer(R"({"status":"ok","retcode":0,"data":{"uin":10001},"message":null})");
        ROOKERY_VERIFY_RESULT(ok);
        QVERIFY(ok->ok());
        QCOMPARE(ok->data.value(u"uin"_s).toInteger(), 10001);
        const auto failed = milky::decodeAnswer(R"({"status":"failed","retcode":-403,"message":"not logged in"})");
        ROOKERY_VERIFY_RESULT(failed);
        QVERIFY(!failed->ok());
        QCOMPARE(failed->retcode, -403);
        QCOMPARE(failed->message, u"not logged in"_s);
        const auto torn = milky::decodeAnswer(R"({"status":"ok","retcode":120,"data":{}})");
        ROOKERY_VERIFY_RESULT(torn);
        QVERIFY(!torn->ok());
    }

    void whatIsNoAnswerIsGarbage_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("page") << QByteArray("<html>");
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("other object") << QByteArray(R"({"code":0})");
        QTest::newRow("no number") << QByteArray(R"({"status":"ok","retcode":"0"})");
    }
    void whatIsNoAnswerIsGarbage()
    {
        QFETCH(const QByteArray, bytes);
        const auto answer = milky::decodeAnswer(bytes);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Protocol);
        QCOMPARE(answer.error().reason, Reason::Garbage);
    }

    void groupMessageOfAnother()
    {
        const auto event = milky::decodeEvent(received(groupMessage(20001)));
        ROOKERY_VERIFY_RESULT(event);
        QCOMPARE(event->self, AccountId(u"10001"_s));
        QCOMPARE(event->time, fromMSecs(1'800'000'000'000));
        const auto *message = std::get_if<MessageEvent>(&event->body);
        QVERIFY(message);
        QVERIFY(!message->own);
        QCOMPARE(message->messageId, MessageId(u"group:30001:41"_s));
        QCOMPARE(message->chat, (Target{ChatKind::Group, u"30001"_s}));
        QCOMPARE(message->senderId, u"20001"_s);
        QCOMPARE(message->senderName, u"Card"_s);
        QCOMPARE(message->message.size(), 6);
        QCOMPARE(std::get<TextSegment>(message->message.at(0)).text, u"hi"_s);
        QCOMPARE(std::get<AtSegment>(message->message.at(1)).userId, u"20002"_s);
        QVERIFY(std::get<AtSegment>(message->message.at(2)).userId.isEmpty());
        const auto image = std::get<ImageSegment>(message->message.at(3));
        QCOMPARE(image.file, u"res"_s);
        QCOMPARE(image.url, u"https://x/y"_s);
        QCOMPARE(std::get<OtherSegment>(message->message.at(4)).data.value(u"id"_s).toString(), u"group:30001:40"_s);
        QCOMPARE(std::get<OtherSegment>(message->message.at(5)).type, u"market_face"_s);
        QCOMPARE(milky::countPictures(message->message), 1);
    }

    void ownMessagesAreOwnInEveryScene()
    {
        const auto group = milky::decodeEvent(received(groupMessage(10001)));
        ROOKERY_VERIFY_RESULT(group);
        QVERIFY(std::get<MessageEvent>(group->body).own);
        QCOMPARE(std::get<MessageEvent>(group->body).chat, (Target{ChatKind::Group, u"30001"_s}));
        QJsonObject direct = groupMessage(10001);
        direct.insert(u"message_scene"_s, u"friend"_s);
        direct.insert(u"peer_id"_s, 20002);
        const auto friendly = milky::decodeEvent(received(direct));
        ROOKERY_VERIFY_RESULT(friendly);
        const auto &message = std::get<MessageEvent>(friendly->body);
        QVERIFY(message.own);
        QCOMPARE(message.chat, (Target{ChatKind::Friend, u"20002"_s}));
        QCOMPARE(message.messageId, MessageId(u"friend:20002:41"_s));
    }

    void temporaryChatsAreChatsOfTwo()
    {
        QJsonObject message = groupMessage(20005);
        message.insert(u"message_scene"_s, u"temp"_s);
        message.insert(u"peer_id"_s, 20005);
        const auto event = milky::decodeEvent(received(message));
        ROOKERY_VERIFY_RESULT(event);
        QCOMPARE(std::get<MessageEvent>(event->body).chat, (Target{ChatKind::Friend, u"20005"_s}));
        QCOMPARE(std::get<MessageEvent>(event->body).messageId, MessageId(u"temp:20005:41"_s));
    }

    void offlineCarriesItsReasonAndOthersTheirType()
    {
        const auto offline = milky::decodeEvent(
            R"({"time":1800000000,"self_id":10001,"event_type":"bot_offline","data":{"reason":"kicked"}})");
        ROOKERY_VERIFY_RESULT(offline);
        QCOMPARE(std::get<BotOfflineEvent>(offline->body).message, u"kicked"_s);
        const auto other = milky::decodeEvent(
            R"({"time":1800000000,"self_id":10001,"event_type":"group_nudge","data":{"group_id":30001}})");
        ROOKERY_VERIFY_RESULT(other);
        QCOMPARE(std::get<OtherEvent>(other->body).type, u"group_nudge"_s);
        QCOMPARE(other->self, AccountId(u"10001"_s));
    }

    void brokenEventsAreGarbage_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no type") << QByteArray(R"({"time":1,"self_id":10001,"data":{}})");
        QTest::newRow("torn") << QByteArray("{\"event_type\":\"mess");
        QJsonObject noChat = groupMessage(20001);
        noChat.remove(u"peer_id"_s);
        QTest::newRow("no chat") << received(noChat);
        QJsonObject noScene = groupMessage(20001);
        noScene.insert(u"message_scene"_s, u"guild"_s);
        QTest::newRow("other scene") << received(noScene);
        QJsonObject noNumber = groupMessage(20001);
        noNumber.insert(u"message_seq"_s, u"x"_s);
        QTest::newRow("no number") << received(noNumber);
        QJsonObject noSegments = groupMessage(20001);
        noSegments.insert(u"segments"_s, 7);
        QTest::newRow("no segments") << received(noSegments);
        QJsonObject badSegment = groupMessage(20001);
        badSegment.insert(u"segments"_s, QJsonArray{7});
        QTest::newRow("segment without type") << received(badSegment);
    }
    void brokenEventsAreGarbage()
    {
        QFETCH(const QByteArray, bytes);
        const auto event = milky::decodeEvent(bytes);
        QVERIFY(!event);
        QCOMPARE(event.error().reason, Reason::Garbage);
    }

    void aMessageReadBackIsDecodedLikeAnEvent()
    {
        const auto other = milky::decodeMessage(groupMessage(20001), u"10001"_s);
        ROOKERY_VERIFY_RESULT(other);
        QVERIFY(!std::get<MessageEvent>(other->body).own);
        const auto own = milky::decodeMessage(groupMessage(10001), u"10001"_s);
        ROOKERY_VERIFY_RESULT(own);
        QVERIFY(std::get<MessageEvent>(own->body).own);
        QCOMPARE(own->self, AccountId(u"10001"_s));
        QVERIFY(!milky::decodeMessage(QJsonObject(), u"10001"_s));
    }

    void contactsAreDecoded()
    {
        const QJsonObject groups{
            {u"groups"_s,
             QJsonArray{QJsonObject{{u"group_id"_s, 30001}, {u"group_name"_s, u"G"_s}, {u"member_count"_s, 12}}}}};
        const auto decoded = milky::decodeContacts(ChatKind::Group, groups);
        ROOKERY_VERIFY_RESULT(decoded);
        QCOMPARE(decoded->at(0), (Contact{{ChatKind::Group, u"30001"_s}, u"G"_s, 12, false}));
        const QJsonObject friends{
            {u"friends"_s,
             QJsonArray{QJsonObject{{u"user_id"_s, 20001}, {u"nickname"_s, u"N"_s}, {u"remark"_s, u"R"_s}}}}};
        const auto person = milky::decodeContacts(ChatKind::Friend, friends);
        ROOKERY_VERIFY_RESULT(person);
        QCOMPARE(person->at(0).name, u"R"_s);
        QVERIFY(!milky::decodeContacts(ChatKind::Friend, groups));
    }

    void segmentsToSend()
    {
        const Message message{AtSegment{},
                              AtSegment{u"20001"_s},
                              TextSegment{u"hi"_s},
                              ImageSegment{u"base64://QQ=="_s, {}, u"s"_s, 0},
                              OtherSegment{u"face"_s, {{u"id"_s, u"14"_s}}},
                              OtherSegment{u"reply"_s, {{u"id"_s, u"group:30001:7"_s}}}};
        const auto sent = milky::encodeMessage(message);
        ROOKERY_VERIFY_RESULT(sent);
        const QByteArray expected = R"([{"data":{},"type":"mention_all"},{"data":{"user_id":20001},"type":"mention"},)"
                                    R"({"data":{"text":"hi"},"type":"text"},)"
                                    R"({"data":{"summary":"s","uri":"base64://QQ=="},"type":"image"},)"
                                    R"({"data":{"face_id":"14"},"type":"face"},)"
                                    R"({"data":{"message_seq":7},"type":"reply"}])";
        QCOMPARE(QJsonDocument(*sent).toJson(QJsonDocument::Compact), expected);
    }

    void whatMilkyHasNoWordForIsRefused_data()
    {
        QTest::addColumn<QString>("type");
        QTest::newRow("dice") << u"dice"_s;
        QTest::newRow("reply to nothing") << u"reply"_s;
        QTest::newRow("face without number") << u"face"_s;
    }
    void whatMilkyHasNoWordForIsRefused()
    {
        QFETCH(const QString, type);
        const auto sent = milky::encodeMessage({TextSegment{u"x"_s}, OtherSegment{type, {}}});
        QVERIFY(!sent);
        QCOMPARE(sent.error().kind, ErrorKind::Rejected);
        QCOMPARE(sent.error().reason, Reason::BadInput);
        QCOMPARE(sent.error().detail, type);
        QVERIFY(!milky::encodeMessage({ImageSegment{u"/not/a/uri"_s, {}, {}, 0}}));
        QVERIFY(!milky::encodeMessage({AtSegment{u"nobody"_s}}));
    }

private:
    static QJsonObject groupMessage(qint64 sender)
    {
        const auto segment = [](const QString &type, const QJsonObject &data) {
            return QJsonObject{{u"type"_s, type}, {u"data"_s, data}};
        };
        return {{u"message_scene"_s, u"group"_s},
                {u"peer_id"_s, 30001},
                {u"message_seq"_s, 41},
                {u"sender_id"_s, sender},
                {u"time"_s, 1'800'000'000},
                {u"group"_s, QJsonObject{{u"group_id"_s, 30001}, {u"group_name"_s, u"G"_s}}},
                {u"group_member"_s, QJsonObject{{u"nickname"_s, u"Nick"_s}, {u"card"_s, u"Card"_s}}},
                {u"segments"_s,
                 QJsonArray{segment(u"text"_s, {{u"text"_s, u"hi"_s}}),
                            segment(u"mention"_s, {{u"user_id"_s, 20002}, {u"name"_s, u"n"_s}}),
                            segment(u"mention_all"_s, {}),
                            segment(u"image"_s, {{u"resource_id"_s, u"res"_s}, {u"temp_url"_s, u"https://x/y"_s}}),
                            segment(u"reply"_s, {{u"message_seq"_s, 40}, {u"sender_id"_s, 20002}}),
                            segment(u"market_face"_s, {{u"emoji_id"_s, u"e"_s}})}}};
    }
    static QByteArray received(const QJsonObject &message)
    {
        const QJsonObject event{{u"time"_s, 1'800'000'000},
                                {u"self_id"_s, 10001},
                                {u"event_type"_s, u"message_receive"_s},
                                {u"data"_s, message}};
        return QJsonDocument(event).toJson(QJsonDocument::Compact);
    }
};

ROOKERY_TEST(tst_milky, TestMilky)
#include "tst_milky.moc"
