// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/ilink.h"

#include "base/reasons/transport.h"
#include "support/testcase.h"

#include <QJsonArray>

using namespace rookery;
using namespace rookery::protocol;
using namespace Qt::Literals::StringLiterals;

namespace {

//! JSON with ' for ".
QByteArray json(QByteArray text)
{
    return text.replace('\'', '"');
}

} // namespace

//! iLink's bytes against what the program reads, and the other way.
class TestILink final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void aLoginCodeHasAKeyAndAContent()
    {
        const auto code = ilink::decodeLoginCode(json("{'qrcode':'k','qrcode_img_content':'https://q/k'}"));
        QVERIFY(code.has_value());
        QCOMPARE(code->key.reveal(), u"k"_s);
        QCOMPARE(code->content.reveal(), u"https://q/k"_s);
        QCOMPARE(ilink::decodeLoginCode(json("{'qrcode':'k'}")).error().reason, Reason::Garbage);
        QCOMPARE(ilink::decodeLoginCode("<html>").error().reason, Reason::Garbage);
    }

    void everyScanStateIsKnown_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("state");
        const auto row = [](const char *name, const QByteArray &body, ilink::ScanState state) {
            QTest::newRow(name) << body << int(state);
        };
        row("wait", json("{'status':'wait'}"), ilink::ScanState::Wait);
        row("unknown word", json("{'status':'later'}"), ilink::ScanState::Wait);
        row("scaned", json("{'status':'scaned'}"), ilink::ScanState::Scanned);
        row("expired", json("{'status':'expired'}"), ilink::ScanState::Expired);
        row("denied", json("{'status':'denied'}"), ilink::ScanState::Expired);
        row("redirect", json("{'status':'scaned_but_redirect','redirect_host':'a.weixin.qq.com'}"),
            ilink::ScanState::Redirected);
        row("verify", json("{'status':'need_verifycode'}"), ilink::ScanState::NeedsVerifyCode);
        row("blocked", json("{'status':'verify_code_blocked'}"), ilink::ScanState::VerifyCodeBlocked);
        row("bound", json("{'status':'binded_redirect'}"), ilink::ScanState::AlreadyBound);
        row("confirmed", json("{'status':'confirmed','bot_token':'t','ilink_bot_id':'b'}"),
            ilink::ScanState::Confirmed);
    }
    void everyScanStateIsKnown()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const int, state);
        const auto scan = ilink::decodeScan(body);
        QVERIFY(scan.has_value());
        QCOMPARE(int(scan->state), state);
    }

    void aScanThatSaysNothingUsableIsGarbage()
    {
        for (const QByteArray &body :
             {QByteArray("{}"), (json("{'status':'confirmed'}")), (json("{'status':'confirmed','bot_token':'t'}")),
              (json("{'status':'scaned_but_redirect'}"))}) {
            const auto scan = ilink::decodeScan(body);
            QVERIFY2(!scan, body.constData());
            QCOMPARE(scan.error().reason, Reason::Garbage);
        }
    }

    void aBindingSurvivesBeingKept()
    {
        const auto scan = ilink::decodeScan(json("{'status':'confirmed','bot_token':'t','ilink_bot_id':'b@im.bot',"
                                                 "'ilink_user_id':'u@im.wechat','baseurl':'https://x.weixin.qq.com'}"));
        QVERIFY(scan.has_value());
        QVERIFY(ilink::decodeBinding(ilink::encodeBinding(scan->binding)) == scan->binding);
        QVERIFY(!ilink::decodeBinding(Redacted<QString>(u"a bare token"_s)));
        QVERIFY(!ilink::decodeBinding(Redacted<QString>(u"{}"_s)));
    }

    void aMessageKeepsItsChatItsNumberAndItsItems()
    {
        const auto updates = ilink::decodeUpdates(
            json("{'ret':0,'get_updates_buf':'Z','longpolling_timeout_ms':35000,"
                 "'msgs':[{'message_id':7482000000000000123,'from_user_id':'u@im.wechat','to_user_id':'b@im.bot',"
                 "'create_time_ms':1795000000000,'message_type':1,'context_token':'c','item_list':["
                 "{'type':1,'text_item':{'text':'hi'}},{'type':2,'image_item':{'mid_size':9,'aeskey':'00ff'}},"
                 "{'type':3,'voice_item':{'text':'said'}},{'type':4,'file_item':{'file_name':'a.txt','len':'3'}},"
                 "{'type':5},{'type':9}]}]}"));
        QVERIFY(updates.has_value());
        QVERIFY(updates->verdict.ok());
        QVERIFY(updates->cursor == u"Z"_s);
        QCOMPARE(updates->pollTime, milliseconds(35000));
        QCOMPARE(updates->messages.size(), 1);
        const ilink::Incoming &incoming = updates->messages.constFirst();
        QCOMPARE(incoming.contextToken.reveal(), u"c"_s);
        QCOMPARE(toMSecs(incoming.event.time), 1795000000000);
        const auto *message = std::get_if<MessageEvent>(&incoming.event.body);
        QVERIFY(message);
        QCOMPARE(message->messageId.value(), u"7482000000000000123"_s);
        QVERIFY((message->chat == Target{ChatKind::Friend, u"u@im.wechat"_s}));
        QVERIFY(!message->own);
        QCOMPARE(message->message.size(), 6);
        QVERIFY(message->message.at(0) == Segment(TextSegment{u"hi"_s}));
        QCOMPARE(std::get<ImageSegment>(message->message.at(1)).size, 9);
        QVERIFY(message->message.at(2) == Segment(OtherSegment{u"record"_s, QJsonObject{{u"text"_s, u"said"_s}}}));
        QCOMPARE(std::get<OtherSegment>(message->message.at(3)).type, u"file"_s);
        QCOMPARE(std::get<OtherSegment>(message->message.at(4)).type, u"video"_s);
        QCOMPARE(std::get<OtherSegment>(message->message.at(5)).type, u"item-9"_s);
    }

    void whatTheBotSaidBelongsToTheChatItWentTo()
    {
        const auto updates = ilink::decodeUpdates(
            json("{'msgs':[{'from_user_id':'b@im.bot','to_user_id':'u@im.wechat',"
                 "'message_type':2,'context_token':'c','item_list':[{'type':1,'text_item':{'text':'hi'}}]}]}"));
        QVERIFY(updates.has_value());
        QCOMPARE(updates->messages.size(), 1);
        const auto *message = std::get_if<MessageEvent>(&updates->messages.constFirst().event.body);
        QVERIFY(message && message->own);
        QCOMPARE(message->chat.id, u"u@im.wechat"_s);
        QVERIFY(updates->messages.constFirst().contextToken.isEmpty());
        QVERIFY(!updates->cursor);
    }

    void whatCannotBeAnsweredIsNoChat()
    {
        const auto updates = ilink::decodeUpdates(
            json("{'msgs':[{'from_user_id':'u','group_id':'g','item_list':[]},{'message_type':1},7]}"));
        QVERIFY(updates.has_value());
        QCOMPARE(updates->messages.size(), 1);
        QVERIFY(std::holds_alternative<OtherEvent>(updates->messages.constFirst().event.body));
        QCOMPARE(updates->skipped, 2);
    }

    void aNumberOtherThanZeroIsARefusal()
    {
        QVERIFY(ilink::decodeVerdict("{}")->ok());
        QVERIFY(ilink::decodeVerdict(json("{'ret':0}"))->ok());
        QCOMPARE(ilink::decodeVerdict(json("{'ret':-2,'errmsg':'no'}"))->code, ilink::kMustWriteFirst);
        QCOMPARE(ilink::decodeVerdict(json("{'errcode':-14}"))->code, ilink::kTokenStale);
        QCOMPARE(ilink::decodeUpdates(json("{'ret':0,'errcode':-14,'errmsg':'stale'}"))->verdict.code,
                 ilink::kTokenStale);
        QCOMPARE(ilink::decodeVerdict("[]").error().reason, Reason::Garbage);
    }

    void anUploadNeedsAPlace()
    {
        QCOMPARE(ilink::decodeUploadPlace(json("{'upload_param':'p'}"))->param, u"p"_s);
        QCOMPARE(ilink::decodeUploadPlace(json("{'upload_full_url':'https://x'}"))->url, u"https://x"_s);
        QCOMPARE(ilink::decodeUploadPlace("{}").error().reason, Reason::Garbage);
        const auto refused = ilink::decodeUploadPlace(json("{'ret':-14}"));
        QCOMPARE(refused.error().kind, ErrorKind::Rejected);
        QCOMPARE(refused.error().code, -14);
    }

    void aTextGoesOutAsOneItem()
    {
        const QJsonObject body =
            ilink::textMessage({u"u@im.wechat"_s, u"rookery-1"_s, Redacted<QString>(u"c"_s)}, u"hi"_s);
        const QJsonObject message = body.value(u"msg"_s).toObject();
        QCOMPARE(message.value(u"to_user_id"_s).toString(), u"u@im.wechat"_s);
        QCOMPARE(message.value(u"from_user_id"_s).toString(u"missing"_s), QString());
        QCOMPARE(message.value(u"client_id"_s).toString(), u"rookery-1"_s);
        QCOMPARE(message.value(u"context_token"_s).toString(), u"c"_s);
        QCOMPARE(message.value(u"message_type"_s).toInt(), 2);
        QCOMPARE(message.value(u"message_state"_s).toInt(), 2);
        QCOMPARE(message.value(u"item_list"_s).toArray().size(), 1);
    }

    void aPicturesKeyTravelsAsBase64OfItsHexadecimalText()
    {
        const QJsonObject body = ilink::pictureMessage(
            {u"u"_s, u"1"_s, Redacted<QString>(u"c"_s)},
            {.param = u"p"_s, .key = QByteArray::fromHex("000102030405060708090a0b0c0d0e0f"), .cipherSize = 32});
        const QJsonObject item = body.value(u"msg"_s).toObject().value(u"item_list"_s).toArray().at(0).toObject();
        QCOMPARE(item.value(u"type"_s).toInt(), 2);
        const QJsonObject image = item.value(u"image_item"_s).toObject();
        QCOMPARE(image.value(u"mid_size"_s).toInt(), 32);
        const QJsonObject media = image.value(u"media"_s).toObject();
        QCOMPARE(media.value(u"encrypt_query_param"_s).toString(), u"p"_s);
        QCOMPARE(QByteArray::fromBase64(media.value(u"aes_key"_s).toString().toLatin1()),
                 QByteArray("000102030405060708090a0b0c0d0e0f"));
    }

    void onlyTencentsHostsAndTheConfiguredOneAreTrusted_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("base");
        QTest::addColumn<bool>("good");
        const QString usual = u"https://ilinkai.weixin.qq.com/"_s;
        QTest::newRow("Tencent") << u"https://sz.weixin.qq.com/x"_s << usual << true;
        QTest::newRow("content") << u"https://novac2c.cdn.weixin.qq.com/c2c"_s << usual << true;
        QTest::newRow("plain") << u"http://sz.weixin.qq.com/"_s << usual << false;
        QTest::newRow("plain base") << u"http://ilinkai.weixin.qq.com/"_s << usual << false;
        QTest::newRow("other host") << u"https://evil.example/"_s << usual << false;
        QTest::newRow("ends alike") << u"https://evilweixin.qq.com/"_s << usual << false;
        QTest::newRow("begins alike") << u"https://sz.weixin.qq.com.evil.example/"_s << usual << false;
        QTest::newRow("hidden user") << u"https://sz.weixin.qq.com@evil.example/"_s << usual << false;
        QTest::newRow("with user") << u"https://a@sz.weixin.qq.com/"_s << usual << false;
        QTest::newRow("nothing") << QString() << usual << false;
        QTest::newRow("own host") << u"http://127.0.0.1:8/"_s << u"http://127.0.0.1:9/"_s << true;
        QTest::newRow("own host, plain") << u"http://relay.example/"_s << u"https://relay.example/"_s << false;
        QTest::newRow("other than own") << u"http://127.0.0.2:8/"_s << u"http://127.0.0.1:9/"_s << false;
    }
    void onlyTencentsHostsAndTheConfiguredOneAreTrusted()
    {
        QFETCH(const QString, url);
        QFETCH(const QString, base);
        QFETCH(const bool, good);
        QCOMPARE(ilink::isTrusted(QUrl(url), QUrl(base)), good);
    }
};

ROOKERY_TEST(tst_ilink, TestILink)
#include "tst_ilink.moc"
