// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/page.h"
#include "kit/theme.h"
#include "navigation.h"

#include "engine/engine.h"

#include <QMainWindow>
#include <QPointer>

#include <functional>
#include <memory>
#include <optional>

class QFrame;
class QLabel;
class QScrollArea;
class QStackedWidget;
class QTimer;

namespace rookery::ui {

class CommandPalette;
class DemoStory;
class DemoControl;
class IncidentStrip;
class SettingsOpener;
class SettingsWindow;
class StatusLine;
class TopBar;
class Tray;
class WindowDialogs;
class WindowLifecycle;

//! Configures the window; passed once, by main().
struct WindowOptions {
    DemoControl *demo = nullptr; //!< acts on the made-up gateways; nullptr: this is no demo
    QString language; //!< "zh_CN", "en"; empty: the profile's
    QString theme; //!< "light", "dark", "system"; empty: the profile's
    //! Installs the translators of "zh_CN", "en" or "" (the system's); returns the chosen one.
    std::function<QString(const QString &)> useLanguage;
    //! Opens the demo in a process of its own.
    std::function<void()> openDemo;
    //! Returns whether there is a tray; empty: as the desktop says. Tests decide themselves.
    std::function<bool()> hasTray;
};

//! Surrounds the pages with the shell: navigation, top bar, incident strip, status line, palette, tray. Everything
//! with words or colours is rebuilt when language or theme changes, and gets its state back.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    MainWindow(engine::Engine &engine, WindowOptions options);
    ~MainWindow() override;

    void navigateTo(const Destination &to);
    [[nodiscard]] PageId currentPage() const { return m_current; }
    [[nodiscard]] Page *page(PageId id); //!< built on first use
    [[nodiscard]] QList<PaletteItem> paletteItems();
    [[nodiscard]] SettingsWindow *settingsWindow() const; //!< nullptr: it is closed

    //! Shows the window for a start of the program: in front, or with `minimised` only in the tray or task bar.
    void open(bool minimised);
    //! Takes over the arguments of a second start, and comes to the front. Empty language or theme: as it is. They stay
    //! until the setting itself is changed, and are left out while a question is open.
    void openAgain(const QString &language, const QString &theme);
    //! Saves the state and emits quitWanted, without a question.
    void leave();
    void setLanguage(const QString &language);
    void setTheme(const QString &theme);

Q_SIGNALS:
    //! The operator wants to quit, and every question has been answered.
    void quitWanted();

protected:
    void closeEvent(QCloseEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Entry {
        PageEntry entry;
        std::function<Page *()> make;
        Page *page = nullptr;
        QScrollArea *area = nullptr; //!< shows what of the page there is room for
    };

    void build();
    //! Rebuilds the window in another language or theme; the pages keep their state.
    void showLanguage(const QString &language);
    void showTheme(const QString &theme);
    //! Follows settings that were changed anywhere.
    void applySettings(const Settings &settings);
    void showNotice(const QString &words);
    void buildActions();
    void buildTray();
    void nextPane(int step); //!< F6: moves the focus to the next part of the window
    [[nodiscard]] QWidget *centre();
    [[nodiscard]] QList<Entry> entries();
    void connectTopBar();
    void showAccounts();
    void showTitle(const QList<AccountSnapshot> &accounts);
    void showQueue();
    void showShellState();
    void showIncidents();
    void openPalette();
    void addGroups(CommandPalette *palette);
    void showError(const Result<> &result);
    void showStorage();
    [[nodiscard]] QFrame *restoredStrip(QWidget *parent);
    void showRestored();
    void updateRateTimer();
    void openPlace(const Destination &to);
    void stopSending(bool stop);
    void muteUntil(WallTime until);
    void askBeforeQuit();
    void collectState(QJsonObject &state) const;

    engine::Engine &m_engine;
    WindowOptions m_options;
    QString m_language;
    QString m_wantedLanguage; //!< that m_language was chosen for: "zh_CN", "en" or "" (the system's)
    QString m_wantedTheme; //!< likewise
    Settings m_applied; //!< as last seen
    QPalette m_platform; //!< as it was before any of our themes
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<WindowDialogs> m_dialogs;
    AccountNames m_names;
    WindowLifecycle *m_lifecycle = nullptr;
    SettingsOpener *m_settings = nullptr;
    QList<Entry> m_entries; //!< by PageId
    PageId m_current = PageId::Overview;
    Navigation *m_navigation = nullptr;
    TopBar *m_bar = nullptr;
    StatusLine *m_status = nullptr;
    IncidentStrip *m_strip = nullptr;
    QWidget *m_steps = nullptr; //!< the card of the demo, if this is one
    QFrame *m_storage = nullptr;
    QLabel *m_storageText = nullptr;
    QFrame *m_restored = nullptr;
    QLabel *m_restoredText = nullptr;
    // Contents of the storage strip; the strip itself is rebuilt with the language.
    std::optional<Error> m_trouble; //!< the engine's, until it reports the recovery
    std::optional<int> m_restoredDeliveries; //!< until the operator looks at them
    QStackedWidget *m_stack = nullptr;
    std::unique_ptr<DemoStory> m_story; //!< only in the demo; the card that shows it is rebuilt with the language
    std::unique_ptr<Tray> m_tray;
    QPointer<CommandPalette> m_palette;
    QTimer *m_rate = nullptr;
    WallTime m_mutedUntil{}; //!< notifications; the tray is rebuilt with the language
};

} // namespace rookery::ui
