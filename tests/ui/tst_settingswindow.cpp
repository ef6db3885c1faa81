// SPDX-License-Identifier: GPL-3.0-or-later
#include "pagedriver.h"

#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/picture.h"
#include "base/reasons/transport.h"

#include "pageprobe.h"
#include "support/sampleengine.h"
#include "support/windowtest.h"

#include "translations/language.h"
#include "ui/kit/exposureview.h"
#include "ui/settings/proxyaddress.h"
#include "ui/settings/settingswindow.h"
#include "ui/shell/mainwindow.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QHash>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QWheelEvent>

#include <algorithm>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

//! Tests the settings window: the rows of each section, what is saved, where failures are shown, and the search.
class TestSettingsWindow final : public TestCase
{
    Q_OBJECT

    Language m_language;
    Theme m_theme{Theme::Mode::Light};
    std::unique_ptr<SampleEngine> m_engine;
    std::unique_ptr<SettingsEditor> m_editor;
    QPointer<SettingsWindow> m_window;
    bool m_hasTray = true;

    void prepare() override
    {
        m_language.use(u"en"_s);
        m_engine = std::make_unique<SampleEngine>();
        m_editor = std::make_unique<SettingsEditor>(*m_engine);
        m_hasTray = true;
    }
    void finish() override
    {
        delete m_window;
        m_editor.reset();
        m_engine.reset();
    }

    SettingsWindow &open(SettingsSection section)
    {
        if (!m_window)
            m_window = new SettingsWindow(
                {.engine = *m_engine, .theme = m_theme, .editor = *m_editor, .hasTray = m_hasTray}, nullptr);
        m_window->showSection(section);
        m_window->show();
        settle();
        return *m_window;
    }
    void reopen(SettingsSection section)
    {
        delete m_window;
        open(section);
    }
    static void settle()
    {
        for (int i = 0; i < 10; ++i) // what wraps asks for its height once it knows its width
            QCoreApplication::sendPostedEvents();
    }
    template <class Control>
    [[nodiscard]] Control *control(const QString &name) const
    {
        return named<Control>(m_window, name);
    }
    [[nodiscard]] SettingRow *row(const QString &key) const
    {
        const QList<SettingRow *> rows = m_window->findChildren<SettingRow *>();
        const auto it =
            std::find_if(rows.cbegin(), rows.cend(), [&key](const SettingRow *row) { return row->key() == key; });
        return it == rows.cend() ? nullptr : *it;
    }
    //! The order of a stack's children says nothing: it raises the one it shows.
    static SettingsPage *shownPage(const SettingsWindow *window)
    {
        return qobject_cast<SettingsPage *>(window->findChild<QStackedWidget *>()->currentWidget());
    }
    [[nodiscard]] Settings saved() const { return m_engine->profile().settings(); }
    [[nodiscard]] QStringList shownSections() const
    {
        QStringList shown;
        const auto *list = control<QListWidget>(u"Sections"_s);
        for (int i = 0; i < list->count(); ++i) {
            if (!list->item(i)->isHidden())
                shown.append(list->item(i)->text());
        }
        return shown;
    }
    [[nodiscard]] QStringList markedRows() const
    {
        QStringList marked;
        const QList<SettingRow *> rows = m_window->findChildren<SettingRow *>();
        for (const SettingRow *row : rows) {
            if (row->isMarked())
                marked.append(row->key());
        }
        marked.sort();
        return marked;
    }
    //! Applies the typed proxy, up to the engine's answer.
    void applyProxy() const
    {
        press(m_window, u"Apply proxy"_s);
        QTRY_VERIFY(says(m_window, u"Applied."_s));
    }
    void confirmEndOfTrust() const
    {
        press(m_window, u"End trust"_s);
        press(m_window->findChild<QDialog *>(), u"End the trust"_s);
        QTRY_VERIFY(!m_window->findChild<QDialog *>());
    }
    void search(const QString &words) const { m_window->findChild<QLineEdit *>()->setText(words); } // the first field
    void chooseProxy(ProxyMode mode)
    {
        auto *box = control<QComboBox>(u"Proxy"_s);
        box->setCurrentIndex(box->findData(int(mode)));
    }
    //! The operator types, as the keyboard does it.
    void type(const QString &name, const QString &text) const
    {
        auto *field = control<QLineEdit>(name);
        QVERIFY2(field, qPrintable(name));
        field->selectAll();
        if (text.isEmpty())
            QTest::keyClick(field, Qt::Key_Delete);
        else
            QTest::keyClicks(field, text);
    }
    static Error diskFull() { return {.kind = ErrorKind::Storage, .reason = Reason::DiskFull}; }

    static void addSections()
    {
        QTest::addColumn<SettingsSection>("section");
        for (int i = 0; i < kSettingsSectionCount; ++i)
            QTest::addRow("%s", qPrintable(SettingsWindow::titleOf(SettingsSection(i)))) << SettingsSection(i);
    }

private Q_SLOTS:
    // --- look ---------------------------------------------------------------------------------------

    void nothingIsCutOrMissing_data()
    {
        QTest::addColumn<SettingsSection>("section");
        QTest::addColumn<QString>("language");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QSize>("size");
        for (int i = 0; i < kSettingsSectionCount; ++i) {
            for (const QString &language : {u"en"_s, u"zh_CN"_s}) {
                for (const bool dark : {false, true}) {
                    for (const QSize &size : {QSize(1000, 640), QSize(800, 500), QSize(640, 400)})
                        QTest::addRow("section %d %s %s %d", i, qPrintable(language), dark ? "dark" : "light",
                                      size.width())
                            << SettingsSection(i) << language << dark << size;
                }
            }
        }
    }
    void nothingIsCutOrMissing()
    {
        QFETCH(const SettingsSection, section);
        QFETCH(const QString, language);
        QFETCH(const bool, dark);
        QFETCH(const QSize, size);
        m_language.use(language);
        const Theme theme(dark ? Theme::Mode::Dark : Theme::Mode::Light);
        theme.applyTo(*qApp);
        m_window = new SettingsWindow({.engine = *m_engine, .theme = theme, .editor = *m_editor, .hasTray = m_hasTray},
                                      nullptr);
        m_window->resize(size);
        m_window->showSection(section);
        m_window->show();
        if (section == SettingsSection::Network) {
            auto *mode = qobject_cast<QComboBox *>(row(u"proxyMode"_s)->control());
            mode->setCurrentIndex(mode->findData(int(ProxyMode::Http)));
        }
        settle();
        const bool isDrawn = !m_window->grab().isNull();
        const QString cut = cutTexts(m_window).join(u"; "_s);
        const QString missing = missingGlyphs(m_window).join(u"; "_s);
        const SettingsPage *page = shownPage(m_window);
        const int tooWide = page->widget()->width() - page->viewport()->width();
        delete m_window; // before its theme
        m_theme.applyTo(*qApp);
        QVERIFY(isDrawn);
        QCOMPARE(cut, QString());
        QCOMPARE(missing, QString());
        QVERIFY2(tooWide <= 0, qPrintable(QString::number(tooWide))); // nothing reaches beyond the right edge
    }

    void everyControlHasANameOfItsOwn_data() { addSections(); }
    void everyControlHasANameOfItsOwn()
    {
        QFETCH(const SettingsSection, section);
        open(section);
        if (section == SettingsSection::Network)
            chooseProxy(ProxyMode::Socks5);
        QCOMPARE(namelessControls(m_window).join(u"; "_s), QString());
        QCOMPARE(sharedNames(m_window).join(u"; "_s), QString());
    }

    void tabGoesFromTheSearchToTheRowsInReadingOrder_data() { addSections(); }
    void tabGoesFromTheSearchToTheRowsInReadingOrder()
    {
        QFETCH(const SettingsSection, section);
        open(section);
        QVERIFY(QTest::qWaitForWindowActive(m_window));
        if (section == SettingsSection::Network)
            chooseProxy(ProxyMode::Http);
        control<QLineEdit>(u"Search settings"_s)->setFocus();
        QList<QWidget *> order;
        for (QWidget *at = m_window->focusWidget(); at && !order.contains(at); at = m_window->focusWidget()) {
            order.append(at);
            QTest::keyClick(at, Qt::Key_Tab);
        }
        QVERIFY(order.size() >= 4);
        QCOMPARE(order.at(0)->accessibleName(), u"Search settings"_s);
        QCOMPARE(order.at(1)->accessibleName(), u"Sections"_s);
        QCOMPARE(order.constLast()->accessibleName(), u"Close settings"_s);
        int before = -1;
        for (qsizetype i = 2; i + 1 < order.size(); ++i) {
            const SettingRow *row = nullptr;
            for (QWidget *up = order.at(i); up && !row; up = up->parentWidget())
                row = qobject_cast<SettingRow *>(up);
            const QWidget *block = row ? static_cast<const QWidget *>(row) : order.at(i);
            const int top = block->mapTo(m_window.data(), QPoint()).y();
            QVERIFY2(top >= before, qPrintable(order.at(i)->accessibleName() + u" comes too late"_s));
            before = top;
        }
    }

    // --- sections -----------------------------------------------------------------------------------

    void aSwitchIsSavedAtOnceAndCanGoBack_data()
    {
        QTest::addColumn<SettingsSection>("section");
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("key");
        const auto add = [](SettingsSection section, const QString &label, const QString &key) {
            QTest::addRow("%s", qPrintable(key)) << section << label << key;
        };
        add(SettingsSection::General, u"Hide account numbers"_s, u"maskNumbers"_s);
        add(SettingsSection::Sending, u"Start slowly"_s, u"paceRampUp"_s);
        add(SettingsSection::Notifications, u"Failed"_s, u"notifyFailed"_s);
        add(SettingsSection::Notifications, u"Needs attention"_s, u"notifyNeedsAttention"_s);
        add(SettingsSection::Notifications, u"Degraded"_s, u"notifyDegraded"_s);
        add(SettingsSection::Notifications, u"Beep when somebody has to log in"_s, u"notifySound"_s);
    }
    void aSwitchIsSavedAtOnceAndCanGoBack()
    {
        QFETCH(const SettingsSection, section);
        QFETCH(const QString, label);
        QFETCH(const QString, key);
        const Settings before = saved();
        open(section);
        auto *box = control<QCheckBox>(label);
        QVERIFY(box);
        auto *restore = control<QPushButton>(u"Use default: "_s + label);
        QVERIFY(restore && !restore->isVisible());
        box->click();
        QCOMPARE(m_engine->calls, QStringList{u"saveSettings"_s});
        QVERIFY(saved() != before);
        QVERIFY(restore->isVisible());
        QVERIFY(row(key) && !row(key)->hasProblem());
        restore->click();
        QCOMPARE(saved(), before);
        QVERIFY(!restore->isVisible());
        QVERIFY(m_window->focusWidget() == box); // the button is gone
    }

    void whatCannotBeSavedIsSaidAtItsRowAndSavedLater()
    {
        open(SettingsSection::General);
        m_engine->failNext = diskFull();
        control<QCheckBox>(u"Hide account numbers"_s)->click();
        QTRY_VERIFY(row(u"maskNumbers"_s)->hasProblem());
        QVERIFY(!row(u"language"_s)->hasProblem());
        QVERIFY(says(m_window, u"It applies now, but could not be saved: The disk is full."_s));
        QVERIFY(control<QCheckBox>(u"Hide account numbers"_s)->isChecked());
        settle();
        QCOMPARE(cutTexts(m_window).join(u"; "_s), QString());
        reopen(SettingsSection::General); // nothing is lost with the window
        QVERIFY(row(u"maskNumbers"_s)->hasProblem());
        m_engine->calls.clear();
        Q_EMIT m_engine->profile().storageRecovered();
        QCOMPARE(m_engine->calls, QStringList{u"saveSettings"_s});
        QTRY_VERIFY(!row(u"maskNumbers"_s)->hasProblem());
        QVERIFY(saved().maskNumbers);
    }

    void changesInARowAreNotLostToEachOther()
    {
        open(SettingsSection::Notifications);
        m_engine->holdCommands = true; // the engine confirms nothing yet
        control<QCheckBox>(u"Failed"_s)->click();
        control<QCheckBox>(u"Degraded"_s)->click();
        QVERIFY(!saved().notifications.failed);
        QVERIFY(!saved().notifications.degraded);
        QVERIFY(saved().notifications.needsAttention);
    }

    void whatIsChangedElsewhereIsShown()
    {
        open(SettingsSection::General);
        Settings settings = saved();
        settings.maskNumbers = true;
        static_cast<void>(m_engine->profile().saveSettings(settings));
        QVERIFY(control<QCheckBox>(u"Hide account numbers"_s)->isChecked());
    }

    void whatClosingDoesIsChosenWhereThereIsATray()
    {
        open(SettingsSection::General);
        auto *choice = control<QComboBox>(u"When the window is closed"_s);
        auto *restore = control<QPushButton>(u"Use default: When the window is closed"_s);
        QVERIFY(choice && choice->isEnabled() && !restore->isVisible());
        QCOMPARE(choice->currentText(), u"Ask"_s);
        choice->setCurrentIndex(choice->findText(u"Keep in tray"_s));
        QCOMPARE(saved().closeAction, CloseAction::KeepInTray);
        QVERIFY(restore->isVisible());
        choice->setCurrentIndex(choice->findText(u"Quit"_s));
        QCOMPARE(saved().closeAction, CloseAction::Quit);
        restore->click();
        QCOMPARE(saved().closeAction, CloseAction::Ask);
        QCOMPARE(choice->currentText(), u"Ask"_s);
        Settings settings = saved();
        settings.closeAction = CloseAction::KeepInTray; // as the question does that closing asks
        static_cast<void>(m_engine->profile().saveSettings(settings));
        QTRY_COMPARE(choice->currentText(), u"Keep in tray"_s); // once the answer to the last change is there
    }

    void withoutATrayItIsSaidThatClosingQuits()
    {
        m_hasTray = false;
        Settings settings = saved();
        settings.closeAction = CloseAction::KeepInTray; // chosen on another desktop
        static_cast<void>(m_engine->profile().saveSettings(settings));
        open(SettingsSection::General);
        const auto *choice = control<QComboBox>(u"When the window is closed"_s);
        QVERIFY(choice && !choice->isEnabled());
        QCOMPARE(choice->currentText(), u"Quit"_s);
        QVERIFY(says(m_window, u"shows no tray icons, so closing the window quits"_s));
        QCOMPARE(saved().closeAction, CloseAction::KeepInTray);
        m_window->showSection(SettingsSection::Notifications);
        QVERIFY(says(m_window, u"only if it has a notification service"_s));
    }

    void theStartWithTheSessionIsAskedOfTheDesktopAndSetThere()
    {
        open(SettingsSection::General);
        auto *box = control<QCheckBox>(u"Start with the session"_s);
        auto *restore = control<QPushButton>(u"Use default: Start with the session"_s);
        QTRY_VERIFY(box->isEnabled());
        QVERIFY(!box->isChecked() && !restore->isVisible());
        box->click();
        QCOMPARE(m_engine->calls, QStringList{u"setAutostart 1"_s});
        QTRY_VERIFY(restore->isVisible());
        QVERIFY(box->isChecked());
        m_window->showSection(SettingsSection::Logs);
        m_engine->autostart.on = false; // in the desktop's own settings
        m_window->showSection(SettingsSection::General);
        QTRY_VERIFY(!box->isChecked());
        box->click();
        QTRY_VERIFY(restore->isVisible());
        restore->click();
        QTRY_VERIFY(!box->isChecked());
        QVERIFY(!m_engine->autostart.on);
    }

    void aStartWithTheSessionThatCannotBeSetIsSaidAtItsRow()
    {
        open(SettingsSection::General);
        auto *box = control<QCheckBox>(u"Start with the session"_s);
        QTRY_VERIFY(box->isEnabled());
        m_engine->failNext = diskFull();
        box->click();
        QTRY_VERIFY(row(u"autostart"_s)->hasProblem());
        QVERIFY(says(m_window, u"This could not be changed: The disk is full."_s));
        QTRY_VERIFY(!box->isChecked());
        box->click();
        QTRY_VERIFY(m_engine->autostart.on);
        QVERIFY(!row(u"autostart"_s)->hasProblem());
        m_engine->autostart = {};
        reopen(SettingsSection::General);
        QTRY_VERIFY(says(m_window, u"not available in the demo"_s));
        QVERIFY(!control<QCheckBox>(u"Start with the session"_s)->isEnabled());
    }

    void theDefaultPaceIsSavedWithAWarningWhenItIsFast()
    {
        open(SettingsSection::Sending);
        auto *interval = control<QDoubleSpinBox>(u"Pause between messages"_s);
        QCOMPARE(interval->value(), 3.0);
        QVERIFY(!says(m_window, u"put the account at risk"_s));
        interval->setValue(1.5);
        QCOMPARE(saved().pace.interval, milliseconds(1500));
        QVERIFY(says(m_window, u"put the account at risk"_s));
        control<QSpinBox>(u"Variation of the pause"_s)->setValue(25);
        QCOMPARE(saved().pace.jitter, 0.25);
        press(m_window, u"Use default: Pause between messages"_s);
        press(m_window, u"Use default: Variation of the pause"_s);
        QCOMPARE(saved().pace, Pace{});
        QCOMPARE(interval->value(), 3.0);
        QVERIFY(!says(m_window, u"put the account at risk"_s));
        // a number that is half typed is not saved
        m_engine->calls.clear();
        interval->setFocus();
        interval->selectAll();
        QTest::keyClicks(interval, u"1"_s);
        QVERIFY(m_engine->calls.isEmpty());
        QTest::keyClicks(interval, u"2"_s);
        QTest::keyClick(interval, Qt::Key_Return);
        QCOMPARE(saved().pace.interval, milliseconds(12'000));
        QVERIFY(m_window->isVisible()); // Enter closes nothing
    }

    void theWheelScrollsAndChangesNothingThatWasNotChosen()
    {
        open(SettingsSection::Logs);
        auto *lines = control<QSpinBox>(u"Live lines kept"_s);
        control<QLineEdit>(u"Search settings"_s)->setFocus();
        const QPointF middle(lines->rect().center());
        QWheelEvent wheel(middle, lines->mapToGlobal(middle), {}, QPoint(0, 120), Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(lines, &wheel);
        QCOMPARE(lines->value(), 20'000);
        lines->setValue(5'000);
        QCOMPARE(saved().liveLogLines, 5'000);
    }

    void theSupportFileIsSavedOrItIsSaidWhyNot()
    {
        open(SettingsSection::About);
        QVERIFY(says(m_window, QStringLiteral(ROOKERY_VERSION)));
        const auto choose = [this](const QString &path) {
            press(m_window, u"Save support file"_s);
            auto *chooser = m_window->findChild<QFileDialog *>();
            QVERIFY(chooser);
            Q_EMIT chooser->fileSelected(path);
            delete chooser;
        };
        choose(u"/no such folder/x.txt"_s);
        QVERIFY(row(u"support"_s)->hasProblem());
        const QTemporaryDir folder;
        choose(folder.filePath(u"support.txt"_s));
        QVERIFY(!row(u"support"_s)->hasProblem());
        QVERIFY(says(m_window, u"support.txt"_s));
        QVERIFY(QFile::exists(folder.filePath(u"support.txt"_s)));
    }

    // --- network ------------------------------------------------------------------------------------

    void aProxyIsAppliedWithItsButtonAndItsPasswordGoesToTheEngineAlone()
    {
        open(SettingsSection::Network);
        QVERIFY(!control<QLineEdit>(u"Proxy host"_s)->isVisible()); // the system's proxy has no fields
        QVERIFY(!control<QPushButton>(u"Apply proxy"_s)->isEnabled());
        chooseProxy(ProxyMode::Socks5);
        QVERIFY(control<QLineEdit>(u"Proxy host"_s)->isVisible());
        QVERIFY(m_engine->calls.isEmpty());
        QVERIFY(says(m_window, u"Not applied yet."_s));
        press(m_window, u"Apply proxy"_s);
        QVERIFY(row(u"proxyHost"_s)->hasProblem());
        QVERIFY(says(m_window, u"host is missing"_s));
        type(u"Proxy host"_s, u"10.0.0.1"_s);
        QVERIFY(!row(u"proxyHost"_s)->hasProblem());
        type(u"Proxy password"_s, u"s3cret"_s);
        press(m_window, u"Apply proxy"_s);
        QVERIFY(row(u"proxyUser"_s)->hasProblem()); // a password without a name
        type(u"Proxy user (optional)"_s, u"me"_s);
        QVERIFY(says(m_window, u"take name and password unencrypted"_s));
        applyProxy();
        QCOMPARE(m_engine->calls, QStringList{u"saveProxy"_s});
        const ProxySettings expected{
            .mode = ProxyMode::Socks5, .host = u"10.0.0.1"_s, .port = 7890, .user = u"me"_s, .hasPassword = true};
        QCOMPARE(saved().proxy, expected);
        QVERIFY(m_engine->lastProxyPassword && m_engine->lastProxyPassword->reveal() == u"s3cret"_s);
        QVERIFY(control<QLineEdit>(u"Proxy password"_s)->text().isEmpty()); // gone from the screen
        QVERIFY(says(m_window, u"A password is stored. Leave this empty to keep it."_s));
        QVERIFY(!m_editor->proxyDraft);

        // another port: the password stays
        control<QSpinBox>(u"Proxy port"_s)->setValue(1080);
        applyProxy();
        QCOMPARE(saved().proxy.port, quint16(1080));
        QVERIFY(!m_engine->lastProxyPassword);
        QVERIFY(saved().proxy.hasPassword);
        // another host: it was not meant for that one
        type(u"Proxy host"_s, u"10.0.0.2"_s);
        QVERIFY(says(m_window, u"given for another proxy or user"_s));
        applyProxy();
        QCOMPARE(saved().proxy.host, u"10.0.0.2"_s);
        QVERIFY(!saved().proxy.hasPassword);
    }

    void theProxysPasswordCanBeForgottenAndTheDefaultRestored()
    {
        static_cast<void>(m_engine->profile().saveProxy(
            {.mode = ProxyMode::Http, .host = u"proxy"_s, .port = 1, .user = u"me"_s}, Redacted<QString>(u"s3cret"_s)));
        open(SettingsSection::Network);
        press(m_window, u"Forget proxy password"_s);
        QVERIFY(says(m_window, u"The stored password is forgotten with Apply proxy."_s));
        applyProxy();
        QVERIFY(!saved().proxy.hasPassword);
        QVERIFY(m_engine->lastProxyPassword && m_engine->lastProxyPassword->isEmpty());
        press(m_window, u"Use default: Proxy"_s);
        applyProxy();
        QCOMPARE(saved().proxy.mode, ProxyMode::System);
        QCOMPARE(saved().proxy.host, u"proxy"_s); // to be chosen again
        QVERIFY(!control<QLineEdit>(u"Proxy host"_s)->isVisible());
    }

    void aPastedProxyIsSplitSoThatNoPasswordStaysInTheHost()
    {
        open(SettingsSection::Network);
        chooseProxy(ProxyMode::Http);
        type(u"Proxy host"_s, u"socks5://me:s3%20cret@proxy.example:1081"_s);
        QTest::keyClick(control<QLineEdit>(u"Proxy host"_s), Qt::Key_Return);
        QCOMPARE(control<QLineEdit>(u"Proxy host"_s)->text(), u"proxy.example"_s);
        QCOMPARE(control<QSpinBox>(u"Proxy port"_s)->value(), 1081);
        QCOMPARE(control<QLineEdit>(u"Proxy user (optional)"_s)->text(), u"me"_s);
        QCOMPARE(control<QLineEdit>(u"Proxy password"_s)->text(), u"s3 cret"_s);
        applyProxy();
        QCOMPARE(saved().proxy.mode, ProxyMode::Socks5);
        QCOMPARE(saved().proxy.host, u"proxy.example"_s);
        QVERIFY(m_engine->lastProxyPassword && m_engine->lastProxyPassword->reveal() == u"s3 cret"_s);
        for (const QString &bare : {u"proxy"_s, u"10.0.0.1"_s, u"::1"_s, u""_s, u"not a host"_s})
            QVERIFY2(!parseProxyAddress(bare), qPrintable(bare));
        const auto withPort = parseProxyAddress(u"proxy:8080"_s);
        QVERIFY(withPort && withPort->port == 8080 && !withPort->mode);
    }

    void aProxyThatCannotBeStoredIsSaidAtItsRowAndStaysTyped()
    {
        open(SettingsSection::Network);
        chooseProxy(ProxyMode::Http);
        type(u"Proxy host"_s, u"10.0.0.1"_s);
        type(u"Proxy user (optional)"_s, u"me"_s);
        type(u"Proxy password"_s, u"s3cret"_s);
        m_engine->failNext = Error{.kind = ErrorKind::Storage, .reason = Reason::KeyringFailed};
        press(m_window, u"Apply proxy"_s);
        QTRY_VERIFY(row(u"proxyPassword"_s)->hasProblem());
        QVERIFY(says(m_window, u"The proxy was not applied: The keyring reported a failure."_s));
        QCOMPARE(control<QLineEdit>(u"Proxy password"_s)->text(), u"s3cret"_s);
        QCOMPARE(saved().proxy, ProxySettings());
        reopen(SettingsSection::Network); // closed and opened: still typed, still not applied
        QCOMPARE(control<QLineEdit>(u"Proxy host"_s)->text(), u"10.0.0.1"_s);
        QCOMPARE(control<QLineEdit>(u"Proxy password"_s)->text(), u"s3cret"_s);
        QVERIFY(says(m_window, u"Not applied yet."_s));
        press(m_window, u"Discard changes to the proxy"_s);
        QVERIFY(!control<QLineEdit>(u"Proxy host"_s)->isVisible());
        QVERIFY(control<QLineEdit>(u"Proxy password"_s)->text().isEmpty());
        QVERIFY(!m_editor->proxyDraft);
    }

    void aLockedKeyringIsSaidAtThePassword()
    {
        static_cast<void>(m_engine->profile().saveProxy(
            {.mode = ProxyMode::Http, .host = u"proxy"_s, .port = 1, .user = u"me"_s}, Redacted<QString>(u"s3cret"_s)));
        open(SettingsSection::Network);
        QVERIFY(!row(u"proxyPassword"_s)->hasProblem());
        m_engine->setKeyring(KeyringState::Locked);
        m_engine->setProxyTrouble({.kind = ErrorKind::Offline, .reason = Reason::KeyringLocked});
        QVERIFY(row(u"proxyPassword"_s)->hasProblem());
        QVERIFY(says(m_window, u"The keyring is locked."_s));
        QVERIFY(says(m_window, u"kept for this run only, until it is unlocked"_s));
        settle();
        QCOMPARE(cutTexts(m_window).join(u"; "_s), QString());
        m_engine->setKeyring(KeyringState::Works);
        m_engine->setProxyTrouble({});
        QVERIFY(!row(u"proxyPassword"_s)->hasProblem());
        m_engine->setKeyring(KeyringState::None);
        QVERIFY(says(m_window, u"No keyring answers"_s));
    }

    void aTrustedCertificateIsListedAndTheTrustCanEnd()
    {
        open(SettingsSection::Network);
        auto *table = control<QTableView>(u"Trusted certificates"_s);
        QCOMPARE(table->model()->rowCount(), 1);
        QCOMPARE(table->model()->index(0, 0).data().toString(), u"旧机房"_s);
        QVERIFY(table->model()->index(0, 3).data().toString().startsWith(u"8C:1F:5E:"_s));
        QVERIFY(!control<QPushButton>(u"End trust"_s)->isEnabled());
        table->selectRow(0);
        press(m_window, u"End trust"_s);
        QVERIFY(m_engine->calls.isEmpty()); // it asks first
        m_window->findChild<QDialog *>()->reject();
        QTRY_VERIFY(!m_window->findChild<QDialog *>());
        confirmEndOfTrust();
        QCOMPARE(m_engine->calls, QStringList{u"pinCertificate napcat-05 "_s});
        m_engine->failNext = diskFull();
        confirmEndOfTrust();
        QTRY_VERIFY(row(u"certificates"_s)->hasProblem());
        m_engine->change(GatewayId(u"napcat-05"_s), [](AccountSnapshot &account) {
            account.profile.pinnedSha256.clear();
            account.profile.pinnedUntil = {};
        });
        QCOMPARE(table->model()->rowCount(), 0);
    }

    void anExpiredOrUnknownDateOfACertificateIsSaid()
    {
        open(SettingsSection::Network);
        const auto *table = control<QTableView>(u"Trusted certificates"_s);
        const auto until = [this, table](WallTime time) {
            m_engine->change(GatewayId(u"napcat-05"_s),
                             [time](AccountSnapshot &account) { account.profile.pinnedUntil = time; });
            return table->model()->index(0, 2).data().toString();
        };
        QCOMPARE(until({}), u"not known"_s);
        QVERIFY(until(fromMSecs(1'500'000'000'000)).startsWith(u"expired 2017-"_s));
    }

    // --- security -----------------------------------------------------------------------------------

    void whatLiesOpenIsListedAsOnThePageGateways()
    {
        open(SettingsSection::Security);
        QVERIFY(says(m_window, u"Plain http to another machine"_s));
        QVERIFY(!says(m_window, u"Nothing is known to be exposed."_s));
        QVERIFY(m_window->findChild<ExposureView *>());
        delete m_window;
        m_editor.reset();
        m_engine = std::make_unique<SampleEngine>(SampleEngine::Fill::Empty);
        m_editor = std::make_unique<SettingsEditor>(*m_engine);
        open(SettingsSection::Security);
        QVERIFY(says(m_window, u"Nothing is known to be exposed."_s));
    }

    void anotherPortIsAppliedAndWhatIsWrongIsNamedAtItsRow()
    {
        open(SettingsSection::Security);
        auto *reach = control<QComboBox>(u"Who may reach it"_s);
        QVERIFY(!control<QLineEdit>(u"Address of this machine"_s)->isVisible());
        reach->setCurrentIndex(2);
        QVERIFY(control<QLineEdit>(u"Address of this machine"_s)->isVisible());
        QVERIFY(says(m_window, u"Docker"_s));
        press(m_window, u"Apply port"_s);
        QVERIFY(row(u"portHost"_s)->hasProblem());
        QVERIFY(says(m_window, u"The address is missing"_s));
        type(u"Address of this machine"_s, u"172.17.0.1"_s);
        control<QLineEdit>(u"Certificate (optional)"_s)->setText(u"cert.pem"_s);
        press(m_window, u"Apply port"_s);
        QVERIFY(row(u"portKey"_s)->hasProblem());
        QVERIFY(says(m_window, u"belong together"_s));
        control<QLineEdit>(u"Key (optional)"_s)->setText(u"key.pem"_s);
        QVERIFY(!row(u"portKey"_s)->hasProblem());
        QVERIFY(m_engine->calls.isEmpty());
        struct Refusal {
            Error error;
            QString key;
            QString words;
        };
        const QList<Refusal> refusals{
            {{.kind = ErrorKind::Offline, .reason = Reason::PortUnavailable}, u"port"_s, u"port could not be opened"_s},
            {{.kind = ErrorKind::Tls, .reason = Reason::BadInput, .detail = u"key.pem"_s},
             u"portCertificate"_s,
             u"not a certificate"_s},
            {{.kind = ErrorKind::Storage, .reason = Reason::FileMissing, .detail = u"cert.pem"_s},
             u"portCertificate"_s,
             u"cert.pem"_s},
            {{.kind = ErrorKind::Storage, .reason = Reason::FileMissing, .detail = u"key.pem"_s},
             u"portKey"_s,
             u"key.pem"_s},
            {{.kind = ErrorKind::Rejected, .reason = Reason::BadInput, .detail = u"x"_s},
             u"portHost"_s,
             u"not an IP address"_s}};
        for (const Refusal &refusal : refusals) {
            m_engine->failNext = refusal.error;
            press(m_window, u"Apply port"_s);
            QTRY_VERIFY2(row(refusal.key)->hasProblem(), qPrintable(refusal.words));
            QVERIFY2(says(m_window, refusal.words), qPrintable(refusal.words));
            QCOMPARE(saved().listener, ListenerSettings()); // nothing has changed
        }
        control<QSpinBox>(u"Port"_s)->setValue(7001);
        reopen(SettingsSection::Security);
        QVERIFY(says(m_window, u"Not applied yet."_s));
        press(m_window, u"Apply port"_s);
        QTRY_VERIFY(says(m_window, u"Applied."_s));
        const ListenerSettings expected{
            .host = u"172.17.0.1"_s, .port = 7001, .certificate = u"cert.pem"_s, .key = u"key.pem"_s};
        QCOMPARE(saved().listener, expected);
        press(m_window, u"Use default: Who may reach it"_s);
        press(m_window, u"Use default: Port"_s);
        QCOMPARE(saved().listener, expected); // not applied yet
        press(m_window, u"Discard changes to the port"_s);
        QCOMPARE(control<QSpinBox>(u"Port"_s)->value(), 7001);
        QVERIFY(!m_editor->portDraft);
    }

    void theStateOfThePortIsShown()
    {
        engine::Delta delta;
        delta.listener.emplace();
        delta.listener->url = QUrl(u"ws://127.0.0.1:6701"_s);
        delta.listener->why = Error{.kind = ErrorKind::Offline, .reason = Reason::PortUnavailable};
        m_engine->push(delta);
        open(SettingsSection::Security);
        QVERIFY(says(m_window, u"Closed: Rookery's own port could not be opened."_s));
        QVERIFY(says(m_window, u"Another program uses it"_s));
        delta.listener->why = {};
        delta.listener->listening = true;
        m_engine->push(delta);
        QVERIFY(says(m_window, u"Listening, for programs on this machine only."_s));
        QVERIFY(says(m_window, u"ws://127.0.0.1:6701/onebot/v11/ws"_s));
    }

    // --- search and keyboard ------------------------------------------------------------------------

    void theSearchFiltersSectionsAndMarksRowsInBothLanguages_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QStringList>("sections");
        QTest::addColumn<QString>("key");
        QTest::newRow("label") << u"jitter"_s << QStringList{u"Sending"_s} << u"paceJitter"_s;
        QTest::newRow("Chinese in an English window") << u"密码"_s << QStringList{u"Network"_s} << u"proxyPassword"_s;
        QTest::newRow("two words") << u"dark theme"_s << QStringList{u"General"_s} << u"theme"_s;
        QTest::newRow("hint") << u"screenshots"_s << QStringList{u"General"_s} << u"maskNumbers"_s;
        QTest::newRow("Chinese") << u"监听"_s << QStringList{u"Security"_s} << u"portReach"_s;
        QTest::newRow("sound") << u"BEEP"_s << QStringList{u"Notifications"_s} << u"notifySound"_s;
    }
    void theSearchFiltersSectionsAndMarksRowsInBothLanguages()
    {
        QFETCH(const QString, words);
        QFETCH(const QStringList, sections);
        QFETCH(const QString, key);
        open(SettingsSection::About);
        search(words);
        QCOMPARE(shownSections(), sections);
        QVERIFY2(markedRows().contains(key), qPrintable(markedRows().join(u", "_s)));
        QCOMPARE(SettingsWindow::titleOf(m_window->section()), sections.constFirst()); // brought to the front
        QVERIFY(row(key)->control()->accessibleDescription().startsWith(u"Found by the search."_s));
        search({});
        QCOMPARE(shownSections().size(), qsizetype(kSettingsSectionCount));
        QVERIFY(markedRows().isEmpty());
    }

    void everyLabelIsFoundInTheOtherLanguageToo_data()
    {
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("typed");
        QTest::newRow("Chinese in an English window") << u"en"_s << u"zh_CN"_s;
        QTest::newRow("English in a Chinese window") << u"zh_CN"_s << u"en"_s;
    }
    void everyLabelIsFoundInTheOtherLanguageToo()
    {
        QFETCH(const QString, shown);
        QFETCH(const QString, typed);
        m_language.use(typed);
        open(SettingsSection::General);
        QHash<QString, QString> labels;
        const QList<SettingRow *> rows = m_window->findChildren<SettingRow *>();
        for (const SettingRow *row : rows)
            labels.insert(row->key(), row->label());
        QVERIFY(labels.size() > 15);
        m_language.use(shown);
        reopen(SettingsSection::General);
        for (auto it = labels.cbegin(); it != labels.cend(); ++it) {
            search(it.value());
            QVERIFY2(markedRows().contains(it.key()), qPrintable(it.key() + u": "_s + it.value()));
        }
    }

    void aSettingThatIsNotShownNowIsFoundThroughTheOneThatLeadsToIt()
    {
        open(SettingsSection::Network);
        for (const QString &words : {u"proxy password"_s, u"代理密码"_s, u"proxy host"_s, u"代理主机"_s}) {
            search(words);
            QVERIFY2(row(u"proxyMode"_s)->isMarked(), qPrintable(words));
            QVERIFY(says(m_window, u"1 setting found"_s) || says(m_window, u"1 setting(s) found"_s));
        }
        QTest::keyClick(m_window->findChild<QLineEdit *>(), Qt::Key_Return);
        QVERIFY(m_window->focusWidget() == row(u"proxyMode"_s)->control());
        search(u"本机地址"_s);
        QVERIFY(row(u"portReach"_s)->isMarked());
    }

    void aSearchWithoutResultSaysSo()
    {
        open(SettingsSection::General);
        search(u"xyzzy"_s);
        QVERIFY(shownSections().isEmpty());
        QVERIFY(says(m_window, u"Nothing found."_s));
        search(u"network"_s);
        QVERIFY(shownSections().contains(u"Network"_s));
        m_window->showSection(SettingsSection::Logs); // asked for from outside
        QCOMPARE(m_window->section(), SettingsSection::Logs);
        QCOMPARE(shownSections().size(), qsizetype(kSettingsSectionCount));
    }

    void theWindowIsWorkedByKeys()
    {
        open(SettingsSection::General);
        QVERIFY(QTest::qWaitForWindowActive(m_window));
        auto *list = control<QListWidget>(u"Sections"_s);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Down);
        QCOMPARE(m_window->section(), SettingsSection::Network);
        QTest::keyClick(list, Qt::Key_F, Qt::ControlModifier);
        auto *field = control<QLineEdit>(u"Search settings"_s);
        QVERIFY(field->hasFocus());
        QTest::keyClicks(field, u"live lines"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_window->section(), SettingsSection::Logs);
        QVERIFY(control<QSpinBox>(u"Live lines kept"_s)->hasFocus());
        QTest::keyClick(m_window->focusWidget(), Qt::Key_Escape); // ends the search first
        QVERIFY(field->text().isEmpty() && field->hasFocus());
        QVERIFY(m_window->isVisible());
        QTest::keyClick(field, Qt::Key_Escape);
        QTRY_VERIFY(!m_window);
    }

    // --- with the main window -----------------------------------------------------------------------

    void theMainWindowOpensItAndFollowsLanguageThemeAndNumbers()
    {
        WindowOptions options;
        options.useLanguage = [this](const QString &wanted) {
            return m_language.use(wanted.isEmpty() ? u"en"_s : wanted);
        };
        options.openDemo = [] {};
        MainWindow main(*m_engine, options);
        main.resize(1200, 800);
        main.show();
        QVERIFY(QTest::qWaitForWindowActive(&main));
        QVERIFY(!main.settingsWindow());
        QTest::keyClick(&main, Qt::Key_Comma, Qt::ControlModifier);
        QPointer<SettingsWindow> window = main.settingsWindow();
        QVERIFY(window && window->isVisible() && !window->isModal());
        main.navigateTo({.settings = SettingsSection::Sending});
        QVERIFY(main.settingsWindow() == window); // one window
        QCOMPARE(window->section(), SettingsSection::Sending);
        QCOMPARE(main.currentPage(), PageId::Overview); // the page stays

        window->showSection(SettingsSection::General);
        named<QCheckBox>(window, u"Hide account numbers"_s)->click();
        auto *eye = named<QPushButton>(main.page(PageId::Overview), u"Hide numbers"_s);
        QVERIFY(eye->isChecked());

        auto *language = named<QComboBox>(window, u"Language"_s);
        language->setFocus();
        language->setCurrentIndex(language->findData(u"zh_CN"_s));
        QTRY_VERIFY(!window); // built again
        window = main.settingsWindow();
        QVERIFY(window && window->isVisible());
        QCOMPARE(window->windowTitle(), u"设置"_s);
        QCOMPARE(window->section(), SettingsSection::General);
        QVERIFY(window->focusWidget() == shownPage(window)->row(u"language"_s)->control());
        QVERIFY(named<QPushButton>(main.page(PageId::Overview), u"隐藏 QQ 号"_s));
        QCOMPARE(m_engine->profile().settings().language, u"zh_CN"_s);

        auto *theme = shownPage(window)->row(u"theme"_s)->control();
        auto *choice = qobject_cast<QComboBox *>(theme);
        choice->setCurrentIndex(choice->findData(u"dark"_s));
        QTRY_VERIFY(!window);
        window = main.settingsWindow();
        QVERIFY(window && window->isVisible());
        QVERIFY(window->palette().color(QPalette::Window).lightness() < 128);

        // from outside, in the settings window's own words
        main.setLanguage(u"en"_s);
        QTRY_VERIFY(main.settingsWindow() && main.settingsWindow()->windowTitle() == u"Settings"_s);
        QCOMPARE(named<QComboBox>(main.settingsWindow(), u"Language"_s)->currentData().toString(), u"en"_s);
        main.settingsWindow()->close();
        QTRY_VERIFY(!main.settingsWindow());
        main.setTheme(u"light"_s); // closed stays closed
        QVERIFY(!main.settingsWindow());
    }

    void thePaletteLeadsToEachSection()
    {
        WindowOptions options;
        options.language = u"en"_s;
        options.useLanguage = [this](const QString &wanted) { return m_language.use(wanted); };
        MainWindow main(*m_engine, options);
        main.show();
        const QList<PaletteItem> items = main.paletteItems();
        for (int i = 0; i < kSettingsSectionCount; ++i) {
            const QString title = u"Settings: "_s + SettingsWindow::titleOf(SettingsSection(i));
            const auto it = std::find_if(items.cbegin(), items.cend(),
                                         [&title](const PaletteItem &item) { return item.title == title; });
            QVERIFY2(it != items.cend(), qPrintable(title));
            it->run();
            QVERIFY(main.settingsWindow());
            QCOMPARE(main.settingsWindow()->section(), SettingsSection(i));
        }
    }
};

ROOKERY_WINDOW_TEST(tst_settingswindow, TestSettingsWindow)
#include "tst_settingswindow.moc"
