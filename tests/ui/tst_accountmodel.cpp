// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/sampleengine.h"
#include "support/windowtest.h"

#include "model/severity.h"
#include "ui/gateways/gatewaymodel.h"
#include "ui/kit/statusstyle.h"
#include "ui/overview/accountmodel.h"
#include "ui/text/format.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

class TestAccountModel final : public TestCase
{
    Q_OBJECT

    Theme m_theme{Theme::Mode::Light};

private Q_SLOTS:
    void theModelsKeepTheRules()
    {
        SampleEngine engine;
        AccountModel accounts(m_theme);
        GatewayModel gateways(m_theme);
        AccountFilter filter;
        filter.setSourceModel(&accounts);
        const QAbstractItemModelTester one(&accounts, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester two(&gateways, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester three(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
        accounts.reset(engine.sessions().accounts(), engine.health().rkeys());
        gateways.setRows(engine.sessions().accounts());
        connect(&engine.sessions(), &engine::SessionService::changed, &accounts, &AccountModel::apply);
        connect(&engine.sessions(), &engine::SessionService::changed, &gateways, &GatewayModel::apply);
        AccountSnapshot fresh = engine.account(u"napcat-01"_s);
        fresh.profile.id = GatewayId(u"new"_s);
        engine::Delta added;
        added.sessions.accounts = {fresh};
        engine.push(added);
        QCOMPARE(accounts.rowCount(), 31);
        engine::Delta removed;
        removed.sessions.removed = {GatewayId(u"napcat-05"_s), GatewayId(u"unknown"_s)};
        engine.push(removed);
        QCOMPARE(accounts.rowCount(), 30);
        QCOMPARE(gateways.rowCount(), 30);
        filter.setWords(u"小雪"_s);
        QCOMPARE(filter.rowCount(), 2);
        filter.setCondition(Condition::Connecting);
        QCOMPARE(filter.rowCount(), 0);
        accounts.reset({}, {});
        QCOMPARE(filter.rowCount(), 0);
    }

    void theStateCellReadsTheWord()
    {
        SampleEngine engine;
        AccountModel model(m_theme);
        model.reset(engine.sessions().accounts(), engine.health().rkeys());
        const auto word = [&model](int row) { return model.index(row, AccountModel::State).data().toString(); };
        QCOMPARE(word(0), u"online"_s);
        QCOMPARE(word(3), u"waiting for scan"_s);
        QCOMPARE(word(9), u"kicked offline"_s);
        QVERIFY(word(21).startsWith(u"retrying in 4"));
    }

    void anAccountThatTheGatewayRemembersIsNamedAndMarked()
    {
        SampleEngine engine;
        AccountSnapshot account = engine.sessions().accounts().at(3);
        account.account = {};
        account.nickname.clear();
        AccountModel model(m_theme);
        const auto cell = [&model](int column) { return model.index(0, column).data().toString(); };
        account.login.quick = {{AccountId(u"10004"_s), u"Wren"_s}, {AccountId(u"10005"_s), u"Heron"_s}};
        model.reset({account}, {});
        QCOMPARE(cell(AccountModel::Number), text::dash()); // which one it will be is not known
        account.login.quick.removeLast();
        model.reset({account}, {});
        QCOMPARE(cell(AccountModel::Name), u"Wren (remembered)"_s);
        QCOMPARE(cell(AccountModel::Number), u"10004"_s);
        AccountFilter filter;
        filter.setSourceModel(&model);
        filter.setWords(u"wren"_s);
        QCOMPARE(filter.rowCount(), 1);
        account.account = AccountId(u"10006"_s);
        model.reset({account}, {});
        QCOMPARE(cell(AccountModel::Number), u"10006"_s); // what was seen counts
    }

    void aServiceThatIsUpButDegradedIsNotGreen()
    {
        SampleEngine engine;
        AccountSnapshot watched = engine.account(u"napcat-01"_s);
        watched.capabilities = {.actions = false};
        watched.service.emplace();
        watched.service->state = ServiceState::Online;
        QCOMPARE(conditionOf(watched, {}, nullptr).condition, Condition::Working);
        for (const ServiceState state :
             {ServiceState::PaymentsOff, ServiceState::SessionLost, ServiceState::Failing, ServiceState::FrontDown}) {
            watched.service->state = state;
            watched.condition = conditionOf(watched, {}, nullptr);
            QCOMPARE(watched.condition.condition, Condition::Degraded);
            QCOMPARE(statusStyle(watched).shape, Shape::Triangle);
            QCOMPARE(statusStyle(watched).role, Role::Degraded);
        }
        for (const ServiceState state : {ServiceState::BotUnproven, ServiceState::BotUnwatched}) {
            watched.service->state = state;
            watched.condition = conditionOf(watched, {}, nullptr);
            QCOMPARE(statusStyle(watched).shape, Shape::HollowCircle); // up, and nothing proven
            QCOMPARE(watched.condition.condition, Condition::Unproven); // and not counted among the working
        }
        AccountModel model(m_theme);
        watched.service->state = ServiceState::SessionLost;
        watched.condition = conditionOf(watched, {}, nullptr);
        model.reset({watched}, {});
        const auto cell = [&model](int column) { return model.index(0, column).data().toString(); };
        QCOMPARE(cell(AccountModel::State), u"degraded: WeChat session lost"_s);
        QCOMPARE(cell(AccountModel::Ready), u"monitored only, nothing is sent"_s);
        QCOMPARE(cell(AccountModel::SentOk), cell(AccountModel::Rkey)); // a dash, not a nought
        QVERIFY(!cell(AccountModel::SentOk).contains(u'0'));
    }

    void theWorstSortsToTheTop()
    {
        SampleEngine engine;
        AccountModel model(m_theme);
        AccountFilter filter;
        filter.setSourceModel(&model);
        model.reset(engine.sessions().accounts(), engine.health().rkeys());
        filter.sort(AccountModel::State, Qt::AscendingOrder);
        QCOMPARE(filter.index(0, 0).data(AccountModel::ConditionRole).toInt(), int(Condition::Failed));
        QCOMPARE(filter.index(29, 0).data(AccountModel::ConditionRole).toInt(), int(Condition::Stopped));
    }

    void numbersCanBeHiddenForScreenshots()
    {
        SampleEngine engine;
        AccountModel model(m_theme);
        model.reset(engine.sessions().accounts(), engine.health().rkeys());
        const QModelIndex number = model.index(0, AccountModel::Number);
        QCOMPARE(number.data().toString(), u"1030015521"_s);
        const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setMasked(true);
        QCOMPARE(changed.size(), 1);
        QVERIFY(!number.data().toString().contains(u"3001552"));
        QVERIFY(!number.data(Qt::ToolTipRole).toString().contains(u"3001552"));
    }

    void remoteNamesCannotHideControlCharacters()
    {
        SampleEngine engine;
        AccountModel model(m_theme);
        AccountSnapshot account = engine.account(u"napcat-01"_s);
        account.nickname = u"a\u202Eb\nc"_s;
        model.reset({account}, {});
        const QString shown = model.index(0, AccountModel::Name).data().toString();
        QVERIFY(!shown.contains(QChar(0x202E)));
        QVERIFY(!shown.contains(u'\n'));
    }

    void everyStateHasItsShape_data()
    {
        QTest::addColumn<int>("phase");
        QTest::addColumn<int>("login");
        QTest::addColumn<int>("shape");
        QTest::addColumn<int>("role");
        const auto row = [](const char *name, SessionPhase phase, LoginReason login, ui::Shape shape, Role role) {
            QTest::newRow(name) << int(phase) << int(login) << int(shape) << int(role);
        };
        row("online", SessionPhase::Online, LoginReason::None, ui::Shape::FilledCircle, Role::Working);
        row("fresh", SessionPhase::LoginRequired, LoginReason::Fresh, ui::Shape::Diamond, Role::NeedsHand);
        row("expired", SessionPhase::LoginRequired, LoginReason::Expired, ui::Shape::Diamond, Role::NeedsHand);
        row("captcha", SessionPhase::LoginRequired, LoginReason::Captcha, ui::Shape::Diamond, Role::NeedsHand);
        row("totp", SessionPhase::NeedsTotp, LoginReason::None, ui::Shape::Diamond, Role::NeedsHand);
        row("kicked", SessionPhase::LoginRequired, LoginReason::Kicked, ui::Shape::Square, Role::Failed);
        row("offline", SessionPhase::LoginRequired, LoginReason::OfflineByQq, ui::Shape::Square, Role::Failed);
        row("rejected", SessionPhase::Rejected, LoginReason::None, ui::Shape::Square, Role::Failed);
        row("connecting", SessionPhase::Connecting, LoginReason::None, ui::Shape::HollowCircle, Role::Unknown);
        row("backoff", SessionPhase::Backoff, LoginReason::None, ui::Shape::HollowCircle, Role::Unknown);
        row("stopped", SessionPhase::Stopped, LoginReason::None, ui::Shape::HollowCircle, Role::Muted);
    }
    void everyStateHasItsShape()
    {
        QFETCH(const int, phase);
        QFETCH(const int, login);
        AccountSnapshot account;
        account.session.phase = SessionPhase(phase);
        account.session.login = LoginReason(login);
        account.condition = conditionOf(account, {}, nullptr);
        const StatusStyle look = statusStyle(account);
        QTEST(int(look.shape), "shape");
        QTEST(int(look.role), "role");
    }
};

ROOKERY_WINDOW_TEST(tst_accountmodel, TestAccountModel)
#include "tst_accountmodel.moc"
