// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rookery-sim/simgateway.h"
#include "base/reasons/input.h"
#include "base/reasons/transport.h"
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
    QStringList m_good; //!< ids of the gateways that nothing is wrong with
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
        GatewayService::setAddress(profile, address);
        const bool oneBot = !profile.oneBot.isEmpty();
        const Redacted<QString> secret(token);
        const Redacted<QString> none;
        if (!outcome(m_engine->gateways().add(profile, oneBot ? none : secret, oneBot ? secret : none)))
            qFatal("not added");
    }
    [[nodiscard]] AccountSnapshot account(const QString &id) const
    {
        const QList<AccountSnapshot> accounts = m_engine->sessions().accounts();
        for (const AccountSnapshot &snapshot : accounts) {
            if (snapshot.profile.id.value() == id)
                return snapshot;
        }
        return {};
    }
    [[nodiscard]] SessionPhase phase(const QString &id) const { return account(id).session.phase; }
    [[nodiscard]] bool isLoud(const QList<IncidentKind> &kinds, const QString &id) const
    {
        const QList<Incident> incidents = m_engine->health().incidents();
        return std::any_of(incidents.cbegin(), incidents.cend(), [&](const Incident &incident) {
            return kinds.contains(incident.kind) && incident.isOpen() && incident.startedAt != WallTime{}
            && incident.severity >= Severity::NeedsHand && incident.gateways.contains(GatewayId(id));
        });
    }
    //! Waits until everything that the engine has said is here: it comes in the order in which it was said.
    void hearAll()
    {
        const GatewayId marker(u"marker"_s);
        const auto becomes = [this](bool stopped) {
            return becomesTrue([this, stopped] { return (phase(u"marker"_s) == SessionPhase::Stopped) == stopped; });
        };
        if (!outcome(m_engine->sessions().stop(marker)) || !becomes(true)
            || !outcome(m_engine->sessions().start(marker)) || !becomes(false))
            qFatal("the engine says nothing any more");
    }
    //! Does `work` while the silent gateway is in the middle of one attempt to connect, and has not ended it
    //! afterwards: then the work has not waited for it. On a slow machine the attempt may end by itself meanwhile;
    //! another one, and work numbered anew, follows.
    template <class Work>
    [[nodiscard]] bool isDoneWithinOneAttempt(const Work &work)
    {
        for (int number = 0; number < 5; ++number) {
            if (!becomesTrue([this] { return phase(u"silent"_s) == SessionPhase::Connecting; }))
                return false;
            const SessionState before = account(u"silent"_s).session;
            work(number);
            hearAll();
            if (account(u"silent"_s).session == before)
                return true;
        }
        return false;
    }
    //! There and back through the façade, many times.
    [[nodiscard]] bool answersOrders()
    {
        return isDoneWithinOneAttempt([this](int) {
            for (int i = 0; i < 30; ++i) {
                if (outcome(m_engine->sessions().start(GatewayId(u"nobody"_s))).error().reason != Reason::NotFound)
                    qFatal("no answer");
            }
        });
    }
    //! One good gateway of each kind; `number` tells apart those of several calls.
    void addGoodOnes(int number)
    {
        const QString end = u"-%1"_s.arg(number);
        sim::SimGateway &napcat = simulate(u"napcat"_s, true);
        add(u"napcat"_s + end, GatewayKind::NapCat, napcat.webUiUrl(), napcat.token());
        sim::SimGateway &llbot = simulate(u"llbot"_s, true);
        add(u"llbot"_s + end, GatewayKind::LLBot, llbot.webUiUrl(), llbot.token());
        sim::SimGateway &milky = simulate(u"milky"_s, true, u"lagrange"_s);
        add(u"milky"_s + end, GatewayKind::Milky, milky.webUiUrl(), milky.token());
        sim::SimGateway &lagrange = simulate(u"lagrange"_s, true);
        add(u"lagrange"_s + end, GatewayKind::OneBot11, lagrange.oneBotWsUrl(), lagrange.oneBotToken());
        sim::SimGateway &any = simulate(u"onebot11"_s, true);
        add(u"any"_s + end, GatewayKind::OneBot11, any.oneBotWsUrl(), any.oneBotToken());
        for (const QString &id : {u"napcat"_s, u"llbot"_s, u"milky"_s, u"lagrange"_s, u"any"_s})
            m_good.append(id + end);
    }
    [[nodiscard]] bool goodOnesAreOnline() const
    {
        return std::all_of(m_good.cbegin(), m_good.cend(),
                           [this](const QString &id) { return phase(id) == SessionPhase::Online; });
    }

    void start()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto started = Engine::start({.profileFolder = m_folder->filePath(u"profile"_s), .memorySecrets = true});
        if (!started)
            qFatal("no engine");
        m_engine = std::move(*started);
    }
    void prepare() override
    {
        m_good.clear();
        start();
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

        add(u"marker"_s, GatewayKind::NapCat, QUrl(u"http://127.0.0.1:1"_s), u"some-token"_s);

        QVERIFY(isDoneWithinOneAttempt([this](int number) {
            addGoodOnes(number);
            if (!becomesTrue([this] { return goodOnesAreOnline(); }))
                qFatal("not online");
        }));
        QVERIFY(answersOrders());

        // named, with a reason and since when
        QTRY_COMPARE(phase(u"stuck-in-login"_s), SessionPhase::LoginRequired);
        QVERIFY(account(u"stuck-in-login"_s).session.since != WallTime{});
        QTRY_VERIFY(isLoud({IncidentKind::LoginNeeded}, u"stuck-in-login"_s));
        for (const QString &id : {u"silent"_s, u"refusing"_s, u"garbage"_s}) {
            // connecting again and again, and told after ten seconds of it
            QTRY_VERIFY2_WITH_TIMEOUT(isLoud({IncidentKind::GatewayUnreachable, IncidentKind::ProtocolGarbage}, id),
                                      qPrintable(id), 40'000);
            QVERIFY2(phase(id) != SessionPhase::Online, qPrintable(id));
        }
        QCOMPARE(account(u"refusing"_s).session.why.reason, Reason::ConnectionRefused);
        QVERIFY(account(u"babbling"_s).activity.undecodable > 0 || phase(u"babbling"_s) != SessionPhase::Online);

        // and the others have not been disturbed by it
        QVERIFY(goodOnesAreOnline());
        QVERIFY(answersOrders());
    }

    void aStuckChannelDoesNotHoldUpTheEnd()
    {
        sim::SimGateway &waits = simulate(u"napcat"_s, false);
        RawServer silent([](QTcpSocket &, const QByteArray &) {});
        // a wait takes the engine's whole patience each time; a busy machine does not
        qint64 shortest = kPatience;
        for (int i = 0; i < 3 && shortest >= 3'000; ++i) {
            if (!m_engine)
                start();
            add(u"stuck-in-login"_s, GatewayKind::NapCat, waits.webUiUrl(), waits.token());
            add(u"silent"_s, GatewayKind::LLBot, silent.url(u"http"_s), u"some-password"_s);
            QTRY_COMPARE(phase(u"stuck-in-login"_s), SessionPhase::LoginRequired);
            QTRY_COMPARE(phase(u"silent"_s), SessionPhase::Connecting);
            QElapsedTimer timer;
            timer.start();
            m_engine.reset();
            shortest = std::min(shortest, timer.elapsed());
        }
        QVERIFY2(shortest < 3'000, qPrintable(QString::number(shortest)));
    }
};

ROOKERY_TEST(tst_incident5, TestIncident5)
#include "tst_incident5.moc"
