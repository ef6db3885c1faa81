// SPDX-License-Identifier: GPL-3.0-or-later
#include "milkysender.h"

#include "base/reasons/input.h"
#include "base/reasons/sending.h"
#include "protocol/json.h"

#include <iterator>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;
namespace milky = protocol::milky;

namespace {

constexpr qsizetype kRemembered = 512;

SentMessage sentAs(const QString &id)
{
    return {MessageId(id)};
}

} // namespace

MilkySender::MilkySender(MilkyClient &api, Clock &clock, const Deadlines &deadlines, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_clock(clock)
    , m_deadlines(deadlines)
    , m_pictures(clock)
{}

MilkySender::~MilkySender() = default;

void MilkySender::setAccount(const AccountId &account)
{
    if (m_account == account)
        return;
    stop();
    m_account = account;
    m_told.clear();
    m_toldOrder.clear();
}

void MilkySender::stop()
{
    m_epoch.advance();
    const std::map<QString, Look> ended = std::exchange(m_looks, {});
    for (const auto &[id, look] : ended) {
        if (look.answer)
            look.answer->resolve(sentAs(id)); // this much is known
    }
}

FutureResult<SentMessage> MilkySender::send(const Target &target, const Message &message, milliseconds deadline)
{
    const Result<Request> request = requestOf(target, message);
    if (!request)
        return failedResult<SentMessage>(request.error());
    const Promise<SentMessage> answer;
    onResult(this, m_api.order(request->api, request->params, deadline),
             [this, request = *request, answer](const Result<QJsonObject> &reply) { onSent(request, reply, answer); });
    return answer.future();
}

Result<MilkySender::Request> MilkySender::requestOf(const Target &target, Message message) const
{
    for (Segment &segment : message) {
        auto *image = std::get_if<ImageSegment>(&segment);
        if (!image || !InMemoryPictureStage::isName(image->file))
            continue;
        const std::optional<QByteArray> bytes = m_pictures.bytes(image->file);
        if (!bytes)
            return fail(ErrorKind::Expired, Reason::StagedFileGone);
        image->file = u"base64://"_s + QString::fromLatin1(bytes->toBase64());
    }
    const Result<QJsonArray> segments = milky::encodeMessage(message);
    if (!segments)
        return fail(segments.error());
    const bool group = target.kind == ChatKind::Group;
    const QString idKey = group ? u"group_id"_s : u"user_id"_s;
    const qint64 peer = protocol::wholeNumber(QJsonValue(target.id));
    if (peer <= 0)
        return fail(ErrorKind::Rejected, Reason::TargetUnknown);
    Request request;
    request.api = group ? u"send_group_message"_s : u"send_private_message"_s;
    request.params = {{idKey, peer}, {u"message"_s, *segments}};
    request.key = {group ? milky::Scene::Group : milky::Scene::Friend, QString::number(peer), 0};
    request.pictures = milky::countPictures(message);
    return request;
}

void MilkySender::onSent(const Request &request, const Result<QJsonObject> &reply, const Promise<SentMessage> &answer)
{
    if (!reply) {
        Error why = reply.error();
        if (why.reason == Reason::NotFound)
            why.reason = Reason::TargetUnknown; // a send can only fail to find its target
        answer.resolve(fail(why));
        return;
    }
    Request sent = request;
    sent.key.seq = protocol::wholeNumber(reply->value(u"message_seq"_s));
    if (sent.key.seq <= 0) {
        answer.resolve(SentMessage{}); // accepted; only an own message may add the id
        return;
    }
    const QString id = milky::messageIdText(sent.key);
    if (const auto told = m_told.constFind(id); told != m_told.constEnd()) {
        // The own message arrived before the answer.
        if (*told < sent.pictures)
            answer.resolve(fail(ErrorKind::Rejected, Reason::PictureLost));
        else
            answer.resolve(sentAs(id));
        return;
    }
    startLooking(id, sent, answer);
}

void MilkySender::startLooking(const QString &id, const Request &request, const Promise<SentMessage> &answer)
{
    Look &look = m_looks[id];
    look.key = request.key;
    look.pictures = request.pictures;
    if (request.pictures > 0)
        look.answer = std::make_unique<Promise<SentMessage>>(answer);
    else
        answer.resolve(sentAs(id));
    schedule(id);
}

void MilkySender::schedule(const QString &id)
{
    Look &look = m_looks[id];
    if (look.answer && look.done >= kLooksBeforeAnswer) {
        look.answer->resolve(sentAs(id));
        look.answer.reset();
    }
    if (look.done >= static_cast<int>(std::size(kLooks))) {
        m_looks.erase(id);
        return;
    }
    look.next = std::make_unique<Timer>(m_clock, [this, id] { this->look(id); });
    look.next->start(kLooks[look.done]);
}

void MilkySender::look(const QString &id)
{
    const auto it = m_looks.find(id);
    if (it == m_looks.end())
        return;
    ++it->second.done;
    const auto asked = m_api.ask(u"get_message"_s, milky::messageParams(it->second.key), m_deadlines.webUi);
    onResult(this, m_epoch, asked, [this, id](const Result<QJsonObject> &reply) {
        if (m_looks.contains(id))
            onLook(id, reply);
    });
}

void MilkySender::onLook(const QString &id, const Result<QJsonObject> &reply)
{
    if (!reply || !judge(id, reply->value(u"message"_s).toObject()))
        schedule(id);
}

bool MilkySender::judge(const QString &id, const QJsonObject &message)
{
    Result<Event> event = milky::decodeMessage(message, m_account.value());
    auto *own = event ? std::get_if<MessageEvent>(&event->body) : nullptr;
    if (!own || !own->own || own->messageId.value() != id)
        return false;
    const int pictures = milky::countPictures(own->message);
    remember(id, pictures);
    if (pictures < m_looks[id].pictures) {
        endLook(id, fail(ErrorKind::Rejected, Reason::PictureLost));
        return true;
    }
    own->readBack = true;
    endLook(id, sentAs(id));
    Q_EMIT readBack(*event);
    return true;
}

void MilkySender::endLook(const QString &id, const Result<SentMessage> &result)
{
    const auto node = m_looks.extract(id);
    if (!node.empty() && node.mapped().answer)
        node.mapped().answer->resolve(result);
}

bool MilkySender::observeOwn(const MessageEvent &message)
{
    const QString id = message.messageId.value();
    if (id.isEmpty())
        return true;
    if (m_told.contains(id))
        return false;
    const int pictures = milky::countPictures(message.message);
    remember(id, pictures);
    const auto it = m_looks.find(id);
    if (it == m_looks.end())
        return true;
    const bool lost = pictures < it->second.pictures;
    endLook(id, lost ? Result<SentMessage>(fail(ErrorKind::Rejected, Reason::PictureLost)) : sentAs(id));
    return !lost;
}

void MilkySender::remember(const QString &id, int pictures)
{
    m_told.insert(id, pictures);
    m_toldOrder.append(id);
    if (m_toldOrder.size() > kRemembered)
        m_told.remove(m_toldOrder.takeFirst());
}

} // namespace rookery::gateway

#include "moc_milkysender.cpp"
