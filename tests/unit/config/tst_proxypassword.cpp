// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/proxypassword.h"

#include "base/reasons/access.h"
#include "base/reasons/machine.h"
#include "support/outcome.h"
#include "support/testcase.h"

#include <QSignalSpy>

#include <optional>

using namespace Qt::Literals::StringLiterals;
using namespace rookery;
using namespace rookery::config;

namespace {

using Secret = Redacted<QString>;

//! A keyring that the test locks and opens, and that answers when the test says so.
class Keyring final : public SecretStore
{
public:
    Keyring() : SecretStore(nullptr) {}

    KeyringState state = KeyringState::Works;
    std::optional<Secret> kept;
    std::optional<Error> refusal; //!< writing ends with it
    std::optional<Promise<Secret>> slow; //!< reading ends when the test says so
    int reads = 0;
    QStringList places; //!< where something was written

    [[nodiscard]] KeyringState keyring() const override { return state; }
    [[nodiscard]] FutureResult<Secret> read(const GatewayId &, SecretKind kind) override
    {
        ++reads;
        if (kind != SecretKind::ProxyPassword)
            return failedResult<Secret>({.kind = ErrorKind::Bug, .reason = Reason::Internal});
        if (slow)
            return slow->future();
        if (state == KeyringState::Locked)
            return failedResult<Secret>({.kind = ErrorKind::Storage, .reason = Reason::KeyringLocked});
        if (state == KeyringState::None)
            return failedResult<Secret>({.kind = ErrorKind::Storage, .reason = Reason::KeyringAbsent});
        if (!kept)
            return failedResult<Secret>({.kind = ErrorKind::Auth, .reason = Reason::TokenMissing});
        return readyResult<Secret>(*kept);
    }
    [[nodiscard]] FutureResult<> write(const GatewayId &owner, SecretKind kind, const Secret &secret) override
    {
        if (refusal)
            return failedResult<void>(*refusal);
        if (kind == SecretKind::ProxyPassword)
            kept = secret;
        places.append(owner.value());
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

} // namespace

class TestProxyPassword final : public TestCase
{
    Q_OBJECT

    std::unique_ptr<Keyring> m_keyring;
    std::unique_ptr<ProxyPassword> m_password;

    void prepare() override
    {
        m_keyring = std::make_unique<Keyring>();
        m_password = std::make_unique<ProxyPassword>(*m_keyring);
    }
    void finish() override
    {
        m_password.reset();
        m_keyring.reset();
    }

private Q_SLOTS:
    void isReadOnceAndOnlyWhenItIsNeeded()
    {
        m_keyring->kept = Secret(u"s3cret"_s);
        QCOMPARE(m_keyring->reads, 0);
        QVERIFY(!m_password->isBeingRead());
        QSignalSpy changed(m_password.get(), &ProxyPassword::changed);
        const FutureResult<> first = m_password->read();
        QVERIFY(m_password->isBeingRead());
        const FutureResult<> second = m_password->read(); // shares the question
        ROOKERY_VERIFY_RESULT(outcome(first));
        ROOKERY_VERIFY_RESULT(outcome(second));
        QCOMPARE(m_keyring->reads, 1);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(m_password->value().reveal(), u"s3cret"_s);
        QVERIFY(m_password->trouble().reason == Reason::None);
        ROOKERY_VERIFY_RESULT(outcome(m_password->read()));
        QCOMPARE(m_keyring->reads, 1);
    }

    void aLockedKeyringIsNamedAndReadAgainWhenItOpens()
    {
        m_keyring->kept = Secret(u"s3cret"_s);
        m_keyring->state = KeyringState::Locked;
        ROOKERY_VERIFY_RESULT(outcome(m_password->read())); // always: the trouble says why
        QVERIFY(m_password->value().isEmpty());
        QVERIFY(m_password->trouble().reason == Reason::KeyringLocked);
        QCOMPARE(m_password->trouble().kind, ErrorKind::Offline); // connections are tried again
        QSignalSpy changed(m_password.get(), &ProxyPassword::changed);
        m_keyring->become(KeyringState::Works);
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(m_password->value().reveal(), u"s3cret"_s);
        QVERIFY(m_password->trouble().reason == Reason::None);
        const int reads = m_keyring->reads;
        m_keyring->become(KeyringState::Works); // known: not asked again
        QCOMPARE(m_keyring->reads, reads);
    }

    void nobodyAsksAKeyringForAPasswordThatIsNotNeeded()
    {
        m_keyring->become(KeyringState::Locked);
        m_keyring->become(KeyringState::Works);
        QCOMPARE(m_keyring->reads, 0);
    }

    void aPasswordThatIsNowhereIsNamed()
    {
        ROOKERY_VERIFY_RESULT(outcome(m_password->read()));
        QVERIFY(m_password->trouble().reason == Reason::ProxyPasswordMissing);
        m_keyring->kept = Secret(); // forgotten entries are empty
        ROOKERY_VERIFY_RESULT(outcome(m_password->read()));
        QVERIFY(m_password->trouble().reason == Reason::ProxyPasswordMissing);
    }

    void aTroubleIsAskedAboutAgainWhenSomebodyNeedsThePassword()
    {
        m_keyring->state = KeyringState::None;
        ROOKERY_VERIFY_RESULT(outcome(m_password->read()));
        QVERIFY(m_password->trouble().reason == Reason::KeyringAbsent);
        m_keyring->state = KeyringState::Works;
        m_keyring->kept = Secret(u"s3cret"_s);
        ROOKERY_VERIFY_RESULT(outcome(m_password->read()));
        QCOMPARE(m_password->value().reveal(), u"s3cret"_s);
    }

    void aChangedPasswordIsFiledUnderTheProfileAndHoldsAtOnce()
    {
        QSignalSpy changed(m_password.get(), &ProxyPassword::changed);
        ROOKERY_VERIFY_RESULT(outcome(m_password->change(Secret(u"another"_s))));
        QCOMPARE(m_keyring->places, QStringList{profileSecrets().value()});
        QCOMPARE(m_password->value().reveal(), u"another"_s);
        QVERIFY(changed.isEmpty()); // who changes it knows
        ROOKERY_VERIFY_RESULT(outcome(m_password->read()));
        QCOMPARE(m_keyring->reads, 0);
        m_keyring->refusal = Error{.kind = ErrorKind::Storage, .reason = Reason::KeyringFailed};
        QVERIFY(!outcome(m_password->change(Secret(u"third"_s))));
        QCOMPARE(m_password->value().reveal(), u"another"_s);
    }

    void aPasswordThatWasEnteredMeanwhileIsNewerThanTheOneBeingRead()
    {
        m_keyring->slow.emplace();
        const FutureResult<> reading = m_password->read();
        ROOKERY_VERIFY_RESULT(outcome(m_password->change(Secret(u"new"_s))));
        ROOKERY_VERIFY_RESULT(outcome(reading)); // the reader got its answer
        QVERIFY(!m_password->isBeingRead());
        m_keyring->slow->resolve(Secret(u"old"_s));
        QCoreApplication::processEvents();
        QCOMPARE(m_password->value().reveal(), u"new"_s);
    }

    void theVariableForServersIsNamed()
    {
        QCOMPARE(secretVariable(profileSecrets(), SecretKind::ProxyPassword), u"ROOKERY_PROXY_PASSWORD"_s);
    }
};

ROOKERY_TEST(tst_proxypassword, TestProxyPassword)
#include "tst_proxypassword.moc"
