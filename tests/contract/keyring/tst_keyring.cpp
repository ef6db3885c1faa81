// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/secretstore.h"

#include "support/testcase.h"

#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;
using namespace rookery;
using namespace rookery::config;

namespace {

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

QTEST_GUILESS_MAIN(TestKeyring)
#include "tst_keyring.moc"
