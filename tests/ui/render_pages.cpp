// SPDX-License-Identifier: GPL-3.0-or-later
// Draws every page in both themes and languages, for the guide and for a look by eye:
//   QT_QPA_PLATFORM=offscreen render_pages <folder> [page|all [WIDTHxHEIGHT]]
#include "support/sampleengine.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "translations/language.h"
#include "ui/broadcast/accountsdialog.h"
#include "ui/broadcast/messagedialog.h"
#include "ui/gateways/addgatewaydialog.h"
#include "ui/gateways/certificatedialog.h"
#include "ui/gateways/editgatewaydialog.h"
#include "ui/gateways/gatewayfields.h"
#include "ui/gateways/pastegatewaysdialog.h"
#include "ui/gateways/setupguidecard.h"
#include "ui/gateways/tokendialog.h"
#include "ui/kit/bulkactions.h"
#include "ui/logs/logview.h"
#include "ui/settings/backupdialog.h"
#include "ui/settings/settingswindow.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/quitdialog.h"

#include <QApplication>
#include <QComboBox>
#include <QDateTime>
#include <QDir>
#include <QHBoxLayout>
#include <QHash>
#include <QLineEdit>
#include <QPixmap>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <utility>

using namespace rookery;
using namespace Qt::Literals::StringLiterals;

namespace {

//! Lets layouts and deferred deletions settle, without running an event loop.
void settle()
{
    for (int i = 0; i < 4; ++i) {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

void draw(ui::MainWindow &window, const QString &path)
{
    settle();
    if (!window.grab().save(path))
        std::fprintf(stderr, "cannot write %s\n", qPrintable(path));
}

//! A message and targets, as in the middle of work.
void composeSomething(ui::MainWindow &window, const QString &lang)
{
    settle(); // what the page asked the engine for is there
    const bool chinese = lang == u"zh_CN";
    for (QPlainTextEdit *edit : window.findChildren<QPlainTextEdit *>()) {
        if (edit->isVisible() && !edit->isReadOnly())
            edit->setPlainText(chinese ? u"今晚八点停机维护，大约十分钟。"_s
                                       : u"Maintenance tonight at eight, for about ten minutes."_s);
    }
    const QString addAll = QCoreApplication::translate("rookery::ui::TargetPicker", "Add all shown");
    for (QPushButton *button : window.findChildren<QPushButton *>()) {
        if (button->isVisible() && button->accessibleName() == addAll)
            button->click();
    }
}

QPushButton *buttonNamed(ui::MainWindow &window, const char *context, const char *name)
{
    const QString wanted = QCoreApplication::translate(context, name);
    const QList<QPushButton *> buttons = window.findChildren<QPushButton *>();
    for (QPushButton *button : buttons) {
        if (button->isVisible() && button->accessibleName() == wanted)
            return button;
    }
    return nullptr;
}

//! Chooses whose groups are listed.
void chooseAccount(ui::MainWindow &window, const QString &choice)
{
    const QString account = QCoreApplication::translate("rookery::ui::TargetPicker", "Account for targets");
    const QList<QComboBox *> boxes = window.findChildren<QComboBox *>();
    for (QComboBox *box : boxes) {
        if (box->isVisible() && box->accessibleName() == account)
            box->setCurrentIndex(std::max(0, box->findData(choice)));
    }
    QCoreApplication::processEvents(); // a program for pictures, not for operators
}

//! The same groups through a second account, one that is away, and the plan of it.
void planForTwoAccounts(ui::MainWindow &window)
{
    chooseAccount(window, u"napcat-10"_s);
    for (const auto &[context, name] : {std::pair("rookery::ui::TargetPicker", "Add all shown"),
                                        std::pair("rookery::ui::BroadcastPage", "Preview plan")}) {
        if (QPushButton *button = buttonNamed(window, context, name))
            button->click();
        QCoreApplication::processEvents();
    }
}

//! One whose outcome nobody knows, with its evidence.
void chooseDelivery(ui::MainWindow &window)
{
    QCoreApplication::processEvents();
    const QString deliveries = QCoreApplication::translate("rookery::ui::BroadcastQueue", "Deliveries");
    const QList<QTableView *> tables = window.findChildren<QTableView *>();
    for (QTableView *table : tables) {
        if (table->isVisible() && table->accessibleName() == deliveries)
            table->selectRow(3);
    }
    QCoreApplication::processEvents();
}

//! One that a rule explains, with hits of a search marked around it.
void chooseLine(ui::MainWindow &window)
{
    auto *view = window.findChild<ui::LogView *>();
    view->setCurrent({view->rowCount() - 16});
    const QString hits = QCoreApplication::translate("rookery::ui::LogFilterBar", "Show all lines and mark hits");
    const QString field = QCoreApplication::translate("rookery::ui::LogFilterBar", "Filter lines");
    for (QPushButton *button : window.findChildren<QPushButton *>()) {
        if (button->accessibleName() == hits)
            button->setChecked(true);
    }
    for (QLineEdit *edit : window.findChildren<QLineEdit *>()) {
        if (edit->accessibleName() == field)
            edit->setText(u"rkey"_s);
    }
    QCoreApplication::processEvents();
}

//! Our own port, with somebody before the door.
ListenerState openPort()
{
    const WallTime now = fromMSecs(QDateTime::currentMSecsSinceEpoch());
    ListenerState port;
    port.listening = true;
    port.url = QUrl(u"ws://127.0.0.1:6701"_s);
    port.connections = 2;
    port.refused = 9;
    port.incoming = {{RejectReason::NewAccount, u"1030015533"_s, u"LLOneBot/8.1.7"_s, u"172.17.0.2"_s, now, 6},
                     {RejectReason::WrongToken, u"1030015521"_s, u"OneBot"_s, u"127.0.0.1"_s, now - seconds(240), 2},
                     {RejectReason::NoToken, {}, u"curl/7.88.1"_s, u"127.0.0.1"_s, now - seconds(3600), 1}};
    return port;
}

//! Selects the first ten rows of the table that is shown.
void selectSeveral(ui::MainWindow &window)
{
    for (QTableView *table : window.findChildren<QTableView *>()) {
        if (!table->isVisible() || table->model()->rowCount() < 10)
            continue;
        const QAbstractItemModel *rows = table->model();
        table->selectionModel()->select(QItemSelection(rows->index(0, 0), rows->index(9, 0)),
                                        QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
}

//! Draws what is asked for each kind, with its card.
void drawForms(const ui::Theme &theme, const std::function<void(QWidget *, const QString &)> &shoot)
{
    for (const GatewayKind kind : {GatewayKind::LLBot, GatewayKind::Lagrange, GatewayKind::OneBot11, GatewayKind::Milky,
                                   GatewayKind::ILink, GatewayKind::MonitoredService}) {
        auto *box = new QWidget;
        auto *row = new QHBoxLayout(box);
        auto *fields = new ui::GatewayFields(theme, ui::GatewayFields::Secrets::Ask, box);
        GatewayProfile profile;
        profile.kind = kind;
        fields->show(profile);
        auto *card = new ui::SetupGuideCard(box);
        card->setFixedWidth(280);
        card->show(kind, profile.way);
        row->addWidget(fields, 1);
        row->addWidget(card);
        box->resize(780, 480);
        shoot(box, u"form%1"_s.arg(int(kind)));
    }
}

//! Each section of the settings window; that of the network with a proxy, and a search.
void drawSettings(SampleEngine &engine, const ui::Theme &theme, const QDir &folder, const QString &suffix)
{
    static const QStringList names{u"general"_s, u"network"_s,  u"sending"_s, u"notifications"_s,
                                   u"logs"_s,    u"security"_s, u"about"_s};
    static_cast<void>(engine.profile().saveProxy(
        {.mode = ProxyMode::Socks5, .host = u"10.8.0.1"_s, .port = 1080, .user = u"rookery"_s},
        Redacted<QString>(u"made-up"_s)));
    ui::SettingsEditor editor(engine);
    ui::SettingsWindow window({.engine = engine, .theme = theme, .editor = editor, .hasTray = true}, nullptr);
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.show();
    const auto shoot = [&window, &folder, &suffix](const QString &name) {
        settle();
        window.grab().save(folder.filePath(u"settings-%1-%2.png"_s.arg(name, suffix)));
    };
    for (int i = 0; i < ui::kSettingsSectionCount; ++i) {
        window.showSection(ui::SettingsSection(i));
        shoot(names.at(i));
    }
    window.findChild<QLineEdit *>()->setText(u"proxy"_s); // the search is the first field
    shoot(u"search"_s);
}

//! The dialogs, each over nothing: for a look, and for the guide.
void drawDialogs(SampleEngine &engine, const ui::Theme &theme, const QDir &folder, const QString &suffix)
{
    const auto shoot = [&folder, &suffix](QWidget *dialog, const QString &name) {
        dialog->show();
        settle();
        dialog->grab().save(folder.filePath(u"dialog-%1-%2.png"_s.arg(name, suffix)));
        delete dialog;
    };
    const AccountSnapshot account = engine.account(u"napcat-23"_s);
    auto *add = new ui::AddGatewayDialog(engine, theme, nullptr);
    const auto pressDefault = [add] {
        for (QPushButton *button : add->findChildren<QPushButton *>()) {
            if (button->isDefault())
                button->click();
        }
    };
    pressDefault();
    add->findChild<ui::GatewayFields *>()->findChild<QLineEdit *>()->setText(
        u"http://192.168.1.20:6099/webui?token=made-up"_s);
    add->show();
    settle();
    add->grab().save(folder.filePath(u"dialog-add2-%1.png"_s.arg(suffix)));
    engine.testReport.steps[2].state = StepState::Failed;
    engine.testReport.steps[2].why =
        Error{.kind = ErrorKind::Auth, .reason = Reason::TokenWrong, .code = 0, .detail = u"token is invalid"_s};
    pressDefault();
    QCoreApplication::processEvents(); // a program for pictures, not for operators
    shoot(add, u"add3"_s);
    drawForms(theme, shoot);
    shoot(new ui::AddGatewayDialog(engine, theme, nullptr), u"add1"_s);
    engine.holdCommands = true;
    auto *waiting = new ui::AddGatewayDialog(engine, theme, nullptr);
    waiting->beginWithIncoming(u"10001"_s);
    waiting->show();
    settle();
    waiting->grab().save(folder.filePath(u"dialog-dialin2-%1.png"_s.arg(suffix)));
    for (QPushButton *button : waiting->findChildren<QPushButton *>()) {
        if (button->isDefault())
            button->click();
    }
    shoot(waiting, u"dialin3"_s);
    engine.holdCommands = false;
    GatewayProfile dials = account.profile;
    dials.kind = GatewayKind::OneBot11;
    dials.way = OneBotTransportKind::Reverse;
    shoot(new ui::MadeTokenDialog(engine, theme, dials, nullptr), u"newtoken"_s);
    shoot(new ui::EditGatewayDialog(engine, theme, account.profile, nullptr), u"edit"_s);
    shoot(new ui::EditGatewayDialog(engine, theme, account.profile, nullptr, GatewayKind::LLBot), u"changekind"_s);
    shoot(new ui::TokenDialog(engine, theme, account.profile, nullptr), u"token"_s);
    shoot(new ui::CertificateDialog(theme, u"NapCat 23"_s, *account.refusedCertificate, nullptr, {}), u"certificate"_s);
    auto *paste = new ui::PasteGatewaysDialog(engine, theme, nullptr);
    paste->findChild<QPlainTextEdit *>()->setPlainText(
        u"a http://127.0.0.1:6099 t1\nb http://10.0.0.4:6099 t2\nwrong line"_s);
    shoot(paste, u"paste"_s);
    shoot(new ui::QuitDialog(theme, true, nullptr), u"quit"_s);
    QImage poster(360, 220, QImage::Format_RGB32);
    poster.fill(QColor(0x2f, 0x6f, 0xed));
    const QString posterFile = folder.filePath(u"poster.png"_s);
    poster.save(posterFile);
    SentBroadcast sent;
    sent.draft.text = u"今晚八点有活动，请看海报。\nThe poster has the details."_s;
    sent.draft.atAll = true;
    sent.draft.pictures = {{.path = posterFile}};
    sent.lostPictures = {u"map.png"_s};
    sent.draft.targets.resize(32);
    shoot(new ui::MessageDialog(engine.broadcasts().all().constFirst(), sent, nullptr), u"message"_s);
    shoot(new ui::BackupDialog(engine, theme, nullptr, {}), u"backup"_s);
    ui::AccountNames names;
    names.read(engine);
    QList<GatewayId> accounts;
    const QList<AccountSnapshot> all = engine.sessions().accounts();
    for (const AccountSnapshot &one : all)
        accounts.append(one.profile.id);
    shoot(new ui::AccountsDialog(theme, names, accounts, accounts.mid(2, 3), nullptr), u"accounts"_s);
}

//! Draws what is asked and reported when something is done to many accounts at once, and the choice of their tags.
void drawBulkActions(SampleEngine &engine, const ui::Theme &theme, const QDir &folder, const QString &suffix)
{
    for (const QString &main : {u"napcat-01"_s, u"napcat-02"_s})
        engine.change(GatewayId(main), [](AccountSnapshot &account) { account.profile.tags = {u"main"_s, u"eu"_s}; });
    const QList<AccountSnapshot> all = engine.sessions().accounts();
    QWidget page;
    ui::BulkActions actions(engine, theme, &page, [&all] { return all; });
    const auto shoot = [&folder, &suffix](QWidget *dialog, const QString &name) {
        settle();
        dialog->grab().save(folder.filePath(u"dialog-%1-%2.png"_s.arg(name, suffix)));
    };
    actions.run(ui::BulkAction::Restart);
    auto *restart = page.findChild<ui::BulkDialog *>();
    shoot(restart, u"bulk"_s);
    for (const QString &stuck : {u"napcat-04"_s, u"napcat-10"_s})
        engine.failing.insert(
            u"restartGateway "_s + stuck,
            Error{.kind = ErrorKind::Rejected, .reason = Reason::RestartByHand, .code = 0, .detail = {}});
    for (QPushButton *button : restart->findChildren<QPushButton *>()) {
        if (button->text() == ui::BulkActions::tr("Restart gateways"))
            button->click();
    }
    for (int i = 0; i < 40; ++i)
        settle();
    shoot(restart, u"bulkresults"_s);
    delete restart;
    engine.failing.clear();
    actions.run(ui::BulkAction::Tags);
    auto *tags = page.findChild<ui::TagsDialog *>();
    shoot(tags, u"tags"_s);
    delete tags;
}

//! Brings a page to the front, in the middle of work.
void showPage(ui::MainWindow &window, const QString &page, const QString &lang)
{
    static const QHash<QString, ui::Destination> places{
        {u"overview"_s, {.page = ui::PageId::Overview}},
        {u"login"_s, {.page = ui::PageId::Login}},
        {u"broadcast"_s, {.page = ui::PageId::Broadcast}},
        {u"plan"_s, {.page = ui::PageId::Broadcast}},
        {u"allaccounts"_s, {.page = ui::PageId::Broadcast}},
        {u"queue"_s, {.page = ui::PageId::Broadcast, .broadcast = BroadcastId(2)}},
        {u"waits"_s, {.page = ui::PageId::Broadcast, .broadcast = BroadcastId(4)}},
        {u"rkey"_s, {.page = ui::PageId::Rkey}},
        {u"logs"_s, {.page = ui::PageId::Logs}},
        {u"health"_s, {.page = ui::PageId::Health}},
        {u"gateways"_s, {.page = ui::PageId::Gateways}},
        {u"port"_s, {.page = ui::PageId::Gateways}},
        {u"several"_s, {.page = ui::PageId::Overview}},
        {u"severalgateways"_s, {.page = ui::PageId::Gateways}},
    };
    ui::Destination to = places.value(page);
    if (page == u"overview" && lang == u"zh_CN")
        to.gateway = GatewayId(u"napcat-23"_s);
    window.navigateTo(to);
    if (page == u"port") {
        if (QPushButton *port = buttonNamed(window, "rookery::ui::GatewaysPage", "Incoming connections"))
            port->click();
    }
    if (page.startsWith(u"several"_s))
        selectSeveral(window);
    if (page == u"broadcast" || page == u"plan" || page == u"allaccounts")
        composeSomething(window, lang);
    if (page == u"plan")
        planForTwoAccounts(window);
    if (page == u"allaccounts")
        chooseAccount(window, u"*"_s);
    if (page == u"queue")
        chooseDelivery(window);
    if (page == u"logs")
        chooseLine(window);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 2) {
        std::fprintf(stderr, "usage: render_pages <folder> [page|all [WIDTHxHEIGHT]]\n");
        return 2;
    }
    const QDir folder(arguments.at(1));
    if (!folder.mkpath(u"."_s))
        return 1;
    const QStringList pages{u"overview"_s, u"login"_s,   u"broadcast"_s,       u"queue"_s,      u"rkey"_s,
                            u"logs"_s,     u"health"_s,  u"gateways"_s,        u"port"_s,       u"waits"_s,
                            u"plan"_s,     u"several"_s, u"severalgateways"_s, u"allaccounts"_s};
    const QString only = arguments.size() > 2 && arguments.at(2) != u"all" ? arguments.at(2) : QString();
    QSize size(1440, 900);
    if (const QStringList sides = arguments.value(3).split(u'x'); sides.size() == 2)
        size = QSize(sides.at(0).toInt(), sides.at(1).toInt());
    Language language;
    for (const QString &lang : {u"en"_s, u"zh_CN"_s}) {
        for (const QString &theme : {u"light"_s, u"dark"_s}) {
            SampleEngine engine;
            ui::WindowOptions options;
            options.language = lang;
            options.theme = theme;
            options.useLanguage = [&language](const QString &wanted) { return language.use(wanted); };
            engine::Delta delta;
            delta.listener = openPort();
            engine.push(delta);
            ui::MainWindow window(engine, options);
            window.resize(size);
            window.show();
            for (const QString &page : pages) {
                if (!only.isEmpty() && only != page)
                    continue;
                showPage(window, page, lang);
                draw(window, folder.filePath(u"%1-%2-%3.png"_s.arg(page, lang, theme)));
            }
            if (only.isEmpty() || only == u"settings") {
                const ui::Theme own(ui::Theme::modeFor(theme, {}));
                drawSettings(engine, own, folder, lang + u'-' + theme);
            }
            if (only.isEmpty() || only == u"dialogs") {
                const ui::Theme own(ui::Theme::modeFor(theme, {}));
                drawDialogs(engine, own, folder, lang + u'-' + theme);
                drawBulkActions(engine, own, folder, lang + u'-' + theme);
                ui::CommandPalette palette(own, window.paletteItems(), &window);
                palette.show();
                settle();
                palette.grab().save(folder.filePath(u"dialog-palette-%1-%2.png"_s.arg(lang, theme)));
                palette.setAttribute(Qt::WA_DeleteOnClose, false);
            }
        }
    }
    return 0;
}
