// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/secretstore.h"

#include "base/reasons/access.h"
#include "base/reasons/machine.h"
#include "support/testcase.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QProcess>
#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;
using namespace rookery;
using namespace rookery::config;

namespace {

//! A secret as the Secret Service takes it, in a session without encryption.
struct BusSecret {
    QDBusObjectPath session;
    QByteArray parameters;
    QByteArray value;
    QString type;
};

} // namespace

Q_DECLARE_METATYPE(BusSecret)

namespace {

QDBusArgument &operator<<(QDBusArgument &argument, const BusSecret &secret)
{
    argument.beginStructure();
    argument << secret.session << secret.parameters << secret.value << secret.type;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, BusSecret &secret)
{
    argument.beginStructure();
    argument >> secret.session >> secret.parameters >> secret.value >> secret.type;
    argument.endStructure();
    return argument;
}

QDBusMessage askService(const QString &interface, const QString &method, const QVariantList &arguments)
{
    QDBusMessage call =
        QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s, u"/org/freedesktop/secrets"_s, interface, method);
    call.setArguments(arguments);
    return QDBusConnection::sessionBus().call(call);
}

//! Opens the keyring as a login of the user does, without a window.
bool unlock(const QByteArray &password)
{
    qDBusRegisterMetaType<BusSecret>();
    const QDBusMessage opened = askService(u"org.freedesktop.Secret.Service"_s, u"OpenSession"_s,
                                           {u"plain"_s, QVariant::fromValue(QDBusVariant(QString()))});
    if (opened.type() != QDBusMessage::ReplyMessage)
        return false;
    const BusSecret secret{.session = opened.arguments().value(1).value<QDBusObjectPath>(),
                           .parameters = {},
                           .value = password,
                           .type = u"text/plain"_s};
    const QDBusObjectPath login(u"/org/freedesktop/secrets/collection/login"_s);
    return askService(u"org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"_s, u"UnlockWithMasterPassword"_s,
                      {QVariant::fromValue(login), QVariant::fromValue(secret)})
               .type()
        == QDBusMessage::ReplyMessage;
}

using Secret = Redacted<QString>;
GatewayId home()
{
    return GatewayId(u"home"_s);
}

template <class T>
Result<T> wait(const FutureResult<T> &future)
{
    if (!becomesTrue([&future] { return future.isFinished(); }))
        return fail(ErrorKind::Bug, Reason::Internal, u"never finished"_s);
    return future.result();
}

} // namespace

//! Which function means anything depends on the keyring that keyring.sh has prepared: $KEYRING names it.
class TestKeyring final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void works();
    void locked();
    void again();
    void absent();
    void appears();
    void opens();

private:
    //! False: this is not the state that the daemon is in.
    [[nodiscard]] bool isTurnOf(const char *state) const { return qgetenv("KEYRING") == state; }
    [[nodiscard]] std::unique_ptr<SecretStore> probed()
    {
        auto store = makeKeyringSecretStore(u"contract"_s);
        (void)becomesTrue([&store] { return store->keyring() != KeyringState::Probing; });
        return store;
    }
};

void TestKeyring::works()
{
    if (!isTurnOf("works"))
        QSKIP("another state");
    auto store = probed();
    QCOMPARE(store->keyring(), KeyringState::Works);
    QCOMPARE(wait(store->read(home(), SecretKind::WebUiToken)).error().reason, Reason::TokenMissing);
    const auto written = wait(store->write(home(), SecretKind::WebUiToken, Secret(u"first 令牌"_s)));
    ROOKERY_VERIFY_RESULT(written);
    store = probed(); // another run
    const auto read = wait(store->read(home(), SecretKind::WebUiToken));
    ROOKERY_VERIFY_RESULT(read);
    QCOMPARE(read->reveal(), u"first 令牌"_s);
}

void TestKeyring::locked()
{
    if (!isTurnOf("locked"))
        QSKIP("another state");
    const auto store = probed();
    QCOMPARE(store->keyring(), KeyringState::Locked);
    QCOMPARE(wait(store->read(home(), SecretKind::WebUiToken)).error().reason, Reason::KeyringLocked);
    const auto written = wait(store->write(home(), SecretKind::WebUiToken, Secret(u"second"_s)));
    ROOKERY_VERIFY_RESULT(written);
    const auto read = wait(store->read(home(), SecretKind::WebUiToken));
    ROOKERY_VERIFY_RESULT(read);
    QCOMPARE(read->reveal(), u"second"_s);
    QCOMPARE(wait(store->remove(home())).error().reason, Reason::KeyringLocked);
}

void TestKeyring::again()
{
    if (!isTurnOf("again"))
        QSKIP("another state");
    auto store = probed();
    QCOMPARE(store->keyring(), KeyringState::Works);
    const auto read = wait(store->read(home(), SecretKind::WebUiToken));
    ROOKERY_VERIFY_RESULT(read);
    QCOMPARE(read->reveal(), u"first 令牌"_s); // neither overwritten nor forgotten while it was locked
    const auto removed = wait(store->remove(home()));
    ROOKERY_VERIFY_RESULT(removed);
    store = probed();
    QCOMPARE(wait(store->read(home(), SecretKind::WebUiToken)).error().reason, Reason::TokenMissing);
}

void TestKeyring::absent()
{
    if (!isTurnOf("absent"))
        QSKIP("another state");
    const auto store = probed();
    QCOMPARE(store->keyring(), KeyringState::None); // told at once: after a deadline it would be Locked
    QCOMPARE(wait(store->read(home(), SecretKind::WebUiToken)).error().reason, Reason::KeyringAbsent);
    const auto written = wait(store->write(home(), SecretKind::WebUiToken, Secret(u"for now"_s)));
    ROOKERY_VERIFY_RESULT(written);
    QCOMPARE(wait(store->read(home(), SecretKind::WebUiToken))->reveal(), u"for now"_s);
}

void TestKeyring::appears()
{
    if (!isTurnOf("appears"))
        QSKIP("another state");
    auto store = probed();
    QCOMPARE(store->keyring(), KeyringState::None);
    const auto written = wait(store->write(home(), SecretKind::WebUiToken, Secret(u"given before"_s)));
    ROOKERY_VERIFY_RESULT(written);
    QProcess daemon;
    daemon.start(u"gnome-keyring-daemon"_s, {u"--foreground"_s, u"--unlock"_s, u"--components=secrets"_s});
    daemon.write("pw");
    daemon.closeWriteChannel();
    QTRY_COMPARE(store->keyring(), KeyringState::Works); // without askAgain()
    QTRY_COMPARE(wait(probed()->read(home(), SecretKind::WebUiToken)).value_or(Secret()).reveal(), u"given before"_s);
    daemon.terminate(); // the next one would take it for its own
    QTRY_COMPARE(daemon.state(), QProcess::NotRunning);
}

void TestKeyring::opens()
{
    if (!isTurnOf("opens"))
        QSKIP("another state");
    const auto store = probed();
    QCOMPARE(store->keyring(), KeyringState::Locked);
    QCOMPARE(wait(store->read(home(), SecretKind::WebUiToken)).error().reason, Reason::KeyringLocked);
    QVERIFY(unlock("pw"));
    QTRY_COMPARE(store->keyring(), KeyringState::Works); // without askAgain()
    const auto read = wait(store->read(home(), SecretKind::WebUiToken));
    ROOKERY_VERIFY_RESULT(read);
    QCOMPARE(read->reveal(), u"given before"_s);
}

QTEST_GUILESS_MAIN(TestKeyring)
#include "tst_keyring.moc"
