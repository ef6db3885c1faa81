// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot11/actions.h"

#include "onebot/poster.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot11 {

namespace {

using onebot::Outcome;

constexpr milliseconds kRateLimit{500};

Outcome accepted()
{
    return {.kind = Outcome::Kind::Async, .data = QJsonValue()};
}

} // namespace

Actions::Actions(onebot::State &state, onebot::Chats &chats, onebot::Sender &sender, const onebot::Account &account)
    : CommonActions(state, chats, sender, {})
{
    addPlain(u"get_status"_s, {}, [&account](const QJsonObject &) {
        return Outcome::ok(QJsonObject{{u"online"_s, account.isOnline()}, {u"good"_s, account.isOnline()}});
    });
    addPlain(u"get_version_info"_s, {}, [](const QJsonObject &) {
        return Outcome::ok(QJsonObject{
            {u"app_name"_s, u"strict-onebot"_s}, {u"app_version"_s, u"1.0.0"_s}, {u"protocol_version"_s, u"v11"_s}});
    });
    addPlain(u"clean_cache"_s, {}, [](const QJsonObject &) { return Outcome::done(); });
    addPlain(u"set_restart"_s, {}, [this](const QJsonObject &params) {
        Q_EMIT restartRequested(milliseconds(params.value("delay"_L1).toVariant().toInt()));
        return accepted();
    });
    addPlain(u".handle_quick_operation"_s, {u"context"_s, u"operation"_s}, [this](const QJsonObject &params) {
        onebot::quickOperation(params.value("context"_L1).toObject(), params.value("operation"_L1).toObject(), *this);
        return Outcome::done();
    });
}

void Actions::stop()
{
    CommonActions::stop();
    m_nextSlot = {};
}

void Actions::call(const QString &action, const QJsonObject &params, onebot::Transport transport,
                   const onebot::Done &done)
{
    for (const QString &suffix : {u"_async"_s, u"_rate_limited"_s}) {
        if (!action.endsWith(suffix))
            continue;
        const QString plain = action.chopped(suffix.size());
        if (!knows(plain)) {
            done(unknown(action, transport));
            return;
        }
        done(accepted());
        milliseconds wait{0};
        if (suffix == "_rate_limited"_L1) {
            const SteadyTime now = state().clock.now();
            const SteadyTime slot = std::max(now, m_nextSlot);
            m_nextSlot = slot + kRateLimit;
            wait = std::chrono::duration_cast<milliseconds>(slot - now);
        }
        scheduler().after(wait, [this, plain, params, transport] {
            CommonActions::call(plain, params, transport, [](const Outcome &) {});
        });
        return;
    }
    CommonActions::call(action, params, transport, done);
}

Outcome Actions::unknown(const QString & /*action*/, onebot::Transport /*transport*/) const
{
    return Outcome::unknown({});
}

Outcome Actions::missing(const QString & /*key*/) const
{
    return Outcome::badParams({});
}

} // namespace rookery::sim::onebot11

#include "onebot11/moc_actions.cpp"
