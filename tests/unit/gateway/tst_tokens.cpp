// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/tokens.h"

#include "base/reasons/access.h"
#include "base/reasons/machine.h"
#include "support/testcase.h"

using namespace Qt::Literals::StringLiterals;

namespace rookery::gateway {

namespace {

//! A keyring that gives nothing, for one reason.
class EmptyKeyring final : public config::SecretStore
{
    Q_OBJECT

public:
    explicit EmptyKeyring(const Error &why) : SecretStore(nullptr), m_why(why) {}

    [[nodiscard]] KeyringState keyring() const override { return KeyringState::None; }
    [[nodiscard]] FutureResult<Redacted<QString>> read(const GatewayId &, config::SecretKind) override
    {
        return failedResult<Redacted<QString>>(m_why);
    }
    [[nodiscard]] FutureResult<> write(const GatewayId &, config::SecretKind, const Redacted<QString> &) override
    {
        return readyResult<void>({});
    }
    [[nodiscard]] FutureResult<> remove(const GatewayId &) override { return readyResult<void>({}); }
    void askAgain() override {}

private:
    Error m_why;
};

} // namespace

class TestTokens final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void aTokenThatIsNowhereIsMissingWhateverTheKeyringSays_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<ErrorReason>("keyring");
        QTest::addColumn<ErrorReason>("said");
        QTest::newRow("none in it") << ErrorKind::Auth << Reason::TokenMissing << Reason::TokenMissing;
        QTest::newRow("no keyring") << ErrorKind::Storage << Reason::KeyringAbsent << Reason::TokenMissing;
        // there may be one, and it may be read later
        QTest::newRow("locked") << ErrorKind::Storage << Reason::KeyringLocked << Reason::KeyringLocked;
        QTest::newRow("failed") << ErrorKind::Storage << Reason::KeyringFailed << Reason::KeyringFailed;
    }
    void aTokenThatIsNowhereIsMissingWhateverTheKeyringSays()
    {
        QFETCH(const ErrorKind, kind);
        QFETCH(const ErrorReason, keyring);
        QFETCH(const ErrorReason, said);
        EmptyKeyring store({.kind = kind, .reason = keyring});
        for (const GatewayKind gateway : {GatewayKind::NapCat, GatewayKind::LLBot, GatewayKind::Lagrange,
                                          GatewayKind::OneBot11, GatewayKind::Milky}) {
            GatewayProfile profile;
            profile.id = GatewayId(u"token-test"_s);
            profile.kind = gateway;
            const auto token = readToken(this, store, profile, config::tokenKind(gateway));
            QTRY_VERIFY(token.isFinished());
            QVERIFY(!token.result());
            QCOMPARE(token.result().error().reason, said);
            if (said != Reason::TokenMissing)
                continue;
            // a refusal for good, with the way out: no link is tried again and again for it
            QCOMPARE(token.result().error().kind, ErrorKind::Auth);
            QCOMPARE(token.result().error().detail, u"ROOKERY_SECRET_TOKEN_TEST"_s);
        }
    }
};

} // namespace rookery::gateway

ROOKERY_TEST(tst_tokens, rookery::gateway::TestTokens)
#include "tst_tokens.moc"
