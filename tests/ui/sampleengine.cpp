// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/sampleengine.h"

#include "sampledata.h"

#include "config/profile.h"
#include "config/secretstore.h"
#include "logrules/ruleset.h"
#include "model/severity.h"

#include <QDateTime>
#include <QFile>

#include <utility>

namespace rookery {

using namespace Qt::Literals::StringLiterals;

template <class T>
FutureResult<T> SampleEngine::answer(const QString &call, Result<T> value)
{
    calls.append(call);
    if (failNext) {
        Error error = *failNext;
        failNext.reset();
        return failedResult<T>(std::move(error));
    }
    if (const auto it = failing.constFind(call); it != failing.cend())
        value = fail(*it);
    if (holdCommands) {
        const Promise<T> later;
        m_held.append([later, value] { later.resolve(value); });
        return later.future();
    }
    return readyResult<T>(std::move(value));
}

void SampleEngine::answerHeld()
{
    const QList<std::function<void()>> held = std::exchange(m_held, {});
    for (const std::function<void()> &answer : held)
        answer();
}

FutureResult<> SampleEngine::done(const QString &call)
{
    return answer<void>(call, {});
}

class SampleEngine::Gateways final : public engine::GatewayService
{
public:
    explicit Gateways(SampleEngine &engine) : m_engine(engine) {}

    [[nodiscard]] ListenerState listener() const override { return m_engine.m_listener; }
    [[nodiscard]] PasteResult parsePasted(const QString &text) const override
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
    [[nodiscard]] GatewayId suggestId(const QString &name) const override
    {
        QString id;
        const QString lower = name.toLower();
        for (const QChar c : lower)
            id += (c.unicode() < 128 && c.isLetterOrNumber()) ? c : QChar(u'-');
        return GatewayId(id.isEmpty() ? u"gateway"_s : id);
    }
    FutureResult<> add(const GatewayProfile &profile, const Redacted<QString> &token,
                       const Redacted<QString> & /*oneBotToken*/) override
    {
        m_engine.lastProfile = profile;
        m_engine.lastToken = token;
        return m_engine.done(u"addGateway "_s + profile.id.value());
    }
    FutureResult<> update(const GatewayProfile &profile, const Redacted<QString> &token) override
    {
        m_engine.lastProfile = profile;
        m_engine.lastToken = token;
        m_engine.updated.insert(profile.id, profile);
        return m_engine.done(u"updateGateway "_s + profile.id.value());
    }
    FutureResult<> changeToken(const GatewayId &gateway, const Redacted<QString> &token,
                               const Redacted<QString> & /*oneBotToken*/) override
    {
        m_engine.lastToken = token;
        return m_engine.done(u"changeToken "_s + gateway.value());
    }
    FutureResult<> remove(const GatewayId &gateway) override
    {
        return m_engine.done(u"removeGateway "_s + gateway.value());
    }
    FutureResult<> pinCertificate(const GatewayId &gateway, const CertificateInfo &certificate) override
    {
        return m_engine.done(
            u"pinCertificate %1 %2"_s.arg(gateway.value(), QString::fromLatin1(certificate.sha256.toHex())));
    }
    FutureResult<GatewayTestReport> test(const GatewayProfile &profile, const Redacted<QString> &token) override
    {
        m_engine.lastProfile = profile;
        m_engine.lastToken = token;
        return m_engine.answer<GatewayTestReport>(u"testGateway "_s + profile.webUi.toString(), m_engine.testReport);
    }
    void cancelTest(const GatewayId &gateway) override { m_engine.calls.append(u"cancelTest "_s + gateway.value()); }
    FutureResult<Detection> detect(const QString &address) override
    {
        return m_engine.answer<Detection>(u"detectGateway "_s + address, m_engine.detection);
    }
    FutureResult<> clearIncoming() override { return m_engine.done(u"clearDialIns"_s); }

private:
    SampleEngine &m_engine;
};

class SampleEngine::Sessions final : public engine::SessionService
{
public:
    explicit Sessions(SampleEngine &engine) : m_engine(engine) {}

    [[nodiscard]] QList<AccountSnapshot> accounts() const override { return m_engine.m_accounts; }
    [[nodiscard]] double eventsPerSecond() const override { return 42.5; }
    FutureResult<> start(const GatewayId &gateway) override { return done(u"startGateway"_s, gateway); }
    FutureResult<> stop(const GatewayId &gateway) override { return done(u"stopGateway"_s, gateway); }
    FutureResult<> retryNow(const GatewayId &gateway) override { return done(u"retryNow"_s, gateway); }
    FutureResult<> refreshQr(const GatewayId &gateway) override { return done(u"refreshQr"_s, gateway); }
    FutureResult<> quickLogin(const GatewayId &gateway, const AccountId &account) override
    {
        return m_engine.done(u"quickLogin %1 %2"_s.arg(gateway.value(), account.value()));
    }
    FutureResult<> submitTotp(const GatewayId &gateway, const Redacted<QString> &code) override
    {
        m_engine.lastToken = code;
        return done(u"submitTotp"_s, gateway);
    }
    FutureResult<> submitSignToken(const GatewayId &gateway, const Redacted<QString> &token) override
    {
        m_engine.lastToken = token;
        return done(u"submitSignToken"_s, gateway);
    }
    FutureResult<> restart(const GatewayId &gateway) override { return done(u"restartGateway"_s, gateway); }
    FutureResult<QList<Contact>> contacts(const GatewayId &gateway, Freshness freshness) override
    {
        return m_engine.answer<QList<Contact>>(
            u"contacts %1 %2"_s.arg(gateway.value()).arg(int(freshness == Freshness::Fresh)), sample::contacts());
    }

private:
    FutureResult<> done(const QString &call, const GatewayId &gateway)
    {
        return m_engine.done(call + u' ' + gateway.value());
    }

    SampleEngine &m_engine;
};

class SampleEngine::Broadcasts final : public engine::BroadcastService
{
public:
    explicit Broadcasts(SampleEngine &engine) : m_engine(engine) {}

    [[nodiscard]] QList<BroadcastSummary> all() const override { return m_engine.m_broadcasts; }
    [[nodiscard]] bool sendingStopped() const override { return m_engine.m_settings.sendingStopped; }
    FutureResult<Plan> plan(const Draft &draft) override
    {
        m_engine.lastDraft = draft;
        Plan plan;
        plan.draft = draft;
        QHash<GatewayId, int> perGateway;
        for (const DraftTarget &target : draft.targets)
            ++perGateway[target.via];
        for (auto it = perGateway.cbegin(); it != perGateway.cend(); ++it) {
            const AccountSnapshot sender = m_engine.account(it.key().value());
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
        return m_engine.answer<Plan>(u"plan %1"_s.arg(draft.targets.size()), plan);
    }
    FutureResult<SentBroadcast> sent(BroadcastId broadcast) override
    {
        SentBroadcast sent;
        sent.draft.text = u"今晚八点有活动，请看海报。\nThe poster has the details."_s;
        sent.draft.pace.interval = {}; // as if it had been sent without a pause
        sent.lostPictures = m_engine.lostPictures;
        for (const Delivery &delivery : std::as_const(m_engine.m_deliveries)) {
            if (delivery.broadcast == broadcast)
                sent.draft.targets.append(
                    {.via = delivery.gateway, .target = delivery.target, .name = delivery.targetName});
        }
        return m_engine.answer<SentBroadcast>(u"sent %1"_s.arg(broadcast.value()), sent);
    }
    FutureResult<BroadcastId> enqueue(const Plan &plan) override
    {
        return m_engine.answer<BroadcastId>(u"enqueue %1"_s.arg(plan.draft.targets.size()), BroadcastId(9));
    }
    FutureResult<> pause(BroadcastId broadcast) override { return done(u"pause"_s, broadcast.value()); }
    FutureResult<> resume(BroadcastId broadcast) override { return done(u"resume"_s, broadcast.value()); }
    FutureResult<> cancel(BroadcastId broadcast) override { return done(u"cancel"_s, broadcast.value()); }
    FutureResult<QList<Delivery>> deliveries(BroadcastId broadcast) override
    {
        QList<Delivery> list;
        for (const Delivery &delivery : std::as_const(m_engine.m_deliveries)) {
            if (delivery.broadcast == broadcast)
                list.append(delivery);
        }
        return m_engine.answer<QList<Delivery>>(u"deliveries %1"_s.arg(broadcast.value()), list);
    }
    FutureResult<> confirmArrived(const QList<DeliveryId> &deliveries) override
    {
        return done(u"confirmArrived"_s, deliveries.size());
    }
    FutureResult<> sendAgain(const QList<DeliveryId> &deliveries) override
    {
        return done(u"sendAgain"_s, deliveries.size());
    }
    FutureResult<> setSendingStopped(bool stopped) override
    {
        const FutureResult<> future = done(u"setSendingStopped"_s, int(stopped));
        if (future.isFinished() && future.result().has_value() && m_engine.m_settings.sendingStopped != stopped) {
            m_engine.m_settings.sendingStopped = stopped;
            Q_EMIT sendingStoppedChanged(stopped);
        }
        return future;
    }

private:
    FutureResult<> done(const QString &call, qint64 argument)
    {
        return m_engine.done(call + u' ' + QString::number(argument));
    }

    SampleEngine &m_engine;
};

class SampleEngine::Health final : public engine::HealthService
{
public:
    explicit Health(SampleEngine &engine) : m_engine(engine) {}

    [[nodiscard]] QList<Incident> incidents() const override { return m_engine.m_incidents; }
    [[nodiscard]] QList<RkeyState> rkeys() const override { return m_engine.m_rkeys; }
    FutureResult<> probeRkey(const GatewayId &gateway) override
    {
        return m_engine.done(u"probeRkey "_s + gateway.value());
    }

private:
    SampleEngine &m_engine;
};

class SampleEngine::Logs final : public engine::LogService
{
public:
    explicit Logs(SampleEngine &engine) : m_engine(engine) {}

    [[nodiscard]] engine::LogDocument &live() override { return m_engine.m_live; }

private:
    SampleEngine &m_engine;
};

class SampleEngine::Profile final : public engine::ProfileService
{
public:
    explicit Profile(SampleEngine &engine) : m_engine(engine) {}

    [[nodiscard]] Settings settings() const override { return m_engine.m_settings; }
    [[nodiscard]] KeyringState keyring() const override { return m_engine.m_keyring; }
    [[nodiscard]] Error proxyTrouble() const override { return m_engine.m_proxyTrouble; }
    [[nodiscard]] QJsonObject windowState() const override { return m_engine.m_windowState; }
    //! As the engine does it: a port that cannot be opened changes nothing, any other failure is one of saving.
    FutureResult<> saveSettings(const Settings &settings) override
    {
        if (m_engine.failNext && settings.listener != m_engine.m_settings.listener)
            return m_engine.done(u"saveSettings"_s);
        Settings wanted = settings;
        wanted.gateways = m_engine.m_settings.gateways;
        wanted.proxy = m_engine.m_settings.proxy;
        become(wanted);
        return m_engine.done(u"saveSettings"_s);
    }
    FutureResult<> saveProxy(const ProxySettings &proxy, const std::optional<Redacted<QString>> &password) override
    {
        m_engine.lastProxyPassword = password;
        if (m_engine.failNext)
            return m_engine.done(u"saveProxy"_s);
        Settings wanted = m_engine.m_settings;
        const bool isOwner = proxy.host == wanted.proxy.host && proxy.user == wanted.proxy.user;
        const bool had = isOwner && wanted.proxy.hasPassword;
        wanted.proxy = proxy;
        wanted.proxy.hasPassword = !proxy.user.isEmpty() && (password ? !password->isEmpty() : had);
        become(wanted);
        return m_engine.done(u"saveProxy"_s);
    }
    FutureResult<> saveWindowState(const QJsonObject &state) override
    {
        m_engine.m_windowState = state;
        return m_engine.done(u"saveWindowState"_s);
    }
    [[nodiscard]] QByteArray logRules() const override { return m_engine.logRules; }
    [[nodiscard]] Error logRulesTrouble() const override { return m_engine.logRulesTrouble; }
    FutureResult<> importLogRules(const QString &path) override
    {
        QFile file(path);
        if (!m_engine.failNext && file.open(QIODevice::ReadOnly))
            useLogRules(file.readAll());
        return m_engine.done(u"importLogRules "_s + path);
    }
    FutureResult<> exportLogRules(const QString &path) override { return m_engine.done(u"exportLogRules "_s + path); }
    FutureResult<> removeLogRules() override
    {
        useLogRules({});
        return m_engine.done(u"removeLogRules"_s);
    }
    FutureResult<> backup(const QString &path) override { return m_engine.done(u"backupProfile "_s + path); }
    FutureResult<AutostartState> autostart() override
    {
        return readyResult<AutostartState>(m_engine.autostart); // no command
    }
    FutureResult<> setAutostart(bool on) override
    {
        if (!m_engine.failNext)
            m_engine.autostart.on = on;
        return m_engine.done(u"setAutostart %1"_s.arg(int(on)));
    }

private:
    void useLogRules(const QByteArray &rules)
    {
        m_engine.logRules = rules;
        m_engine.logRulesTrouble = {};
        Q_EMIT logRulesChanged();
    }
    void become(const Settings &settings)
    {
        m_engine.m_settings = settings;
        Q_EMIT settingsChanged(settings);
    }

    SampleEngine &m_engine;
};

SampleEngine::SampleEngine(Fill fill)
    : m_gatewayService(std::make_unique<Gateways>(*this))
    , m_sessionService(std::make_unique<Sessions>(*this))
    , m_broadcastService(std::make_unique<Broadcasts>(*this))
    , m_healthService(std::make_unique<Health>(*this))
    , m_logService(std::make_unique<Logs>(*this))
    , m_profileService(std::make_unique<Profile>(*this))
{
    const WallTime now = fromMSecs(QDateTime::currentMSecsSinceEpoch());
    testReport = sample::testReport();
    if (fill == Fill::Empty)
        return;
    m_accounts = sample::accounts(now);
    m_rkeys = sample::rkeys(m_accounts, now);
    m_incidents = sample::incidents(now);
    m_live.append(sample::logLines(now));
    m_broadcasts = sample::broadcasts(now);
    m_deliveries = sample::deliveries(now);
    for (AccountSnapshot &account : m_accounts)
        judge(account);
    for (const AccountSnapshot &account : std::as_const(m_accounts))
        m_settings.gateways.append(account.profile);
}

SampleEngine::~SampleEngine() = default;

engine::GatewayService &SampleEngine::gateways()
{
    return *m_gatewayService;
}

engine::SessionService &SampleEngine::sessions()
{
    return *m_sessionService;
}

engine::BroadcastService &SampleEngine::broadcasts()
{
    return *m_broadcastService;
}

engine::HealthService &SampleEngine::health()
{
    return *m_healthService;
}

engine::LogService &SampleEngine::logs()
{
    return *m_logService;
}

engine::ProfileService &SampleEngine::profile()
{
    return *m_profileService;
}

void SampleEngine::change(const GatewayId &gateway, const std::function<void(AccountSnapshot &)> &edit)
{
    engine::Delta delta;
    for (AccountSnapshot &account : m_accounts) {
        if (account.profile.id != gateway)
            continue;
        edit(account);
        judge(account);
        delta.sessions.accounts.append(account);
    }
    engine::announce(delta, *this);
}

void SampleEngine::push(const engine::Delta &delta)
{
    for (const AccountSnapshot &fresh : delta.sessions.accounts) {
        const auto same = [&fresh](const AccountSnapshot &old) { return old.profile.id == fresh.profile.id; };
        const auto it = std::find_if(m_accounts.begin(), m_accounts.end(), same);
        if (it == m_accounts.end())
            m_accounts.append(fresh);
        else
            *it = fresh;
    }
    m_accounts.removeIf(
        [&delta](const AccountSnapshot &old) { return delta.sessions.removed.contains(old.profile.id); });
    m_live.append(delta.logLines);
    for (const Incident &fresh : delta.health.incidents) {
        m_incidents.removeIf([&fresh](const Incident &old) { return old.id == fresh.id; });
        m_incidents.prepend(fresh);
    }
    for (const BroadcastSummary &fresh : delta.broadcasts.broadcasts) {
        m_broadcasts.removeIf([&fresh](const BroadcastSummary &old) { return old.id == fresh.id; });
        m_broadcasts.prepend(fresh);
    }
    m_broadcasts.removeIf([&delta](const BroadcastSummary &old) { return delta.broadcasts.removed.contains(old.id); });
    for (const Delivery &fresh : delta.broadcasts.deliveries) {
        m_deliveries.removeIf([&fresh](const Delivery &old) { return old.id == fresh.id; });
        m_deliveries.append(fresh);
    }
    for (const RkeyState &fresh : delta.health.rkeys) {
        m_rkeys.removeIf([&fresh](const RkeyState &old) { return old.gateway == fresh.gateway; });
        m_rkeys.append(fresh);
    }
    if (delta.listener)
        m_listener = *delta.listener;
    engine::Delta judged = delta; // as the engine does it: whose condition changed is announced as well
    judged.sessions.accounts.clear();
    for (AccountSnapshot &account : m_accounts) {
        const AccountCondition before = account.condition;
        judge(account);
        const bool told =
            std::any_of(delta.sessions.accounts.cbegin(), delta.sessions.accounts.cend(),
                        [&account](const AccountSnapshot &one) { return one.profile.id == account.profile.id; });
        if (told || before != account.condition)
            judged.sessions.accounts.append(account);
    }
    engine::announce(judged, *this);
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
    Q_EMIT m_profileService->keyringChanged(state);
}

void SampleEngine::setProxyTrouble(const Error &trouble)
{
    m_proxyTrouble = trouble;
    Q_EMIT m_profileService->proxyTroubleChanged(trouble);
}

AccountSnapshot SampleEngine::account(const QString &gateway) const
{
    for (const AccountSnapshot &account : m_accounts) {
        if (account.profile.id.value() == gateway)
            return account;
    }
    return {};
}

// The statics of the façade: enough for the pages; the real ones are tested with the real engine.

Result<ParsedAddress> engine::GatewayService::parsePageAddress(const QString &text)
{
    return config::parseAddress(text);
}

Result<ParsedAddress> engine::GatewayService::parseAddress(const QString &text, GatewayKind kind)
{
    return config::parseGatewayAddress(text, kind);
}

void engine::GatewayService::setAddress(GatewayProfile &profile, const QUrl &url)
{
    config::setAddress(profile, url);
}

Redacted<QString> engine::GatewayService::makeToken()
{
    static int made = 0; // another one each time, as the real ones are
    return Redacted<QString>(u"made-up-token-%1"_s.arg(++made));
}

QList<RuleExplanation> engine::LogService::rules(GatewayKind kind, const QString &language, const QByteArray &userRules)
{
    const bool zh = language.startsWith(u"zh"_s);
    QList<RuleExplanation> rules;
    if (const auto own = logrules::RuleSet().withUserRules(userRules))
        rules = own->explanations(language);
    if (kind != GatewayKind::NapCat) {
        for (const QString &shared : {u"napcat.rkey.fallback"_s, u"login.qr-expired"_s})
            rules.append({.ruleId = shared,
                          .category = LogCategory::Fallback,
                          .title = u"The same id in another kind's rules"_s,
                          .meaning = {},
                          .since = {},
                          .advice = {}});
        return rules;
    }
    rules.append(RuleExplanation{
        .ruleId = u"napcat.rkey.fallback"_s,
        .category = LogCategory::Fallback,
        .title = zh ? u"图片链接退回旧密钥"_s : u"Picture links fell back to stale keys"_s,
        .meaning = zh ? u"所有 rkey 来源都失败，新图片的链接很快就打不开。"_s
                      : u"Every source of rkeys failed: links of new pictures stop working soon."_s,
        .since = u"4.7.43"_s,
        .advice = zh ? u"在 rkey 页查看各来源的状态，必要时重启网关。"_s
                     : u"See the sources on the rkey page; restart the gateway if the native path is off."_s});
    return rules;
}

} // namespace rookery
