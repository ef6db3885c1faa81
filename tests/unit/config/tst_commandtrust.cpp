// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/commandtrust.h"

#include "base/reasons/access.h"
#include "base/reasons/machine.h"
#include "support/testcase.h"

#include <QCryptographicHash>
#include <QDir>
#include <QSignalSpy>
#include <QSysInfo>
#include <QTemporaryDir>

using namespace Qt::Literals::StringLiterals;
using namespace rookery;
using namespace rookery::config;

namespace {

//! A keyring that outlives the runs of the program.
class Keyring final : public SecretStore
{
public:
    Keyring() : SecretStore(nullptr) {}

    KeyringState state = KeyringState::Works;
    QHash<int, Redacted<QString>> kept;
    int written = 0;

    [[nodiscard]] KeyringState keyring() const override { return state; }
    [[nodiscard]] FutureResult<Redacted<QString>> read(const GatewayId &, SecretKind kind) override
    {
        if (state != KeyringState::Works)
            return failedResult<Redacted<QString>>(
                {.kind = ErrorKind::Storage,
                 .reason = state == KeyringState::Locked ? Reason::KeyringLocked : Reason::KeyringAbsent});
        if (!kept.contains(int(kind)))
            return failedResult<Redacted<QString>>({.kind = ErrorKind::Auth, .reason = Reason::TokenMissing});
        return readyResult<Redacted<QString>>(kept.value(int(kind)));
    }
    [[nodiscard]] FutureResult<> write(const GatewayId &, SecretKind kind, const Redacted<QString> &secret) override
    {
        kept.insert(int(kind), secret);
        ++written;
        return readyResult<void>({});
    }
    [[nodiscard]] FutureResult<> remove(const GatewayId &) override { return readyResult<void>({}); }
    void askAgain() override {}
    void become(KeyringState now)
    {
        state = now;
        Q_EMIT keyringChanged(now);
    }
};

GatewayProfile probe()
{
    GatewayProfile gateway;
    gateway.id = GatewayId(u"pay"_s);
    gateway.kind = GatewayKind::MonitoredService;
    gateway.logCommand = u"docker logs -f geekai-api"_s;
    return gateway;
}

} // namespace

//! Which commands of settings.json are run.
class TestCommandTrust final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasTypedHereRunsAgainNextTime()
    {
        const GatewayProfile saved = typed();
        QVERIFY(!saved.commandSeal.isEmpty());
        QVERIFY(!saved.commandLeftOut);
        QCOMPARE(inNextRun(saved), probe().logCommand);
        QCOMPARE(m_keyring.written, 1); // one key, made once
    }

    void whatSomebodyChangedDoesNotRun_data()
    {
        QTest::addColumn<int>("which");
        for (const auto &[which, name] :
             {std::pair{0, "the command"}, std::pair{1, "the id"}, std::pair{2, "the kind"}, std::pair{3, "the folder"},
              std::pair{4, "the program"}, std::pair{5, "the seal"}})
            QTest::newRow(name) << which;
    }
    void whatSomebodyChangedDoesNotRun()
    {
        QFETCH(const int, which);
        GatewayProfile saved = typed();
        switch (which) {
        case 0:
            saved.logCommand = u"touch PWNED"_s;
            break;
        case 1:
            saved.id = GatewayId(u"other"_s);
            break;
        case 2:
            saved.kind = GatewayKind::Lagrange;
            break;
        case 3:
            saved.folder = u"/tmp/bot"_s;
            break;
        case 4:
            saved.program = u"/tmp/other"_s;
            break;
        default:
            saved.commandSeal = QByteArray(64, '0');
        }
        QCOMPARE(inNextRun(saved), QString());
        QCOMPARE(m_leftOut, QList{saved.id});
    }

    void aCopyInAnotherFolderDoesNotRun()
    {
        const GatewayProfile saved = typed();
        const QTemporaryDir elsewhere;
        QCOMPARE(inNextRun(saved, elsewhere.path()), QString());
    }

    void whatIsPublicIsNotEnoughForASeal()
    {
        static_cast<void>(typed());
        GatewayProfile forged = probe();
        QCryptographicHash hash(QCryptographicHash::Sha256); // as seals were made before they had a key
        for (const QByteArray &part : {QByteArray("rookery command"), QSysInfo::machineUniqueId(),
                                       QDir(m_folder.path()).canonicalPath().toUtf8(), QByteArray("pay"), QByteArray(),
                                       forged.logCommand.toUtf8(), QByteArray()})
            hash.addData(QByteArray(QByteArray::number(part.size()) + ':' + part));
        forged.commandSeal = hash.result().toHex();
        QCOMPARE(inNextRun(forged), QString());
    }

    void anEntryThatWasNotTypedIsNotSealedByASave()
    {
        CommandTrust trust(m_keyring, m_folder.path(), {});
        GatewayProfile stranger = probe();
        trust.edited({}, GatewayProfile(typed())); // something else is typed and saved
        stranger.id = GatewayId(u"lounge"_s);
        QTRY_VERIFY(trust.isReady());
        trust.apply(stranger);
        QVERIFY(stranger.commandSeal.isEmpty());
        QVERIFY(stranger.commandLeftOut);
        QVERIFY(trust.runnable(stranger).logCommand.isEmpty());
        QCOMPARE(stranger.logCommand, probe().logCommand); // to be read by whoever confirms it
    }

    void renamingDoesNotConfirm()
    {
        GatewayProfile left = probe();
        left.commandLeftOut = true;
        CommandTrust trust(m_keyring, m_folder.path(), {left});
        GatewayProfile renamed = left;
        renamed.name = u"Pay"_s;
        trust.edited(left, renamed);
        trust.apply(renamed);
        QVERIFY(renamed.commandLeftOut);
        GatewayProfile confirmed = renamed;
        confirmed.commandLeftOut = false; // the form was read and saved
        trust.edited(renamed, confirmed);
        QTRY_VERIFY(trust.isReady());
        trust.apply(confirmed);
        QVERIFY(!confirmed.commandLeftOut && !confirmed.commandSeal.isEmpty());
        QCOMPARE(trust.runnable(confirmed).logCommand, probe().logCommand);
    }

    void withoutAKeyringItCountsForThisRun()
    {
        m_keyring.state = KeyringState::None;
        CommandTrust trust(m_keyring, m_folder.path(), {});
        GatewayProfile gateway = probe();
        trust.edited({}, gateway);
        QTRY_VERIFY(trust.isReady());
        trust.apply(gateway);
        QCOMPARE(trust.runnable(gateway).logCommand, probe().logCommand);
        QCOMPARE(m_keyring.written, 0);
        QCOMPARE(inNextRun(gateway), QString());
        QCOMPARE(m_leftOut, QList{gateway.id});
    }

    void aKeyringThatIsUnlockedLaterBringsItBack()
    {
        GatewayProfile saved = typed();
        m_keyring.state = KeyringState::Locked;
        CommandTrust trust(m_keyring, m_folder.path(), {saved});
        QSignalSpy judged(&trust, &CommandTrust::judged);
        QTRY_COMPARE(judged.count(), 1);
        trust.apply(saved);
        QVERIFY(saved.commandLeftOut);
        QVERIFY(!saved.commandSeal.isEmpty()); // a save meanwhile does not lose it
        QVERIFY(trust.runnable(saved).logCommand.isEmpty());
        m_keyring.become(KeyringState::Works);
        QTRY_COMPARE(judged.count(), 2);
        trust.apply(saved);
        QVERIFY(!saved.commandLeftOut);
        QCOMPARE(trust.runnable(saved).logCommand, probe().logCommand);
        QCOMPARE(m_keyring.written, 1); // the key that could not be seen was not replaced
    }

    void aKeyFromTheEnvironmentWillDo()
    {
        QCOMPARE(secretVariable(GatewayId(u"/profile"_s), SecretKind::CommandKey), u"ROOKERY_COMMAND_KEY"_s);
        m_keyring.kept.insert(int(SecretKind::CommandKey), Redacted<QString>(u"too short"_s));
        CommandTrust trust(m_keyring, m_folder.path(), {});
        GatewayProfile gateway = probe();
        trust.edited({}, gateway);
        QTRY_VERIFY(trust.isReady());
        trust.apply(gateway);
        QCOMPARE(inNextRun(gateway), QString()); // a short one counts for nothing
    }

private:
    void prepare() override
    {
        m_keyring.state = KeyringState::Works;
        m_keyring.kept.clear();
        m_keyring.written = 0;
        m_leftOut.clear();
    }
    //! The entry as it is saved after it was typed.
    GatewayProfile typed()
    {
        CommandTrust trust(m_keyring, m_folder.path(), {});
        GatewayProfile gateway = probe();
        trust.edited({}, gateway);
        if (!becomesTrue([&trust] { return trust.isReady(); }))
            qFatal("no key");
        trust.apply(gateway);
        return gateway;
    }
    //! What is run of it when the program starts again.
    QString inNextRun(GatewayProfile saved, const QString &folder = {})
    {
        CommandTrust trust(m_keyring, folder.isEmpty() ? m_folder.path() : folder, {saved});
        QString before = trust.runnable(saved).logCommand;
        connect(&trust, &CommandTrust::judged, this,
                [this](const QList<GatewayId> &, const QList<GatewayId> &leftOut) { m_leftOut = leftOut; });
        if (!before.isEmpty() || !becomesTrue([&trust] { return trust.isReady(); }))
            return u"before it was judged"_s;
        trust.apply(saved);
        return trust.runnable(saved).logCommand;
    }

    QTemporaryDir m_folder;
    Keyring m_keyring;
    QList<GatewayId> m_leftOut;
};

ROOKERY_TEST(tst_commandtrust, TestCommandTrust)
#include "tst_commandtrust.moc"
