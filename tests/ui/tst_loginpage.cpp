// SPDX-License-Identifier: GPL-3.0-or-later
#include "pagedriver.h"

#include "base/reasons/gateway.h"
#include "base/reasons/login.h"

#include "pageprobe.h"
#include "support/sampleengine.h"
#include "support/windowtest.h"

#include "ui/kit/bulkdialog.h"
#include "ui/login/loginpage.h"
#include "ui/login/logintile.h"
#include "ui/login/qrview.h"
#include "ui/shell/windowdialogs.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTimer>

#include <algorithm>
#include <utility>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

class TestLoginPage final : public TestCase
{
    Q_OBJECT

    Theme m_theme{Theme::Mode::Dark};

    static bool says(const QWidget *root, const QString &words)
    {
        for (const QLabel *label : root->findChildren<QLabel *>()) {
            if (!label->isHidden() && label->text().contains(words))
                return true;
        }
        return false;
    }
    //! Lets the time be over for which the page shows a success.
    static void endTheTimeOfASuccess(const LoginPage &page)
    {
        auto *shown = page.findChild<QTimer *>(u"successShown"_s);
        QVERIFY(shown && shown->isActive());
        QSignalSpy over(shown, &QTimer::timeout);
        shown->start(0);
        QVERIFY(over.wait());
    }
    static QString codeOf(const SampleEngine &engine, const QString &gateway)
    {
        return engine.account(gateway).login.qr->text.reveal();
    }

private Q_SLOTS:
    void theCodeIsDarkOnWhiteWithItsQuietZone()
    {
        QrView view(nullptr);
        view.resize(304, 304);
        view.setCode(Redacted<QString>(u"https://txz.qq.com/p?k=0123456789abcdef0123456789abcdef&f=1600001615"_s),
                     false);
        const QImage shown = view.grab().toImage();
        QCOMPARE(shown.pixelColor(152, 4), QColor(Qt::white));
        int left = shown.width();
        int right = 0;
        for (int y = 0; y < shown.height(); ++y) {
            for (int x = 0; x < shown.width(); ++x) {
                if (shown.pixelColor(x, y) != QColor(Qt::black))
                    continue;
                left = std::min(left, x);
                right = std::max(right, x);
            }
        }
        QVERIFY2(right - left + 1 >= 220, qPrintable(QString::number(right - left + 1)));
        QVERIFY(left >= 4 * 6);
        QVERIFY(view.picture(600).width() >= 300);
    }

    void theAccessibleWordsNeverSayTheCode()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        LoginPage page(engine, m_theme, dialogs, nullptr, nullptr);
        page.resize(1200, 800);
        page.show();
        const QString code = codeOf(engine, u"napcat-04"_s);
        auto *view = named<QrView>(&page, u"Login code: NapCat 04"_s);
        QVERIFY(view);
        QVERIFY(view->accessibleDescription().contains(u"Code 2"));
        const QList<QWidget *> all = page.findChildren<QWidget *>();
        for (const QWidget *widget : all) {
            QVERIFY(!widget->accessibleDescription().contains(code));
            QVERIFY(!widget->accessibleName().contains(code));
            QVERIFY(!widget->toolTip().contains(code));
        }
        QVERIFY(!says(&page, code));
        QVERIFY(says(&page, u"does not report how long a code is valid"_s));
        QCOMPARE(cutTexts(&page).join(u"; "_s), QString());
    }

    void aGatewayWithoutCodesSaysWhereToLogIn()
    {
        SampleEngine engine;
        AccountSnapshot account = engine.account(u"napcat-04"_s);
        account.login = {};
        account.capabilities = {};
        LoginTile tile(m_theme, LoginTile::Size::Wall, nullptr);
        for (const LoginReason reason : {LoginReason::Fresh, LoginReason::Kicked}) {
            account.session.login = reason;
            tile.LoginTile::show(account, false);
            QVERIFY(says(&tile, u"Log in on its own panel or console"_s));
            QVERIFY(!says(&tile, u"Waiting for the gateway's code"_s));
            const auto *fresh = named<QPushButton>(&tile, u"New code: NapCat 04"_s);
            QVERIFY(fresh && !fresh->isVisibleTo(&tile));
        }
    }

    void aHeldUpServiceNamesTheChannelTheTimeAndTheWaysOut()
    {
        SampleEngine engine;
        AccountSnapshot account = engine.account(u"napcat-04"_s);
        const WallTime since = fromMSecs(QDateTime::currentMSecsSinceEpoch()) - seconds(192);
        account.capabilities = {.actions = false, .qrLogin = true, .qrRefresh = false};
        account.service.emplace();
        account.service->state = ServiceState::WaitingForScan;
        account.service->since = since;
        account.service->codeSince = since;
        account.service->api = {.kind = ErrorKind::Network, .reason = Reason::BackendDown, .code = 502};
        account.login.qr->shownSince = since;
        LoginTile tile(m_theme, LoginTile::Size::Wall, nullptr);
        tile.LoginTile::show(account, false);
        QVERIFY(says(&tile, u"blocked: waiting for scan"_s));
        QVERIFY(!says(&tile, u"the front page still returns 200"_s)); // no front page was checked
        account.service->hasFront = true;
        tile.LoginTile::show(account, false);
        QVERIFY(
            says(&tile, u"The API is not listening because it waits for WeChat; the front page still returns 200"_s));
        for (const auto &way : {u"scan the code"_s, u"WeChatBot = false"_s, u"v4.1.2"_s})
            QVERIFY2(says(&tile, way), qPrintable(way));
        QVERIFY(says(&tile, u"The WeChat bot has blocked the service for 3 min"_s));
        const auto *fresh = named<QPushButton>(&tile, u"New code: NapCat 04"_s);
        QVERIFY(fresh && !fresh->isVisibleTo(&tile)); // only a restart brings another one
        account.service->state = ServiceState::BotWaiting;
        tile.LoginTile::show(account, false);
        QVERIFY(says(&tile, u"The service answers; only the bot waits"_s));
        QVERIFY(!says(&tile, u"blocked"_s));
    }

    void aStatedLifeIsCountedDown()
    {
        SampleEngine engine;
        AccountSnapshot account = engine.account(u"napcat-04"_s);
        account.capabilities.qrLifeStated = true;
        LoginTile tile(m_theme, LoginTile::Size::Wall, nullptr);
        tile.LoginTile::show(account, false); // the life comes right after the code
        QVERIFY(says(&tile, u"Shown for"_s));
        QVERIFY(!says(&tile, u"does not report how long"_s));
        account.login.qr->expiresAt = fromMSecs(QDateTime::currentMSecsSinceEpoch()) + seconds(95);
        tile.LoginTile::show(account, false);
        QVERIFY(says(&tile, u"Valid for another 1 min 3"_s));
        account.login.qr->expiresAt = *account.login.qr->expiresAt - seconds(96);
        tile.LoginTile::show(account, false);
        QVERIFY(says(&tile, u"It has expired"_s));
    }

    void weChatSaysWhatScanningDoes()
    {
        SampleEngine engine;
        AccountSnapshot account = engine.account(u"napcat-04"_s);
        account.capabilities = Capabilities{.qrLogin = true, .answersOnly = true};
        LoginTile tile(m_theme, LoginTile::Size::Wall, nullptr);
        tile.LoginTile::show(account, false);
        QVERIFY(says(&tile, u"any other program that it is bound to"_s));
        QVERIFY(says(&tile, u"After 5 min it is renewed automatically"_s));
        account.login.qr->scanned = true;
        tile.LoginTile::show(account, false);
        QVERIFY(says(&tile, u"was scanned: now confirm on the phone"_s));
        QVERIFY(says(&tile, u"scanned: confirm on the phone"_s)); // the headline too
        QVERIFY(!says(&tile, u"waiting for scan"_s));
        account.login.qr->expired = true; // and nobody confirmed
        tile.LoginTile::show(account, false);
        QVERIFY(!says(&tile, u"was scanned"_s));
        // lost to another program: the way back is a scan, so the code is there
        account.session.login = LoginReason::TakenOver;
        tile.LoginTile::show(account, false);
        QVERIFY(says(&tile, u"Another program has bound the bot"_s));
        const auto *fresh = named<QPushButton>(&tile, u"New code: NapCat 04"_s);
        QVERIFY(fresh && fresh->isVisibleTo(&tile));
        account.session.login = LoginReason::Expired;
        account.login.qr.reset();
        tile.LoginTile::show(account, false);
        QVERIFY(says(&tile, u"No code was scanned in time"_s));
    }

    void whereNobodyCanAskForACodeTheWayToAnotherOneIsSaid()
    {
        SampleEngine engine;
        AccountSnapshot account = engine.account(u"napcat-04"_s);
        account.capabilities = Capabilities{.qrLogin = true, .qrRefresh = false}; // Lagrange, started by somebody else
        account.session.login = LoginReason::Expired;
        account.login.qr->expired = true;
        LoginTile tile(m_theme, LoginTile::Size::Wall, nullptr);
        const QString way = u"A new one appears only when the gateway is restarted; enter its program"_s;
        tile.LoginTile::show(account, false);
        QVERIFY(says(&tile, way));
        const auto *fresh = named<QPushButton>(&tile, u"New code: NapCat 04"_s);
        QVERIFY(fresh && !fresh->isVisibleTo(&tile));
        account.login.qr.reset(); // a code that is gone leaves no call to ask for one either
        tile.LoginTile::show(account, false);
        QVERIFY(says(&tile, way));
        QVERIFY(!says(&tile, u"Ask for a new one"_s));
        QVERIFY(!fresh->isVisibleTo(&tile));
        account.capabilities.qrRefresh = true;
        tile.LoginTile::show(account, false);
        QVERIFY(says(&tile, u"Ask for a new one"_s));
        QVERIFY(fresh->isVisibleTo(&tile));
    }

    void thePhonesDigitsAreAskedForByTheirName()
    {
        SampleEngine engine;
        AccountSnapshot account = engine.account(u"napcat-17"_s);
        account.session.why = Error{.kind = ErrorKind::Auth, .reason = Reason::PhoneDigitsNeeded};
        LoginTile tile(m_theme, LoginTile::Size::Wall, nullptr);
        const QSignalSpy given(&tile, &LoginTile::totp);
        tile.LoginTile::show(account, false);
        QVERIFY(says(&tile, u"digits that the phone shows"_s));
        QVERIFY(!says(&tile, u"authenticator"_s));
        auto *digits = named<QLineEdit>(&tile, u"Digits on the phone: NapCat 17"_s);
        auto *send = named<QPushButton>(&tile, u"Enter digits: NapCat 17"_s);
        QVERIFY(digits && send);
        digits->setText(u"1234"_s); // how many there are is WeChat's business
        QVERIFY(send->isEnabled());
        send->click();
        QCOMPARE(given.size(), 1);
        account.session.why.reason = Reason::PhoneDigitsWrong;
        tile.LoginTile::show(account, false);
        QVERIFY(says(&tile, u"did not match those on the phone"_s));
    }

    void aMissingAuthTokenCanBeGiven()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        LoginPage page(engine, m_theme, dialogs, nullptr, nullptr);
        page.resize(1200, 1600);
        page.show();
        engine.change(GatewayId(u"napcat-04"_s), [](AccountSnapshot &account) {
            account.session.login = LoginReason::SignToken;
            account.login = {.qr = {}, .quick = {}, .gatewayText = u"Auth Token 无效"_s};
        });
        QVERIFY(says(&page, u"LLBot cannot ask QQ for a code"_s));
        QVERIFY(says(&page, u"Auth Token 无效"_s));
        auto *field = named<QLineEdit>(&page, u"Auth Token: NapCat 04"_s);
        auto *save = named<QPushButton>(&page, u"Save token: NapCat 04"_s);
        QVERIFY(field && save && field->isVisible());
        QCOMPARE(field->echoMode(), QLineEdit::Password);
        QVERIFY(!save->isEnabled());
        field->setText(u"sign-token/of+10001=="_s);
        save->click();
        QVERIFY(engine.calls.contains(u"submitSignToken napcat-04"_s));
        QCOMPARE(engine.lastToken.reveal(), u"sign-token/of+10001=="_s);
        QVERIFY(field->text().isEmpty());
        // what was half typed does not stay for the next state
        field->setText(u"half"_s);
        engine.change(GatewayId(u"napcat-04"_s),
                      [](AccountSnapshot &account) { account.session.login = LoginReason::Fresh; });
        QVERIFY(!field->isVisible());
        QVERIFY(field->text().isEmpty());
    }

    void aStuckRefreshIsSaid()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        LoginPage page(engine, m_theme, dialogs, nullptr, nullptr);
        QVERIFY(says(&page, u"Code 5 has expired"_s));
        QVERIFY(says(&page, u"the code is still the same"_s));
        QPushButton *fresh = named<QPushButton>(&page, u"New code: NapCat 08"_s);
        QVERIFY(fresh);
        fresh->click();
        QVERIFY(engine.calls.contains(u"refreshQr napcat-08"_s));
    }

    void aNewCodeReplacesTheOldOne()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        LoginPage page(engine, m_theme, dialogs, nullptr, nullptr);
        auto *view = named<QrView>(&page, u"Login code: NapCat 08"_s);
        const QImage before = view->picture(300);
        engine.change(GatewayId(u"napcat-08"_s), [](AccountSnapshot &account) {
            account.session.login = LoginReason::Fresh;
            account.login.qr->text = Redacted<QString>(u"https://txz.qq.com/p?k=another&f=1600001615"_s);
            account.login.qr->generation = 6;
            account.login.qr->expired = false;
            account.login.qr->refreshUnchanged = false;
        });
        QVERIFY(view->picture(300) != before);
        QVERIFY(view->accessibleDescription().contains(u"Code 6"));
        QVERIFY(!says(&page, u"the code is still the same"_s));
    }

    void whoIsOnlineLeavesTheWall()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        LoginPage page(engine, m_theme, dialogs, nullptr, nullptr);
        QVERIFY(says(&page, u"6 account"_s));
        engine.change(GatewayId(u"napcat-04"_s), [](AccountSnapshot &account) {
            account.session.phase = SessionPhase::Online;
            account.login = {};
        });
        QVERIFY(says(&page, u"5 account"_s));
    }

    void aSuccessIsShownForAWhileBeforeTheTileLeaves()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        LoginPage page(engine, m_theme, dialogs, nullptr, nullptr);
        page.resize(1200, 1600);
        page.show();
        const auto *quick = named<QPushButton>(&page, u"Quick login 10001 on napcat-04"_s);
        QVERIFY(quick && quick->isVisible());
        const QString number = engine.account(u"napcat-04"_s).account.value();
        engine.change(GatewayId(u"napcat-04"_s), [](AccountSnapshot &account) {
            account.session.phase = SessionPhase::Online;
            account.login = {};
        });
        const QString words = u"Logged in as "_s + number;
        QVERIFY(says(&page, words));
        QVERIFY(!quick->isVisible()); // there is nothing left to press
        QVERIFY(!named<QPushButton>(&page, u"New code: NapCat 04"_s)->isVisible());
        QVERIFY(!named<QrView>(&page, u"Login code: NapCat 04"_s)->hasCode());
        endTheTimeOfASuccess(page);
        QTRY_VERIFY(!says(&page, words));
        QVERIFY(!named<QPushButton>(&page, u"New code: NapCat 04"_s));
    }

    void anAccountThatIsLostAgainAtOnceStaysOnTheWall()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        LoginPage page(engine, m_theme, dialogs, nullptr, nullptr);
        page.resize(1200, 1600);
        page.show();
        const AccountSnapshot before = engine.account(u"napcat-04"_s);
        engine.change(GatewayId(u"napcat-04"_s), [](AccountSnapshot &account) {
            account.session.phase = SessionPhase::Online;
            account.login = {};
        });
        QVERIFY(says(&page, u"5 account"_s));
        engine.change(GatewayId(u"napcat-04"_s), [&before](AccountSnapshot &account) { account = before; });
        QVERIFY(says(&page, u"6 account"_s));
        QVERIFY(!says(&page, u"Logged in as"_s));
        endTheTimeOfASuccess(page);
        const auto *fresh = named<QPushButton>(&page, u"New code: NapCat 04"_s);
        QVERIFY(fresh && fresh->isVisible());
        QVERIFY(named<QrView>(&page, u"Login code: NapCat 04"_s)->hasCode());
    }

    void theMostUrgentStandFirst()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        LoginPage page(engine, m_theme, dialogs, nullptr, nullptr);
        page.resize(1300, 1600);
        page.show();
        const auto order = [&page] {
            for (int i = 0; i < 5; ++i)
                QCoreApplication::sendPostedEvents();
            QList<LoginTile *> tiles = page.findChildren<LoginTile *>();
            tiles.removeIf([](const LoginTile *tile) { return !tile->isVisible(); });
            std::sort(tiles.begin(), tiles.end(), [](const LoginTile *one, const LoginTile *other) {
                return std::pair(one->y(), one->x()) < std::pair(other->y(), other->x());
            });
            QStringList ids;
            for (const LoginTile *tile : std::as_const(tiles))
                ids.append(tile->account().profile.id.value().right(2));
            return ids;
        };
        // offline since long and kicked, then who waits longest for a scan or a check
        QCOMPARE(order(), (QStringList{u"13"_s, u"10"_s, u"08"_s, u"15"_s, u"04"_s, u"17"_s}));
        engine.change(GatewayId(u"napcat-02"_s), [](AccountSnapshot &account) {
            account.session.phase = SessionPhase::LoginRequired;
            account.session.login = LoginReason::Kicked;
            account.session.since = fromMSecs(QDateTime::currentMSecsSinceEpoch());
        });
        QCOMPARE(order().mid(0, 3), (QStringList{u"13"_s, u"10"_s, u"02"_s}));
        // a success does not make the others jump
        engine.change(GatewayId(u"napcat-10"_s),
                      [](AccountSnapshot &account) { account.session.phase = SessionPhase::Online; });
        QCOMPARE(order().mid(0, 3), (QStringList{u"13"_s, u"10"_s, u"02"_s}));
    }

    void twentyRememberedAccountsTakeTwoClicks()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        LoginPage page(engine, m_theme, dialogs, nullptr, nullptr);
        page.resize(1200, 900);
        page.show();
        QList<AccountSnapshot> remembered;
        const QList<AccountSnapshot> accounts = engine.sessions().accounts();
        for (const AccountSnapshot &account : accounts) {
            if (LoginPage::isWaiting(account.session) || remembered.size() == 19)
                continue;
            remembered.append(account);
            engine.change(account.profile.id, [](AccountSnapshot &one) {
                one.session = {};
                one.session.phase = SessionPhase::LoginRequired;
                one.session.login = LoginReason::Fresh;
                one.login.quick = {{one.account, one.nickname}};
            });
        }
        QCOMPARE(remembered.size(), 19); // and one waits with two remembered ones, its own among them
        press(&page, u"Quick login for 20 account(s)"_s);
        QVERIFY(engine.calls.isEmpty());
        const QPointer<BulkDialog> dialog = page.findChild<BulkDialog *>();
        QVERIFY(dialog);
        QVERIFY(says(dialog, u"5 account(s) left out"_s));
        press(dialog, u"Log in"_s);
        QTRY_VERIFY(!dialog);
        QCOMPARE(engine.calls.filter(u"quickLogin"_s).size(), 20);
        for (const AccountSnapshot &account : std::as_const(remembered))
            QVERIFY(
                engine.calls.contains(u"quickLogin %1 %2"_s.arg(account.profile.id.value(), account.account.value())));
        QVERIFY(engine.calls.contains(u"quickLogin napcat-04 1030039278"_s)); // the one that was logged in before
    }

    void aLargeWallIsCompact()
    {
        LoginTile tile(m_theme, LoginTile::Size::Wall, nullptr);
        SampleEngine engine;
        tile.LoginTile::show(engine.account(u"napcat-04"_s), false);
        constexpr int kRoom = 1440 - 160 - 32 - 10; // of the navigation, the margins and a scroll bar
        QVERIFY2(4 * tile.sizeHint().width() + 3 * 12 <= kRoom, qPrintable(QString::number(tile.sizeHint().width())));
    }

    void everyOtherWayInIsOffered()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        LoginPage page(engine, m_theme, dialogs, nullptr, nullptr);
        page.resize(1200, 1600);
        page.show();
        QPushButton *quick = named<QPushButton>(&page, u"Quick login 10001 on napcat-04"_s);
        QVERIFY(quick);
        quick->click();
        QVERIFY(engine.calls.contains(u"quickLogin napcat-04 10001"_s));

        auto *totp = named<QLineEdit>(&page, u"Two-factor code: NapCat 17"_s);
        auto *send = named<QPushButton>(&page, u"Enter code: NapCat 17"_s);
        QVERIFY(totp && send);
        QVERIFY(!send->isEnabled());
        totp->setText(u"12345"_s);
        QVERIFY(!send->isEnabled());
        totp->setText(u"123456"_s);
        send->click();
        QVERIFY(engine.calls.contains(u"submitTotp napcat-17"_s));
        QCOMPARE(engine.lastToken.reveal(), u"123456"_s);
        QVERIFY(totp->text().isEmpty());

        QPushButton *again = named<QPushButton>(&page, u"Log in again: NapCat 10"_s);
        QVERIFY(again);
        again->click();
        QVERIFY(!engine.calls.contains(u"restartGateway napcat-10"_s)); // it asks first
        QPushButton *yes = named<QPushButton>(&page, u"Restart and log in"_s);
        QVERIFY(yes);
        yes->click();
        QVERIFY(engine.calls.contains(u"restartGateway napcat-10"_s));
    }

    void thePictureIsCopiedAsAPictureOnly()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        LoginPage page(engine, m_theme, dialogs, nullptr, nullptr);
        const QSignalSpy notice(&page, &Page::notice);
        named<QPushButton>(&page, u"Copy picture: NapCat 04"_s)->click();
        const QMimeData *copied = QGuiApplication::clipboard()->mimeData();
        QVERIFY(copied && copied->hasImage());
        QVERIFY(!copied->hasText());
        QCOMPARE(notice.size(), 1);
        QVERIFY(!named<QPushButton>(&page, u"Copy picture: NapCat 08"_s)->isEnabled());
    }

    void thePopOutStaysOnTopAndClosesWithTheLogin()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        LoginPage page(engine, m_theme, dialogs, nullptr, nullptr);
        page.show();
        named<QPushButton>(&page, u"Pop out: NapCat 04"_s)->click();
        QWidget *window = nullptr;
        for (QWidget *child : page.findChildren<QWidget *>()) {
            if (child->isWindow())
                window = child;
        }
        QVERIFY(window);
        QVERIFY(window->windowFlags() & Qt::WindowStaysOnTopHint);
        const QPointer<QWidget> watched(window);
        engine.change(GatewayId(u"napcat-04"_s),
                      [](AccountSnapshot &account) { account.session.phase = SessionPhase::Online; });
        QTRY_VERIFY(!watched);
    }

    void aGatewayThatRestartsKeepsItsTile()
    {
        SampleEngine engine;
        WindowDialogs dialogs(engine, m_theme);
        LoginPage page(engine, m_theme, dialogs, nullptr, nullptr);
        page.show();
        engine.change(GatewayId(u"napcat-04"_s), [](AccountSnapshot &account) {
            account.session = {.phase = SessionPhase::Backoff,
                               .why = {.kind = ErrorKind::Network, .reason = Reason::GatewayRestarting}};
            account.login = {};
        });
        QVERIFY(says(&page, u"The gateway is restarting. Its code appears here"_s));
    }

    void anEmptyWallSaysSo()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        WindowDialogs dialogs(engine, m_theme);
        LoginPage page(engine, m_theme, dialogs, nullptr, nullptr);
        page.resize(900, 600);
        page.show();
        QVERIFY(says(&page, u"No account is waiting"_s));
        QCOMPARE(cutTexts(&page).join(u"; "_s), QString());
    }
};

ROOKERY_WINDOW_TEST(tst_loginpage, TestLoginPage)
#include "tst_loginpage.moc"
