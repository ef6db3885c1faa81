// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/poster.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot {

Poster::Poster(const WsPeer::Parts &parts, const Endpoint &endpoint)
    : Adapter(parts, endpoint)
    , m_client(parts.state.clock, {})
    , m_heartbeat(parts.state.clock, [this] { beat(); })
{}

Result<> Poster::open()
{
    if (const QString subType = parts().profile.postedLifecycle(); !subType.isEmpty())
        post(lifecycleEvent(parts(), subType));
    if (endpoint().heartbeat.count() > 0) {
        if (parts().profile.firstBeatAtOnce())
            beat();
        else
            m_heartbeat.start(endpoint().heartbeat);
    }
    return {};
}

void Poster::beat()
{
    post(heartbeatEvent(parts(), endpoint().heartbeat));
    m_heartbeat.start(endpoint().heartbeat);
}

void Poster::sendEvent(const QJsonObject &event, bool own)
{
    if (!own || endpoint().ownMessages)
        post(event);
}

void Poster::post(const QJsonObject &event)
{
    const QByteArray body = parts().profile.encode(event);
    io::HttpRequest request{.method = "POST",
                            .url = endpoint().url,
                            .headers = parts().profile.postHeaders(endpoint(), body),
                            .body = body,
                            .mode = io::HttpMode::Once,
                            .deadline = std::chrono::minutes(1)};
    request.headers.emplaceBack("Content-Type", "application/json");
    onResult(this, m_client.send(request), [this, event](const Result<io::HttpResponse> &answer) {
        if (!answer) {
            Q_EMIT noted(endpoint(), u"failed"_s, answer.error().detail);
            return;
        }
        const QJsonDocument operation = QJsonDocument::fromJson(answer->body);
        if (parts().profile.takesQuickOperations() && operation.isObject())
            quickOperation(event, operation.object(), parts().actions);
    });
}

void quickOperation(const QJsonObject &context, const QJsonObject &operation, ActionTable &actions)
{
    if (context.value("post_type"_L1) != "message"_L1)
        return;
    const Done ignore = [](const Outcome &) {};
    if (operation.contains("reply"_L1)) {
        QJsonObject params{{u"message_type"_s, context.value("message_type"_L1)},
                           {u"user_id"_s, context.value("user_id"_L1)},
                           {u"message"_s, operation.value("reply"_L1)},
                           {u"auto_escape"_s, operation.value("auto_escape"_L1).toBool()}};
        if (context.contains("group_id"_L1))
            params.insert(u"group_id"_s, context.value("group_id"_L1));
        actions.call(u"send_msg"_s, params, Transport::Http, ignore);
    }
    if (operation.value("delete"_L1).toBool())
        actions.call(u"delete_msg"_s, {{u"message_id"_s, context.value("message_id"_L1)}}, Transport::Http, ignore);
}

} // namespace rookery::sim::onebot

#include "moc_poster.cpp"
