// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/transport.h"
#include "protocol/json.h"
#include "protocol/onebot11.h"

#include "support/testcase.h"

#include <QJsonDocument>

using namespace rookery;
using namespace rookery::protocol;
using namespace Qt::Literals::StringLiterals;

namespace {

//! JSON with ' for ", which keeps it readable here.
QByteArray json(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

QJsonObject object(const QByteArray &utf8)
{
    return QJsonDocument::fromJson(utf8).object();
}

template <class Body>
Body bodyOf(const Result<Event> &event)
{
    if (!event || !std::holds_alternative<Body>(event->body))
        return {};
    return std::get<Body>(event->body);
}

QByteArray groupMessage()
{
    return json(
        "{'self_id':10001,'user_id':20001,'time':1795000000,'message_id':1978755002,"
        "'message_seq':1978755002,'real_id':1978755002,'real_seq':'1035','message_type':'group',"
        "'sender':{'user_id':20001,'nickname':'Ming','card':'','role':'member'},'raw_message':'hello','font':14,"
        "'sub_type':'normal','message':[{'type':'text','data':{'text':'hello'}},{'type':'image','data':{'summary':'',"
        "'file':'A.png','sub_type':0,'url':'https://multimedia.nt.qq.com.cn/download?appid=1407','file_size':'1234'}}],"
        "'message_format':'array','post_type':'message','group_id':30001,'group_name':'Test'}");
}

} // namespace

class TestOneBot11 final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void idsKeepAllBits_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("text");
        QTest::newRow("number") << QByteArray("10001") << u"10001"_s;
        QTest::newRow("text") << QByteArray("\"10001\"") << u"10001"_s;
        QTest::newRow("negative") << QByteArray("-1978755002") << u"-1978755002"_s;
        QTest::newRow("above 2^53") << QByteArray("9007199254740993") << u"9007199254740993"_s;
        QTest::newRow("largest") << QByteArray("9223372036854775807") << u"9223372036854775807"_s;
        QTest::newRow("as a float without fraction") << QByteArray("10001.0") << u"10001"_s;
        QTest::newRow("zero means none") << QByteArray("0") << QString();
        QTest::newRow("zero as text") << QByteArray("\"0\"") << QString();
        QTest::newRow("fraction") << QByteArray("1.5") << QString();
        QTest::newRow("beyond 64 bits") << QByteArray("1e300") << QString();
        QTest::newRow("null") << QByteArray("null") << QString();
        QTest::newRow("list") << QByteArray("[1]") << QString();
        QTest::newRow("endless text") << QByteArray('"' + QByteArray(1000, 'x') + '"') << QString();
    }
    void idsKeepAllBits()
    {
        QFETCH(const QByteArray, json);
        const QJsonArray array = QJsonDocument::fromJson('[' + json + ']').array();
        QTEST(idText(array.at(0)), "text");
    }

    void groupMessageIsRead()
    {
        const Result<Event> event = decodeEvent(groupMessage());
        ROOKERY_VERIFY_RESULT(event);
        QCOMPARE(event->self, AccountId(u"10001"_s));
        QCOMPARE(toMSecs(event->time), 1795000000000);
        const auto message = bodyOf<MessageEvent>(event);
        QCOMPARE(message.chat, (Target{ChatKind::Group, u"30001"_s}));
        QCOMPARE(message.messageId, MessageId(u"1978755002"_s));
        QCOMPARE(message.senderId, u"20001"_s);
        QCOMPARE(message.senderName, u"Ming"_s);
        QVERIFY(!message.own);
        QCOMPARE(message.message.size(), 2);
        QCOMPARE(std::get<TextSegment>(message.message.at(0)).text, u"hello"_s);
        QCOMPARE(std::get<ImageSegment>(message.message.at(1)).size, 1234);
    }

    void ownPrivateMessageBelongsToTheReceiversChat()
    {
        const auto message = bodyOf<MessageEvent>(decodeEvent(object(
            json("{'post_type':'message_sent','message_sent_type':'self','message_type':'private','self_id':10001,"
                 "'user_id':10001,'target_id':20001,'message_id':-5,'sender':{'nickname':'Bot'},'message':'a[CQ:face,"
                 "id=1]'}"))));
        QVERIFY(message.own);
        QCOMPARE(message.chat, (Target{ChatKind::Friend, u"20001"_s}));
        QCOMPARE(message.messageId, MessageId(u"-5"_s));
        QCOMPARE(message.message.size(), 2);
    }

    void aMessageOfTheAccountItselfIsItsOwnWhateverItIsCalled()
    {
        const auto message = bodyOf<MessageEvent>(decodeEvent(object(
            json("{'post_type':'message','message_type':'group','self_id':10001,'user_id':10001,'group_id':30001,"
                 "'message_id':7,'message':[]}"))));
        QVERIFY(message.own);
        QCOMPARE(message.chat, (Target{ChatKind::Group, u"30001"_s}));
    }

    void incomingPrivateMessageBelongsToTheSendersChat()
    {
        const auto message = bodyOf<MessageEvent>(decodeEvent(object(json(
            "{'post_type':'message','message_type':'private','self_id':'10001','user_id':'20001','target_id':10001,"
            "'message_id':7,'message':[]}"))));
        QVERIFY(!message.own);
        QCOMPARE(message.chat, (Target{ChatKind::Friend, u"20001"_s}));
    }

    void heartbeatTellsWhetherOnline()
    {
        const auto beat = bodyOf<HeartbeatEvent>(
            decodeEvent(object(json("{'time':1,'self_id':1,'post_type':'meta_event','meta_event_type':'heartbeat',"
                                    "'status':{'online':false,'good':true},'interval':30000}"))));
        QCOMPARE(beat.online, std::optional<bool>(false));
        QCOMPARE(beat.interval, milliseconds(30000));
        const auto silent = bodyOf<HeartbeatEvent>(
            decodeEvent(object(json("{'post_type':'meta_event','meta_event_type':'heartbeat','interval':-4}"))));
        QCOMPARE(silent.online, std::optional<bool>());
        QCOMPARE(silent.interval, milliseconds(0));
        // three of them are waited for
        const auto endless = bodyOf<HeartbeatEvent>(decodeEvent(
            object(json("{'post_type':'meta_event','meta_event_type':'heartbeat','interval':9223372036854775807}"))));
        QCOMPARE(endless.interval, kLongestHeartbeat);
    }

    void lifecycleAndKickAreKnown()
    {
        QCOMPARE(bodyOf<LifecycleEvent>(
                     decodeEvent(
                         object(json("{'post_type':'meta_event','meta_event_type':'lifecycle','sub_type':'connect'}"))))
                     .subType,
                 u"connect"_s);
        const auto offline = bodyOf<BotOfflineEvent>(decodeEvent(
            object(json("{'post_type':'notice','notice_type':'bot_offline','user_id':1,'tag':'T','message':'why'}"))));
        QCOMPARE(offline.title, u"T"_s);
        QCOMPARE(offline.message, u"why"_s);
    }

    void unknownEventsAreCountedNotRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("type");
        QTest::newRow("notice") << (json("{'post_type':'notice','notice_type':'group_upload'}"))
                                << u"notice.group_upload"_s;
        QTest::newRow("with sub type") << (json("{'post_type':'notice','notice_type':'notify','sub_type':'poke'}"))
                                       << u"notice.notify.poke"_s;
        QTest::newRow("never heard of") << (json("{'post_type':'party'}")) << u"party"_s;
    }
    void unknownEventsAreCountedNotRefused()
    {
        QFETCH(const QByteArray, json);
        QTEST(bodyOf<OtherEvent>(decodeEvent(json)).type, "type");
    }

    void badEventsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("bytes") << QByteArray("\x00\xff\x13", 3);
        QTest::newRow("number") << QByteArray("5");
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("cut short") << (json("{'post_type':'mess"));
        QTest::newRow("no type") << QByteArray("{}");
        QTest::newRow("type of wrong type") << (json("{'post_type':7}"));
        QTest::newRow("no chat") << (json("{'post_type':'message','message_type':'group','message':[]}"));
        QTest::newRow("no message") << (json("{'post_type':'message','message_type':'group','group_id':1}"));
        QTest::newRow("segment without type")
            << (json("{'post_type':'message','message_type':'group','group_id':1,'message':[{'data':{}}]}"));
        QTest::newRow("too deep") << (json("{'post_type':") + QByteArray(200, '[') + QByteArray(200, ']') + '}');
        QTest::newRow("far too deep") << QByteArray(2000000, '[');
    }
    void badEventsAreRefused()
    {
        QFETCH(const QByteArray, json);
        const Result<Event> event = decodeEvent(json);
        QVERIFY(!event);
        QCOMPARE(event.error().kind, ErrorKind::Protocol);
        QCOMPARE(event.error().reason, Reason::Garbage);
    }

    void bracketsInsideTextAreNotDepth()
    {
        const QByteArray brackets(500, '[');
        ROOKERY_VERIFY_RESULT(
            decodeEvent((json("{'post_type':'message','group_id':1,'message':'") + brackets + json("'}"))));
    }

    void tooManySegmentsAreRefused()
    {
        QJsonArray array;
        for (qsizetype i = 0; i <= kMaxSegments; ++i)
            array.append(QJsonObject{{u"type"_s, u"face"_s}});
        QVERIFY(!decodeMessage(array));
    }

    void repliesAreJudgedByStatus_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<bool>("ok");
        QTest::addColumn<int>("retcode");
        QTest::addColumn<QString>("echo");
        QTest::addColumn<QString>("wording");
        QTest::newRow("ok") << (json("{'status':'ok','retcode':0,'data':null,'message':'','wording':'','echo':'7'}"))
                            << true << 0 << u"7"_s << QString();
        QTest::newRow("retcode 200 is a failure")
            << (json("{'status':'failed','retcode':200,'data':null,'message':'m','wording':'w','echo':null}")) << false
            << 200 << QString() << u"w"_s;
        QTest::newRow("only message") << (json("{'status':'failed','retcode':'1404','message':'m','echo':3}")) << false
                                      << 1404 << u"3"_s << u"m"_s;
        QTest::newRow("async") << (json("{'status':'async','retcode':1,'echo':''}")) << true << 1 << QString()
                               << QString();
        QTest::newRow("huge retcode") << (json("{'status':'failed','retcode':99999999999}")) << false
                                      << std::numeric_limits<int>::max() << QString() << QString();
    }
    void repliesAreJudgedByStatus()
    {
        QFETCH(const QByteArray, json);
        const Result<Frame> frame = decodeFrame(json);
        ROOKERY_VERIFY_RESULT(frame);
        QVERIFY(std::holds_alternative<ReplyEnvelope>(*frame));
        const auto &reply = std::get<ReplyEnvelope>(*frame);
        QTEST(reply.ok(), "ok");
        QTEST(reply.retcode, "retcode");
        QTEST(reply.echo, "echo");
        QTEST(reply.wording, "wording");
    }

    void heartbeatIsAnEventAlthoughItHasAStatus()
    {
        const Result<Frame> frame = decodeFrame(
            json("{'post_type':'meta_event','meta_event_type':'heartbeat','status':{'online':true},'echo':''}"));
        ROOKERY_VERIFY_RESULT(frame);
        QVERIFY(std::holds_alternative<Event>(*frame));
    }

    void framesThatAreNeitherAreRefused()
    {
        QVERIFY(!decodeFrame("{}"));
        QVERIFY(!decodeFrame(json("{'status':'ok'}")));
        QVERIFY(!decodeFrame(json("{'status':{'online':true},'retcode':0}")));
    }

    void replyWithoutDataIsUndefined()
    {
        const auto reply = decodeReply(object(json("{'status':'ok','retcode':0,'echo':'1'}")));
        ROOKERY_VERIFY_RESULT(reply);
        QVERIFY(reply->data.isUndefined());
    }

    void actionsAreOneCompactObject()
    {
        const QByteArray frame = encodeAction({u"send_msg"_s, {{u"group_id"_s, u"30001"_s}}}, u"e1"_s);
        QCOMPARE(frame, (json("{'action':'send_msg','echo':'e1','params':{'group_id':'30001'}}")));
    }

    void messagesComeBackAsTheyWent()
    {
        const Message message{TextSegment{u"a [CQ:at,qq=1] & b"_s}, ImageSegment{u"/tmp/x"_s, {}, {}, 0},
                              AtSegment{u"20001"_s}, AtSegment{}, OtherSegment{u"face"_s, {{u"id"_s, 4}}}};
        const QJsonArray array = encodeMessage(message);
        QCOMPARE(array.at(3).toObject().value(u"data"_s).toObject().value(u"qq"_s).toString(), u"all"_s);
        const Result<Message> back = decodeMessage(array);
        ROOKERY_VERIFY_RESULT(back);
        QCOMPARE(*back, message);
    }

    void cqTextBecomesSegments_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("segments");
        QTest::newRow("plain") << u"hi"_s << (json("[{'data':{'text':'hi'},'type':'text'}]"));
        QTest::newRow("empty") << QString() << QByteArray("[]");
        QTest::newRow("around a code") << u"a[CQ:at,qq=1]b"_s
                                       << QByteArray(json("[{'data':{'text':'a'},'type':'text'},{'data':{'qq':'1'},'"
                                                          "type':'at'},{'data':{'text':'b'},'type':'text'}]"));
        QTest::newRow("escaped once") << u"&#91;CQ:at&#93; &amp;#91;"_s
                                      << (json("[{'data':{'text':'[CQ:at] &#91;'},'type':'text'}]"));
        QTest::newRow("escaped comma in a value")
            << u"[CQ:image,file=a&#44;b,url=x=y]"_s << (json("[{'data':{'file':'a,b','url':'x=y'},'type':'image'}]"));
        QTest::newRow("never closed") << u"[CQ:at,qq=1"_s << (json("[{'data':{'text':'[CQ:at,qq=1'},'type':'text'}]"));
        QTest::newRow("no name") << u"[CQ:,a=b]x"_s << (json("[{'data':{'text':'[CQ:,a=b]x'},'type':'text'}]"));
    }
    void cqTextBecomesSegments()
    {
        QFETCH(const QString, text);
        const Result<Message> message = decodeMessage(text);
        ROOKERY_VERIFY_RESULT(message);
        const QByteArray written = QJsonDocument(encodeMessage(*message)).toJson(QJsonDocument::Compact);
        if (!text.contains(u"image"_s)) // a picture is written back without its url
            QTEST(written, "segments");
        else
            QCOMPARE(std::get<ImageSegment>(message->at(0)).url, u"x=y"_s);
    }

    void contactsAreRead()
    {
        const QJsonArray groups =
            QJsonDocument::fromJson(json("[{'group_id':30001,'group_name':'A','group_all_shut':-1,'member_count':5},"
                                         "{'group_id':'30002','group_name':'','group_remark':'R','group_all_shut':0},{'"
                                         "group_name':'no id'},7]"))
                .array();
        const auto list = decodeContacts(ChatKind::Group, groups);
        ROOKERY_VERIFY_RESULT(list);
        QCOMPARE(list->size(), 2);
        QCOMPARE(list->at(0), (Contact{{ChatKind::Group, u"30001"_s}, u"A"_s, 5, true}));
        QCOMPARE(list->at(1), (Contact{{ChatKind::Group, u"30002"_s}, u"R"_s, 0, false}));

        const QJsonArray friends =
            QJsonDocument::fromJson(
                json("[{'user_id':20001,'nickname':'N','remark':''},{'user_id':20002,'nickname':'N','remark':'R'}]"))
                .array();
        const auto people = decodeContacts(ChatKind::Friend, friends);
        ROOKERY_VERIFY_RESULT(people);
        QCOMPARE(people->at(0).name, u"N"_s);
        QCOMPARE(people->at(1).name, u"R"_s);
        QVERIFY(!decodeContacts(ChatKind::Group, QJsonObject()));
        // text ids come in the one spelling in which they are compared and written
        const auto spelled = decodeContacts(
            ChatKind::Group,
            QJsonArray{QJsonObject{{u"group_id"_s, u"030003"_s}}, QJsonObject{{u"group_id"_s, u"00"_s}}});
        ROOKERY_VERIFY_RESULT(spelled);
        QCOMPARE(spelled->size(), 1);
        QCOMPARE(spelled->first().target.id, u"30003"_s);
    }

    //! As a bridge reports them whose ids are words, numbers beyond 2^31 or numbers in quotes.
    void oddIdsAndNamesAreKept()
    {
        const auto worded = bodyOf<MessageEvent>(decodeEvent(object(json(
            "{'post_type':'message','message_type':'group','self_id':10001777,'group_id':'30001','user_id':'20001',"
            "'message_id':'H6oYlHh+63gAAXkXCGrChWSDAE0B','sender':{'nickname':'n'},'message':'test'}"))));
        QCOMPARE(worded.messageId, MessageId(u"H6oYlHh+63gAAXkXCGrChWSDAE0B"_s));
        QCOMPARE(worded.chat, (Target{ChatKind::Group, u"30001"_s}));
        const auto large = bodyOf<MessageEvent>(decodeEvent(
            object(json("{'post_type':'message','message_type':'group','self_id':1,'group_id':30001,'user_id':2,"
                        "'message_id':2991159542809767,'id':'de62kubmos8','message':'x'}"))));
        QCOMPARE(large.messageId, MessageId(u"2991159542809767"_s));

        const QString marked = u"a\u202Eb\u200B\U0001FAE7"_s;
        const auto groups = decodeContacts(
            ChatKind::Group,
            QJsonArray{
                QJsonObject{{u"group_id"_s, u"30001"_s}, {u"group_name"_s, marked}, {u"member_count"_s, u"12"_s}},
                QJsonObject{{u"group_id"_s, 30002}, {u"group_name"_s, u""_s}, {u"member_count"_s, QJsonValue()}},
                QJsonObject{{u"group_id"_s, 0}, {u"group_name"_s, u"nobody"_s}}});
        ROOKERY_VERIFY_RESULT(groups);
        QCOMPARE(groups->size(), 2);
        QCOMPARE(groups->at(0).name, marked); // what shows it makes its marks visible
        QCOMPARE(groups->at(0).memberCount, 12);
        QCOMPARE(groups->at(1).memberCount, 0);
        QVERIFY(groups->at(1).name.isEmpty());
    }

    void oversizeFrameIsNamed()
    {
        const auto frame = decodeFrame(QByteArray(kMaxFrame + 1, ' '));
        QVERIFY(!frame);
        QCOMPARE(frame.error().reason, Reason::FrameTooLarge);
    }
};

ROOKERY_TEST(tst_onebot11, TestOneBot11)
#include "tst_onebot11.moc"
