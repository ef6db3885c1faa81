// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rookery-sim/simgateway.h"
#include "engine/engine.h"

#include "support/closedport.h"
#include "support/outcome.h"
#include "support/rawserver.h"
#include "support/testcase.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

using namespace rookery;
using namespace rookery::engine;
using namespace Qt::Literals::StringLiterals;

//! One channel that hangs in its login for ever, one that is not there, one that talks nonsense, one that takes the
//! connection and is silent: everybody else is online all the same, orders are answered, and the bad ones are loud.
class TestIncident5 final : public TestCase
{
    Q_OBJECT

    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::vector<std::unique_ptr<sim::SimGateway>> m_sims;
    std::unique_ptr<Engine> m_engine;

    sim::SimGateway &simulate(const QString &kind, bool loggedIn, const QString &dialect = {})
    {
        sim::GatewayOptions options;
        options.kind = kind;
        options.dialect = dialect;
        options.loggedIn = loggedIn;
        m_sims.push_back(std::make_unique<sim::SimGateway>(m_clock, options));
        if (!m_sims.back()->start())
            qFatal("no simulated gateway");
        return *m_sims.back();
    }
    void add(const QString &id, GatewayKind kind, const QUrl &address, const QString &token)
    {
        GatewayProfile profile;
        profile.id = GatewayId(id);
        profile.kind = kind;
        Engine::setAddress(profile, address);
        const bool oneBot = !profile.oneBot.isEmpty();
        const Redacted<QString> secret(token);
        const Redacted<QString> none;
        if (!outcome(m_engine->addGateway(profile, oneBot ? none : secret, oneBot ? secret : none)))
            qFatal("not added");
    }
    [[nodiscard]] AccountSnapshot account(const QString &id) const
    {
        const QList<AccountSnapshot> accounts = m_engine->accounts();
        for (const AccountSnapshot &snapshot : accounts) {
            if (snapshot.profile.id.value() == id)
                return snapshot;
        }
        return {};
    }
    [[nodiscard]] SessionPhase phase(const QString &id) const { return account(id).session.phase; }
    [[nodiscard]] bool isLoud(const QList<IncidentKind> &kinds, const QString &id) const
    {
        const QList<Incident> incidents = m_engine->incidents();
        return std::any_of(incidents.cbegin(), incidents.cend(), [&](const Incident &incident) {
            return kinds.contains(incident.kind) && incident.isOpen() && incident.startedAt != WallTime{}
            && incident.severity >= Severity::NeedsHand && incident.gateways.contains(GatewayId(id));
        });
    }
    //! There and back through the façade, many times.
    void answersFast()
    {
        qint64 worst = 0;
        for (int i = 0; i < 30; ++i) {
            QElapsedTimer timer;
            timer.start();
            if (outcome(m_engine->startGateway(GatewayId(u"nobody"_s))).error().reason != Reason::NotFound)
                qFatal("no answer");
            worst = std::max(worst, timer.elapsed());
        }
        qInfo("slowest of thirty orders: %lld ms", static_cast<long long>(worst));
        QVERIFY(worst < 200);
    }

    void prepare() override
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto started = Engine::start({.profileFolder = m_folder->filePath(u"profile"_s), .memorySecrets = true});
        if (!started)
            qFatal("no engine");
        m_engine = std::move(*started);
    }
    void finish() override
    {
        m_engine.reset();
        m_sims.clear();
    }

private Q_SLOTS:
    void oneStuckChannelStopsNobodyElse()
    {
        // the bad ones first: nobody may wait for them
        sim::SimGateway &waits = simulate(u"napcat"_s, false);
        add(u"stuck-in-login"_s, GatewayKind::NapCat, waits.webUiUrl(), waits.token());
        RawServer silent([](QTcpSocket &, const QByteArray &) {});
        add(u"silent"_s, GatewayKind::LLBot, silent.url(u"http"_s), u"some-password"_s);
        add(u"refusing"_s, GatewayKind::NapCat, QUrl(u"http://127.0.0.1:1"_s), u"some-token"_s);
        RawServer nonsense([](QTcpSocket &peer, const QByteArray &) { peer.write(QByteArray(4096, '\x7f')); });
        add(u"garbage"_s, GatewayKind::Milky, nonsense.url(u"http"_s), u"some-token"_s);
        sim::SimGateway &babbling = simulate(u"napcat"_s, true);
        add(u"babbling"_s, GatewayKind::NapCat, babbling.webUiUrl(), babbling.token());
        if (!babbling.setFault(u"garbage"_s))
            qFatal("no such fault");

        QElapsedTimer timer;
        timer.start();
        sim::SimGateway &napcat = simulate(u"napcat"_s, true);
        add(u"napcat"_s, GatewayKind::NapCat, napcat.webUiUrl(), napcat.token());
        sim::SimGateway &llbot = simulate(u"llbot"_s, true);
        add(u"llbot"_s, GatewayKind::LLBot, llbot.webUiUrl(), llbot.token());
        sim::SimGateway &milky = simulate(u"milky"_s, true, u"lagrange"_s);
        add(u"milky"_s, GatewayKind::Milky, milky.webUiUrl(), milky.token());
        sim::SimGateway &lagrange = simulate(u"lagrange"_s, true);
        add(u"lagrange"_s, GatewayKind::OneBot11, lagrange.oneBotWsUrl(), lagrange.oneBotToken());
        sim::SimGateway &any = simulate(u"onebot11"_s, true);
        add(u"any"_s, GatewayKind::OneBot11, any.oneBotWsUrl(), any.oneBotToken());

        for (const QString &id : {u"napcat"_s, u"llbot"_s, u"milky"_s, u"lagrange"_s, u"any"_s})
            QTRY_VERIFY2_WITH_TIMEOUT(phase(id) == SessionPhase::Online, qPrintable(id), 10'000);
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
        answersFast();

        // named, with a reason and since when
        QTRY_COMPARE_WITH_TIMEOUT(phase(u"stuck-in-login"_s), SessionPhase::LoginRequired, 10'000);
        QVERIFY(account(u"stuck-in-login"_s).session.since != WallTime{});
        QTRY_VERIFY_WITH_TIMEOUT(isLoud({IncidentKind::LoginNeeded}, u"stuck-in-login"_s), 5'000);
        for (const QString &id : {u"silent"_s, u"refusing"_s, u"garbage"_s}) {
            // connecting again and again, and told after ten seconds of it
            QTRY_VERIFY2_WITH_TIMEOUT(isLoud({IncidentKind::GatewayUnreachable, IncidentKind::ProtocolGarbage}, id),
                                      qPrintable(id), 40'000);
            QVERIFY2(phase(id) != SessionPhase::Online, qPrintable(id));
        }
        QCOMPARE(account(u"refusing"_s).session.why.reason, Reason::ConnectionRefused);
        QVERIFY(account(u"babbling"_s).undecodable > 0 || phase(u"babbling"_s) != SessionPhase::Online);

        // and the others have not been disturbed by it
        for (const QString &id : {u"napcat"_s, u"llbot"_s, u"milky"_s, u"lagrange"_s, u"any"_s})
            QVERIFY2(phase(id) == SessionPhase::Online, qPrintable(id));
        answersFast();
        timer.restart();
        m_engine.reset();
        QVERIFY2(timer.elapsed() < 3'000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestIncident5)
#include "tst_incident5.moc"
