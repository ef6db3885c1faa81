// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/sampleengine.h"

#include "sampledata.h"

#include "config/profile.h"
#include "config/secretstore.h"
#include "model/severity.h"

#include <QDateTime>

namespace rookery {

using namespace Qt::Literals::StringLiterals;

SampleEngine::SampleEngine(Fill fill, QObject *parent) : Engine(parent)
{
    const WallTime now = fromMSecs(QDateTime::currentMSecsSinceEpoch());
    testReport = sample::testReport();
    if (fill == Fill::Empty)
        return;
    m_accounts = sample::accounts(now);
    m_rkeys = sample::rkeys(m_accounts, now);
    m_incidents = sample::incidents(now);
    m_lines = sample::logLines(now);
    m_broadcasts = sample::broadcasts(now);
    m_deliveries = sample::deliveries(now);
    for (AccountSnapshot &account : m_accounts)
        judge(account);
    for (const AccountSnapshot &account : std::as_const(m_accounts))
        m_settings.gateways.append(account.profile);
}

void SampleEngine::change(const GatewayId &gateway, const std::function<void(AccountSnapshot &)> &edit)
{
    engine::Delta delta;
    for (AccountSnapshot &account : m_accounts) {
        if (account.profile.id != gateway)
            continue;
        edit(account);
        judge(account);
        delta.accounts.append(account);
    }
    Q_EMIT changed(delta);
}

void SampleEngine::push(const engine::Delta &delta)
{
    for (const AccountSnapshot &fresh : delta.accounts) {
        const auto same = [&fresh](const AccountSnapshot &old) { return old.profile.id == fresh.profile.id; };
        const auto it = std::find_if(m_accounts.begin(), m_accounts.end(), same);
        if (it == m_accounts.end())
            m_accounts.append(fresh);
        else
            *it = fresh;
    }
    m_accounts.removeIf(
        [&delta](const AccountSnapshot &old) { return delta.removedAccounts.contains(old.profile.id); });
    m_lines += delta.logLines;
    for (const Incident &fresh : delta.incidents) {
        m_incidents.removeIf([&fresh](const Incident &old) { return old.id == fresh.id; });
        m_incidents.prepend(fresh);
    }
    for (const BroadcastSummary &fresh : delta.broadcasts) {
        m_broadcasts.removeIf([&fresh](const BroadcastSummary &old) { return old.id == fresh.id; });
        m_broadcasts.prepend(fresh);
    }
    m_broadcasts.removeIf([&delta](const BroadcastSummary &old) { return delta.removedBroadcasts.contains(old.id); });
    for (const Delivery &fresh : delta.deliveries) {
        m_deliveries.removeIf([&fresh](const Delivery &old) { return old.id == fresh.id; });
        m_deliveries.append(fresh);
    }
    for (const RkeyState &fresh : delta.rkeys) {
        m_rkeys.removeIf([&fresh](const RkeyState &old) { return old.gateway == fresh.gateway; });
        m_rkeys.append(fresh);
    }
    if (delta.listener)
        m_listener = *delta.listener;
    engine::Delta judged = delta; // as the engine does it: whose condition changed is told as well
    judged.accounts.clear();
    for (AccountSnapshot &account : m_accounts) {
        const AccountCondition before = account.condition;
        judge(account);
        const bool told =
            std::any_of(delta.accounts.cbegin(), delta.accounts.cend(),
                        [&account](const AccountSnapshot &one) { return one.profile.id == account.profile.id; });
        if (told || before != account.condition)
            judged.accounts.append(account);
    }
    Q_EMIT changed(judged);
}

void SampleEngine::judge(AccountSnapshot &account) const
{
    const auto keys = std::find_if(m_rkeys.cbegin(), m_rkeys.cend(),
                                   [&account](const RkeyState &state) { return state.gateway == account.profile.id; });
    account.condition = conditionOf(account, m_incidents, keys == m_rkeys.cend() ? nullptr : &*keys);
}

void SampleEngine::setKeyring(KeyringState state)
{
    m_keyring = state;
    Q_EMIT keyringChanged(state);
}

AccountSnapshot SampleEngine::account(const QString &gateway) const
{
    for (const AccountSnapshot &account : m_accounts) {
        if (account.profile.id.value() == gateway)
            return account;
    }
    return {};
}

template <class T>
FutureResult<T> SampleEngine::answer(const QString &call, T value)
{
    calls.append(call);
    if (failNext) {
        Error error = *failNext;
        failNext.reset();
        return failedResult<T>(std::move(error));
    }
    if (holdCommands) {
        const Promise<T> never;
        m_held.append([never] { Q_UNUSED(never); });
        return never.future();
    }
    return readyResult<T>(Result<T>(std::move(value)));
}

FutureResult<> SampleEngine::done(const QString &call)
{
    calls.append(call);
    if (failNext) {
        Error error = *failNext;
        failNext.reset();
        return failedResult<void>(std::move(error));
    }
    if (holdCommands) {
        const Promise<void> never;
        m_held.append([never] { Q_UNUSED(never); });
        return never.future();
    }
    return readyResult<void>({});
}

PasteResult SampleEngine::parsePasted(const QString &text) const
{
    PasteResult result;
    int number = 0;
    const QStringList lines = text.split(u'\n');
    for (const QString &line : lines) {
        ++number;
        const QStringList parts = line.split(u' ', Qt::SkipEmptyParts);
        if (parts.isEmpty())
            continue;
        if (parts.size() != 3 || !QUrl(parts[1]).isValid() || QUrl(parts[1]).host().isEmpty()) {
            result.badLines.append({number, parts.mid(0, 2).join(u' ')});
            continue;
        }
        GatewayProfile profile;
        profile.id = GatewayId(parts[0]);
        profile.webUi = QUrl(parts[1]);
        result.gateways.append(PastedGateway{.profile = profile, .token = Redacted<QString>(parts[2])});
    }
    return result;
}

GatewayId SampleEngine::suggestId(const QString &name) const
{
    QString id;
    const QString lower = name.toLower();
    for (const QChar c : lower)
        id += (c.unicode() < 128 && c.isLetterOrNumber()) ? c : QChar(u'-');
    return GatewayId(id.isEmpty() ? u"gateway"_s : id);
}

FutureResult<> SampleEngine::addGateway(const GatewayProfile &profile, const Redacted<QString> &token,
                                        const Redacted<QString> &)
{
    lastProfile = profile;
    lastToken = token;
    return done(u"addGateway "_s + profile.id.value());
}

FutureResult<> SampleEngine::updateGateway(const GatewayProfile &profile, const Redacted<QString> &token)
{
    lastProfile = profile;
    lastToken = token;
    return done(u"updateGateway "_s + profile.id.value());
}

FutureResult<> SampleEngine::changeToken(const GatewayId &gateway, const Redacted<QString> &token,
                                         const Redacted<QString> &)
{
    lastToken = token;
    return done(u"changeToken "_s + gateway.value());
}

FutureResult<> SampleEngine::removeGateway(const GatewayId &gateway)
{
    return done(u"removeGateway "_s + gateway.value());
}

FutureResult<GatewayTestReport> SampleEngine::testGateway(const GatewayProfile &profile, const Redacted<QString> &token)
{
    lastProfile = profile;
    lastToken = token;
    return answer(u"testGateway "_s + profile.webUi.toString(), testReport);
}

FutureResult<Detection> SampleEngine::detectGateway(const QString &address)
{
    return answer(u"detectGateway "_s + address, detection);
}

void SampleEngine::cancelTest(const GatewayId &gateway)
{
    calls.append(u"cancelTest "_s + gateway.value());
}

FutureResult<> SampleEngine::clearIncoming()
{
    return done(u"clearDialIns"_s);
}

FutureResult<> SampleEngine::pinCertificate(const GatewayId &gateway, const QByteArray &sha256)
{
    return done(u"pinCertificate %1 %2"_s.arg(gateway.value(), QString::fromLatin1(sha256.toHex())));
}

FutureResult<> SampleEngine::startGateway(const GatewayId &gateway)
{
    return done(u"startGateway "_s + gateway.value());
}
FutureResult<> SampleEngine::stopGateway(const GatewayId &gateway)
{
    return done(u"stopGateway "_s + gateway.value());
}
FutureResult<> SampleEngine::retryNow(const GatewayId &gateway)
{
    return done(u"retryNow "_s + gateway.value());
}
FutureResult<> SampleEngine::refreshQr(const GatewayId &gateway)
{
    return done(u"refreshQr "_s + gateway.value());
}
FutureResult<> SampleEngine::submitSignToken(const GatewayId &gateway, const Redacted<QString> &token)
{
    lastToken = token;
    return done(u"submitSignToken "_s + gateway.value());
}
FutureResult<> SampleEngine::restartGateway(const GatewayId &gateway)
{
    return done(u"restartGateway "_s + gateway.value());
}
FutureResult<> SampleEngine::probeRkey(const GatewayId &gateway)
{
    return done(u"probeRkey "_s + gateway.value());
}
FutureResult<> SampleEngine::pause(BroadcastId broadcast)
{
    return done(u"pause %1"_s.arg(broadcast.value()));
}
FutureResult<> SampleEngine::resume(BroadcastId broadcast)
{
    return done(u"resume %1"_s.arg(broadcast.value()));
}
FutureResult<> SampleEngine::cancel(BroadcastId broadcast)
{
    return done(u"cancel %1"_s.arg(broadcast.value()));
}

FutureResult<> SampleEngine::quickLogin(const GatewayId &gateway, const AccountId &account)
{
    return done(u"quickLogin %1 %2"_s.arg(gateway.value(), account.value()));
}

FutureResult<> SampleEngine::submitTotp(const GatewayId &gateway, const Redacted<QString> &code)
{
    lastToken = code;
    return done(u"submitTotp "_s + gateway.value());
}

FutureResult<QList<Contact>> SampleEngine::contacts(const GatewayId &gateway, bool refresh)
{
    return answer(u"contacts %1 %2"_s.arg(gateway.value()).arg(refresh), sample::contacts());
}

FutureResult<Plan> SampleEngine::plan(const Draft &draft)
{
    lastDraft = draft;
    Plan plan;
    plan.draft = draft;
    QHash<GatewayId, int> perGateway;
    for (const DraftTarget &target : draft.targets)
        ++perGateway[target.via];
    for (auto it = perGateway.cbegin(); it != perGateway.cend(); ++it) {
        const AccountSnapshot sender = account(it.key().value());
        plan.accounts.append(PlanAccount{.gateway = it.key(),
                                         .account = sender.account,
                                         .targets = it.value(),
                                         .duration = draft.pace.interval * it.value(),
                                         .away = whyAway(sender.session)});
    }
    QHash<Target, QList<GatewayId>> reached;
    for (const DraftTarget &target : draft.targets) {
        if (target.target.kind == ChatKind::Group)
            reached[target.target].append(target.via);
    }
    reached.removeIf([](const auto &entry) { return entry.value().size() < 2; });
    if (!reached.isEmpty()) {
        const QList<GatewayId> through = reached.cbegin().value();
        plan.overlaps = {{through, draft.mergeAccounts ? through.first() : GatewayId(), int(reached.size())}};
    }
    plan.earliestEnd = fromMSecs(QDateTime::currentMSecsSinceEpoch()) + draft.pace.interval * draft.targets.size();
    return answer(u"plan %1"_s.arg(draft.targets.size()), plan);
}

FutureResult<BroadcastId> SampleEngine::enqueue(const Plan &plan)
{
    return answer(u"enqueue %1"_s.arg(plan.draft.targets.size()), BroadcastId(9));
}

FutureResult<QList<Delivery>> SampleEngine::deliveries(BroadcastId broadcast)
{
    QList<Delivery> list;
    for (const Delivery &delivery : std::as_const(m_deliveries)) {
        if (delivery.broadcast == broadcast)
            list.append(delivery);
    }
    return answer(u"deliveries %1"_s.arg(broadcast.value()), list);
}

FutureResult<> SampleEngine::confirmArrived(const QList<DeliveryId> &deliveries)
{
    return done(u"confirmArrived %1"_s.arg(deliveries.size()));
}

FutureResult<> SampleEngine::sendAgain(const QList<DeliveryId> &deliveries)
{
    return done(u"sendAgain %1"_s.arg(deliveries.size()));
}

FutureResult<> SampleEngine::setSendingStopped(bool stopped)
{
    const FutureResult<> future = done(u"setSendingStopped %1"_s.arg(stopped));
    if (future.isFinished() && future.result().has_value() && m_settings.sendingStopped != stopped) {
        m_settings.sendingStopped = stopped;
        Q_EMIT sendingStoppedChanged(stopped);
    }
    return future;
}

FutureResult<> SampleEngine::saveSettings(const Settings &settings)
{
    const QList<GatewayProfile> gateways = m_settings.gateways;
    m_settings = settings;
    m_settings.gateways = gateways;
    return done(u"saveSettings"_s);
}

FutureResult<> SampleEngine::saveWindowState(const QJsonObject &state)
{
    m_windowState = state;
    return done(u"saveWindowState"_s);
}

FutureResult<> SampleEngine::backupProfile(const QString &path)
{
    return done(u"backupProfile "_s + path);
}

// The statics of the façade: enough for the pages; the real ones are tested with the real engine.

Result<ParsedAddress> engine::Engine::parsePageAddress(const QString &text)
{
    return config::parseAddress(text);
}

Result<ParsedAddress> engine::Engine::parseAddress(const QString &text, GatewayKind kind)
{
    return config::parseGatewayAddress(text, kind);
}

void engine::Engine::setAddress(GatewayProfile &profile, const QUrl &url)
{
    config::setAddress(profile, url);
}

Redacted<QString> engine::Engine::makeToken()
{
    static int made = 0; // another one each time, as the real ones are
    return Redacted<QString>(u"made-up-token-%1"_s.arg(++made));
}

QList<RuleExplanation> engine::Engine::logRules(GatewayKind kind, const QString &language)
{
    const bool zh = language.startsWith(u"zh"_s);
    if (kind != GatewayKind::NapCat)
        return {RuleExplanation{.ruleId = u"napcat.rkey.fallback"_s,
                                .category = LogCategory::Fallback,
                                .title = u"The same id in another kind's rules"_s,
                                .meaning = {},
                                .since = {},
                                .advice = {}}};
    return {RuleExplanation{
        .ruleId = u"napcat.rkey.fallback"_s,
        .category = LogCategory::Fallback,
        .title = zh ? u"图片链接退回旧密钥"_s : u"Picture links fell back to stale keys"_s,
        .meaning = zh ? u"所有 rkey 来源都失败，新图片的链接很快就打不开。"_s
                      : u"Every source of rkeys failed: links of new pictures stop working soon."_s,
        .since = u"4.7.43"_s,
        .advice = zh ? u"在 rkey 页查看各来源的状态，必要时重启网关。"_s
                     : u"See the sources on the rkey page; restart the gateway if the native path is off."_s}};
}

FutureResult<engine::ScannedLog> engine::scanLogFile(const QString &path, std::optional<GatewayKind> kind,
                                                     const std::stop_token &, int)
{
    engine::ScannedLog log{.kind = kind.value_or(path.contains("llbot"_L1) ? GatewayKind::LLBot : GatewayKind::NapCat),
                           .lines = sample::logLines(fromMSecs(QDateTime::currentMSecsSinceEpoch())),
                           .reading = {.encoding = u"GB18030"_s, .wrappings = {u"stamp"_s}, .yearGuessed = true}};
    if (path.contains("large"_L1))
        log.reading.leftOut = 200'000;
    return readyResult<engine::ScannedLog>(log);
}

} // namespace rookery
