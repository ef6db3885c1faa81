// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/input.h"
#include "base/reasons/transport.h"
#include "dialogtest.h"
#include "pageprobe.h"
#include "support/sampleengine.h"

#include "ui/gateways/addgatewaydialog.h"
#include "ui/gateways/editgatewaydialog.h"
#include "ui/gateways/gatewayfields.h"
#include "ui/gateways/pastegatewaysdialog.h"
#include "ui/gateways/setupguidecard.h"
#include "ui/text/kindwording.h"
#include "ui/text/wording.h"

#include <QComboBox>
#include <QPointer>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

const QList<GatewayKind> kAll{GatewayKind::NapCat,          GatewayKind::LLBot, GatewayKind::Lagrange,
                              GatewayKind::OneBot11,        GatewayKind::Milky, GatewayKind::ILink,
                              GatewayKind::MonitoredService};
const QList<OneBotTransportKind> kWays{OneBotTransportKind::Socket,   OneBotTransportKind::TwoSockets,
                                       OneBotTransportKind::Reverse,  OneBotTransportKind::Http,
                                       OneBotTransportKind::HttpPost, OneBotTransportKind::HttpEvents};

GatewayProfile profileOf(GatewayKind kind, OneBotTransportKind way = OneBotTransportKind::Socket)
{
    GatewayProfile profile;
    profile.id = GatewayId(u"one"_s);
    profile.kind = kind;
    profile.way = way;
    return profile;
}

} // namespace

//! What is asked for each kind and way, and what becomes of it.
class TestGatewayForms final : public DialogTest
{
    Q_OBJECT

    Theme m_theme{Theme::Mode::Light};
    QTemporaryDir m_folder;

    [[nodiscard]] std::unique_ptr<GatewayFields> fields(const GatewayProfile &profile) const
    {
        auto made = std::make_unique<GatewayFields>(m_theme, GatewayFields::Secrets::Ask, nullptr);
        made->show(profile);
        made->resize(420, 500);
        made->QWidget::show();
        return made;
    }
    static void type(const QWidget *root, const QString &line, const QString &text)
    {
        auto *edit = named<QLineEdit>(root, line);
        QVERIFY2(edit, qPrintable(line));
        edit->setText(text);
    }
    static QString problemOf(GatewayFields &fields, GatewayKind kind)
    {
        GatewayProfile profile = profileOf(kind);
        const auto problem = fields.read(profile);
        return problem ? problem->text : QString();
    }

private Q_SLOTS:
    void everyKindAndWayHasItsFormAndItsCard()
    {
        for (const GatewayKind kind : kAll) {
            for (const OneBotTransportKind way : kWays) {
                const GatewayForm form = gatewayForm(kind, way);
                const text::SetupWords needs = text::kindWords(kind, way).setup();
                QVERIFY(!form.words.isEmpty());
                QVERIFY(!needs.switchOn.isEmpty() && !needs.token.isEmpty() && !needs.limits.isEmpty()
                        && !needs.checked.isEmpty());
                if (const FormLine *address = form.line(ProfileField::Address))
                    QVERIFY2(engine::GatewayService::parseAddress(address->example, kind),
                             qPrintable(address->example));
                QCOMPARE(form.ways, kind == GatewayKind::OneBot11);
                if (!form.ways)
                    break;
            }
        }
    }

    void aFormListsTheFieldsOfItsKindInOrder()
    {
        for (const GatewayKind kind : kAll) {
            const KindTraits &traits = traitsOf(kind);
            if (traits.choosesWay)
                continue;
            const GatewayForm form = gatewayForm(kind);
            QCOMPARE(form.lines.size(), traits.fields.size());
            for (qsizetype i = 0; i < form.lines.size(); ++i) {
                const FormLine &line = form.lines.at(i);
                QCOMPARE(int(line.field), int(traits.fields.at(i).field));
                QCOMPARE(line.needed, traits.fields.at(i).needed);
                QCOMPARE(line.example, QString(traits.fields.at(i).example));
                QVERIFY(!line.label.isEmpty() && !line.hint.isEmpty());
            }
        }
    }

    void aChosenWayDecidesTheFields()
    {
        struct Expected {
            OneBotTransportKind way;
            QList<ProfileField> fields;
            QString example;
        };
        const QString socket = u"ws://127.0.0.1:3001"_s;
        const QString http = u"http://127.0.0.1:3000"_s;
        const Expected rows[] = {
            {OneBotTransportKind::Socket, {ProfileField::Address, ProfileField::Token}, socket},
            {OneBotTransportKind::TwoSockets, {ProfileField::Address, ProfileField::Token}, socket},
            {OneBotTransportKind::Reverse, {ProfileField::Account}, {}},
            {OneBotTransportKind::Http, {ProfileField::Address, ProfileField::Token}, http},
            {OneBotTransportKind::HttpPost, {ProfileField::Address, ProfileField::Account}, http},
            {OneBotTransportKind::HttpEvents, {ProfileField::Address, ProfileField::Token}, http}};
        for (const Expected &row : rows) {
            const GatewayForm form = gatewayForm(GatewayKind::OneBot11, row.way);
            QList<ProfileField> fields;
            for (const FormLine &line : form.lines) {
                fields.append(line.field);
                QVERIFY(!line.label.isEmpty() && !line.hint.isEmpty());
            }
            QVERIFY2(fields == row.fields, qPrintable(text::oneBotWayName(row.way)));
            QCOMPARE(form.dialsIn, fields.contains(ProfileField::Account));
            if (const FormLine *address = form.line(ProfileField::Address))
                QCOMPARE(address->example, row.example);
        }
    }

    void everyFormAndCardFitsAndNamesItsLines_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("way");
        for (const GatewayKind kind : kAll)
            QTest::addRow("kind %d", int(kind)) << int(kind) << int(OneBotTransportKind::Socket);
        for (const OneBotTransportKind way : kWays)
            QTest::addRow("way %d", int(way)) << int(GatewayKind::OneBot11) << int(way);
    }
    void everyFormAndCardFitsAndNamesItsLines()
    {
        QFETCH(const int, kind);
        QFETCH(const int, way);
        const auto shown = fields(profileOf(GatewayKind(kind), OneBotTransportKind(way)));
        shown->adjustSize();
        shown->resize(420, shown->heightForWidth(420));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(cutTexts(shown.get()).join(u"; "_s), QString());
        QCOMPARE(namelessControls(shown.get()).join(u"; "_s), QString());
        QCOMPARE(sharedNames(shown.get()).join(u"; "_s), QString());
        SetupGuideCard card(nullptr);
        card.resize(280, 400);
        card.show(GatewayKind(kind), OneBotTransportKind(way));
        card.QWidget::show();
        QCoreApplication::sendPostedEvents();
        QCOMPARE(cutTexts(&card).join(u"; "_s), QString());
    }

    void aTokenCanBeChangedWhereThereIsOne()
    {
        QVERIFY(hasToken(profileOf(GatewayKind::NapCat)));
        QVERIFY(hasToken(profileOf(GatewayKind::OneBot11)));
        QVERIFY(hasToken(profileOf(GatewayKind::OneBot11, OneBotTransportKind::Reverse)));
        QVERIFY(!hasToken(profileOf(GatewayKind::ILink)));
        QVERIFY(!hasToken(profileOf(GatewayKind::MonitoredService)));
    }

    void lagrangeNeedsAFolderOrAnAddress()
    {
        const auto shown = fields(profileOf(GatewayKind::Lagrange));
        QVERIFY(problemOf(*shown, GatewayKind::Lagrange).contains(u"Neither"));
        type(shown.get(), u"Working folder"_s, m_folder.filePath(u"none"_s));
        QVERIFY(problemOf(*shown, GatewayKind::Lagrange).contains(u"no such folder"));
        type(shown.get(), u"Working folder"_s, m_folder.path());
        type(shown.get(), u"Program (optional)"_s, m_folder.filePath(u"none"_s));
        QVERIFY(problemOf(*shown, GatewayKind::Lagrange).contains(u"no such program"));
        GatewayProfile profile = profileOf(GatewayKind::Lagrange);
        QFile program(m_folder.filePath(u"Lagrange.OneBot"_s));
        QVERIFY(program.open(QIODevice::WriteOnly));
        for (const QString &name : {u"Lagrange.OneBot"_s, program.fileName()}) { // in its folder, by name or by path
            type(shown.get(), u"Program (optional)"_s, name);
            QVERIFY(!shown->read(profile));
            QCOMPARE(profile.program, name);
        }
        type(shown.get(), u"Program (optional)"_s, {});
        QVERIFY(!shown->read(profile));
        QVERIFY(profile.program.isEmpty());
        QCOMPARE(profile.folder, m_folder.path());
        QVERIFY(profile.oneBot.isEmpty());
        type(shown.get(), u"Working folder"_s, {});
        type(shown.get(), u"OneBot address"_s, u"127.0.0.1:8081"_s);
        QVERIFY(!shown->read(profile));
        QCOMPARE(profile.oneBot, QUrl(u"ws://127.0.0.1:8081"_s));
    }

    void iLinkNeedsNothingAndSaysWhatABindingTakes()
    {
        const auto shown = fields(profileOf(GatewayKind::ILink));
        GatewayProfile profile = profileOf(GatewayKind::ILink);
        QVERIFY(!shown->read(profile));
        QVERIFY(profile.webUi.isEmpty());
        QVERIFY(shown->token().isEmpty());
        QVERIFY(says(shown.get(), u"loses it"_s));
        type(shown.get(), u"Base URL (optional)"_s, u"http://10.0.0.2:8000"_s);
        QVERIFY(!shown->read(profile));
        QCOMPARE(profile.webUi, QUrl(u"http://10.0.0.2:8000"_s));
        QVERIFY(says(shown.get(), u"Plain http"_s));
    }

    void noTokenToAnotherMachineIsWarnedOf()
    {
        const auto shown = fields(profileOf(GatewayKind::Milky));
        type(shown.get(), u"Milky address"_s, u"https://10.0.0.2:3000"_s);
        QVERIFY(says(shown.get(), u"Without a token"_s));
        type(shown.get(), u"Access token"_s, u"t"_s);
        QVERIFY(!says(shown.get(), u"Without a token"_s));
        type(shown.get(), u"Access token"_s, {});
        type(shown.get(), u"Milky address"_s, u"http://127.0.0.1:3000"_s);
        QVERIFY(!says(shown.get(), u"Without a token"_s));
    }

    void aProbeTakesItsPagesAndOneLog()
    {
        const auto shown = fields(profileOf(GatewayKind::MonitoredService));
        QVERIFY(says(shown.get(), u"exactly as entered"_s));
        type(shown.get(), u"API address"_s, u"http://127.0.0.1:5678"_s);
        type(shown.get(), u"Page address (optional)"_s, u"127.0.0.1:8080"_s);
        type(shown.get(), u"Log file (optional)"_s, m_folder.path());
        QVERIFY(problemOf(*shown, GatewayKind::MonitoredService).contains(u"a folder"));
        type(shown.get(), u"Log file (optional)"_s, m_folder.filePath(u"app.log"_s));
        type(shown.get(), u"Or a log command (optional)"_s, u"docker logs -f x"_s);
        QVERIFY(problemOf(*shown, GatewayKind::MonitoredService).contains(u"Both"));
        type(shown.get(), u"Log file (optional)"_s, {});
        GatewayProfile profile = profileOf(GatewayKind::MonitoredService);
        QVERIFY(!shown->read(profile));
        QCOMPARE(profile.webUi, QUrl(u"http://127.0.0.1:5678"_s));
        QCOMPARE(profile.front.host(), u"127.0.0.1"_s);
        QCOMPARE(profile.logCommand, u"docker logs -f x"_s);
        QVERIFY(!named<QLineEdit>(shown.get(), u"Token"_s));
    }

    void aCommandFromElsewhereIsSaidUntilTheFormIsSaved()
    {
        GatewayProfile probe = profileOf(GatewayKind::MonitoredService);
        QVERIFY(!says(fields(probe).get(), u"is not run"_s));
        probe.webUi = QUrl(u"http://127.0.0.1:5678"_s);
        probe.commandLeftOut = true;
        const auto shown = fields(probe);
        QVERIFY(says(shown.get(), u"is not run. Check it: saving confirms it"_s));
        QVERIFY(!shown->read(probe));
        QVERIFY(!probe.commandLeftOut);
    }

    void anotherWayAsksForOtherThings()
    {
        const auto shown = fields(profileOf(GatewayKind::OneBot11));
        const QSignalSpy changed(shown.get(), &GatewayFields::wayChanged);
        type(shown.get(), u"Name"_s, u"mine"_s);
        type(shown.get(), u"OneBot address"_s, u"http://127.0.0.1:3000"_s);
        QVERIFY(problemOf(*shown, GatewayKind::OneBot11).contains(u"HTTP server"));
        auto *ways = named<QComboBox>(shown.get(), u"How it connects"_s);
        ways->setCurrentIndex(ways->findData(int(OneBotTransportKind::Reverse)));
        Q_EMIT ways->activated(ways->currentIndex());
        QCOMPARE(changed.size(), 1);
        QCOMPARE(shown->way(), OneBotTransportKind::Reverse);
        QVERIFY(!named<QLineEdit>(shown.get(), u"OneBot address"_s));
        QVERIFY(!named<QLineEdit>(shown.get(), u"Access token"_s)); // ours to make
        QCOMPARE(named<QLineEdit>(shown.get(), u"Name"_s)->text(), u"mine"_s);
        type(shown.get(), u"Account number (optional)"_s, u"not a number"_s);
        QVERIFY(problemOf(*shown, GatewayKind::OneBot11).contains(u"not an account number"));
        type(shown.get(), u"Account number (optional)"_s, u"10001"_s);
        GatewayProfile profile = profileOf(GatewayKind::OneBot11);
        QVERIFY(!shown->read(profile));
        QCOMPARE(profile.way, OneBotTransportKind::Reverse);
        QCOMPARE(profile.account, u"10001"_s);
        QVERIFY(profile.oneBot.isEmpty());
    }

    void aTokenStaysWithItsGateway()
    {
        const auto shown = fields(profileOf(GatewayKind::NapCat));
        type(shown.get(), u"Token"_s, u"typed-1"_s);
        shown->show(profileOf(GatewayKind::LLBot));
        QCOMPARE(named<QLineEdit>(shown.get(), u"Panel password"_s)->text(), QString());
        QVERIFY(shown->token().isEmpty());
        type(shown.get(), u"Panel address"_s, u"http://10.0.0.9:3080/?token=pasted-1"_s);
        QCOMPARE(shown->token().reveal(), u"pasted-1"_s);
        shown->show(profileOf(GatewayKind::ILink)); // asks for none, so none may be waiting to be kept
        QVERIFY(shown->token().isEmpty());
        shown->show(profileOf(GatewayKind::OneBot11));
        type(shown.get(), u"Access token"_s, u"typed-2"_s);
        auto *ways = named<QComboBox>(shown.get(), u"How it connects"_s);
        ways->setCurrentIndex(ways->findData(int(OneBotTransportKind::Http)));
        Q_EMIT ways->activated(ways->currentIndex());
        QCOMPARE(shown->token().reveal(), u"typed-2"_s); // the same gateway by another way
    }

    void everyWayReadsIntoItsProfile_data()
    {
        QTest::addColumn<OneBotTransportKind>("way");
        QTest::addColumn<QString>("address");
        QTest::newRow("two sockets") << OneBotTransportKind::TwoSockets << u"ws://127.0.0.1:6700"_s;
        QTest::newRow("http") << OneBotTransportKind::Http << u"http://127.0.0.1:5700"_s;
        QTest::newRow("http post") << OneBotTransportKind::HttpPost << u"http://127.0.0.1:5700"_s;
        QTest::newRow("http events") << OneBotTransportKind::HttpEvents << u"http://127.0.0.1:5700"_s;
    }
    void everyWayReadsIntoItsProfile()
    {
        QFETCH(const OneBotTransportKind, way);
        QFETCH(const QString, address);
        const auto shown = fields(profileOf(GatewayKind::OneBot11, way));
        type(shown.get(), u"OneBot address"_s, address);
        GatewayProfile profile = profileOf(GatewayKind::OneBot11);
        QVERIFY(!shown->read(profile));
        QCOMPARE(profile.way, way);
        QCOMPARE(profile.oneBot, QUrl(address));
    }

    void tabGoesThroughTheLinesInReadingOrder()
    {
        const auto shown = fields(profileOf(GatewayKind::Lagrange));
        QStringList order;
        const QWidget *at = named<QLineEdit>(shown.get(), u"Working folder"_s);
        for (int i = 0; i < 60 && order.size() < 7; ++i) {
            if (!at->accessibleName().isEmpty() && (at->focusPolicy() & Qt::TabFocus))
                order += at->accessibleName();
            at = at->nextInFocusChain();
        }
        QCOMPARE(order,
                 QStringList({u"Working folder"_s, u"Browse: Working folder"_s, u"Program (optional)"_s,
                              u"Browse: Program (optional)"_s, u"OneBot address"_s, u"Access token"_s, u"Name"_s}));
    }

    void aPastedAddressChoosesTheKindAndFillsItIn()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        engine.detection.as = DetectedAs::Panel;
        engine.detection.kind = GatewayKind::LLBot;
        engine.detection.program = u"LLBot"_s;
        engine.detection.certain = true;
        engine.detection.asksForToken = true;
        engine.detection.address = QUrl(u"http://10.0.0.9:3080"_s);
        engine.detection.evidence = {
            {.asked = u"GET /"_s, .status = 401, .said = u"<b>no</b>"_s, .closeCode = 0, .error = {}}};
        const std::unique_ptr<AddGatewayDialog> dialog(new AddGatewayDialog(engine, m_theme, nullptr));
        dialog->show();
        auto *line = named<QLineEdit>(dialog.get(), u"Address to detect"_s);
        QVERIFY(!named<QPushButton>(dialog.get(), u"Detect"_s)->isEnabled());
        line->setText(u"10.0.0.9:3080/?token=abc-1"_s);
        press(dialog.get(), u"Detect"_s);
        QTRY_VERIFY(says(dialog.get(), u"This is the panel of LLBot. A token is required."_s));
        QVERIFY(named<QRadioButton>(dialog.get(), u"LLBot"_s)->isChecked());
        QVERIFY(keeps(dialog.get(), u"&lt;b&gt;no"_s)); // a stranger's words are no markup
        QVERIFY(!keeps(dialog.get(), u"<b>no"_s));
        QVERIFY(!line->text().contains(u"abc-1"));
        press(dialog.get(), u"Next"_s);
        QCOMPARE(named<QLineEdit>(dialog.get(), u"Panel address"_s)->text(), u"http://10.0.0.9:3080"_s);
        QCOMPARE(named<QLineEdit>(dialog.get(), u"Panel password"_s)->text(), u"abc-1"_s);
    }

    void whatIsNotToldIsLeftToTheOperator()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        engine.detection = {};
        engine.detection.as = DetectedAs::NothingThere;
        engine.detection.why = Error{.kind = ErrorKind::Offline, .reason = Reason::ConnectionRefused};
        const std::unique_ptr<AddGatewayDialog> dialog(new AddGatewayDialog(engine, m_theme, nullptr));
        dialog->show();
        named<QLineEdit>(dialog.get(), u"Address to detect"_s)->setText(u"10.0.0.9:1"_s);
        press(dialog.get(), u"Detect"_s);
        QTRY_VERIFY(says(dialog.get(), u"Nothing answers here: nothing listens"_s));
        QVERIFY(named<QRadioButton>(dialog.get(), u"NapCat"_s)->isChecked());
        engine.failNext = Error{.kind = ErrorKind::Rejected, .reason = Reason::BadInput};
        press(dialog.get(), u"Detect"_s);
        QTRY_VERIFY(!named<QLabel>(dialog.get(), u"Problem"_s)->text().isEmpty());
    }

    void theKeyboardAloneAddsAGateway()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        const QPointer<AddGatewayDialog> dialog = new AddGatewayDialog(engine, m_theme, nullptr);
        dialog->open();
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        QTest::keyClick(dialog, Qt::Key_Return);
        const auto focus = [&dialog] { return dialog->focusWidget()->accessibleName(); };
        QCOMPARE(focus(), u"Panel address"_s);
        QStringList order;
        for (int i = 0; i < 20 && !order.contains(u"Next"_s); ++i) {
            QTest::keyClick(dialog->focusWidget(), Qt::Key_Tab);
            order += focus();
        }
        // the lines, then the card, then the buttons
        QCOMPARE(order.mid(0, 3), QStringList({u"Token"_s, u"OneBot address (optional)"_s, u"Name"_s}));
        QCOMPARE(order.mid(3), QStringList({u"What you need"_s, u"Back"_s, u"Cancel"_s, u"Next"_s}));
        named<QLineEdit>(dialog, u"Panel address"_s)->setText(u"127.0.0.1"_s);
        named<QLineEdit>(dialog, u"Token"_s)->setText(u"t"_s);
        QTest::keyClick(named<QLineEdit>(dialog, u"Token"_s), Qt::Key_Return);
        QTRY_VERIFY(says(dialog, u"Everything answers"_s));
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(!dialog);
        QVERIFY(engine.calls.constLast().startsWith(u"addGateway"));
    }

    void enterInTheLineThatIsLookedAtLooksFirst()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        engine.detection = {};
        const std::unique_ptr<AddGatewayDialog> dialog(new AddGatewayDialog(engine, m_theme, nullptr));
        dialog->show();
        QVERIFY(QTest::qWaitForWindowActive(dialog.get()));
        auto *line = named<QLineEdit>(dialog.get(), u"Address to detect"_s);
        line->setFocus();
        line->setText(u"127.0.0.1:1"_s);
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(engine.calls, QStringList{u"detectGateway 127.0.0.1:1"_s});
        QTRY_VERIFY(says(dialog.get(), u"Choose the kind yourself"_s));
        QTest::keyClick(line, Qt::Key_Return); // nothing new to look at
        QVERIFY(named<QLineEdit>(dialog.get(), u"Panel address"_s)->isVisible());
    }

    void theWholeDialogFitsASmallWindow()
    {
        SampleEngine engine(SampleEngine::Fill::Empty);
        const std::unique_ptr<AddGatewayDialog> dialog(new AddGatewayDialog(engine, m_theme, nullptr));
        dialog->show();
        QCoreApplication::sendPostedEvents();
        QCOMPARE(cutTexts(dialog.get()).join(u"; "_s), QString());
        QCOMPARE(namelessControls(dialog.get()).join(u"; "_s), QString());
        QVERIFY2(dialog->minimumSizeHint().height() <= 640,
                 qPrintable(QString::number(dialog->minimumSizeHint().height())));
        QVERIFY(dialog->minimumSizeHint().width() <= 1000);
    }

    void anEditedGatewayKeepsWhatIsNotAskedFor()
    {
        SampleEngine engine;
        GatewayProfile profile = profileOf(GatewayKind::OneBot11, OneBotTransportKind::Reverse);
        profile.account = u"10001"_s;
        profile.enabled = false;
        const QPointer<EditGatewayDialog> dialog = new EditGatewayDialog(engine, m_theme, profile, nullptr);
        dialog->open();
        QVERIFY(!named<QLineEdit>(dialog, u"Access token"_s));
        named<QLineEdit>(dialog, u"Name"_s)->setText(u"mine"_s);
        press(dialog, u"Save changes"_s);
        QTRY_VERIFY(!dialog);
        profile.name = u"mine"_s;
        QCOMPARE(engine.lastProfile, profile);
    }
};

ROOKERY_WINDOW_TEST(tst_gatewayforms, TestGatewayForms)
#include "tst_gatewayforms.moc"
