// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "destination.h"
#include "theme.h"

#include "engine/engine.h"

#include <QJsonObject>
#include <QLayout>
#include <QList>
#include <QString>
#include <QWidget>

#include <functional>

namespace rookery::ui {

//! Describes one line of the command palette (Ctrl+K).
struct PaletteItem {
    QString title; //!< what is searched and shown; plain text
    QString hint; //!< muted, to the right: kind, number, shortcut
    QString iconName; //!< resources/icons
    std::function<void()> run;
};

//! Implements one page of the window. Talks to the engine only: reads its services in the constructor and connects to
//! their signals. Is destroyed and rebuilt when the language or the
//! theme changes (saveState/restoreState carry its state over), so texts and colours are read once, in the
//! constructor. Accessible names of controls are unique within the page.
class Page : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Page)

public:
    Page(engine::Engine &engine, const Theme &theme, QWidget *parent)
        : QWidget(parent)
        , m_engine(engine)
        , m_theme(theme)
    {}
    ~Page() override = default;

    //! Returns false: a page takes the height that there is; its own preference must not squeeze the strips above it.
    [[nodiscard]] bool hasHeightForWidth() const override { return false; }
    //! Returns the height below which the page scrolls; the area around it asks.
    [[nodiscard]] int heightForWidth(int width) const override
    {
        return layout() ? layout()->totalMinimumHeightForWidth(width) : -1;
    }

    [[nodiscard]] virtual QString title() const = 0; //!< as in the navigation
    virtual void settingsChanged() {} //!< the settings differ (masking of numbers …)
    virtual void activate() {} //!< the page was just brought to the front
    virtual void refresh() {} //!< F5
    virtual void focusFilter() {} //!< Ctrl+F: put the cursor into the page's filter
    virtual bool escape() { return false; } //!< Esc: close what is open on the page; true if something was
    //! Shows what the destination names; it led to this page.
    virtual void showItem(const Destination &to) { Q_UNUSED(to); }

    //! Returns filters, columns, splitters, drafts: everything that has to survive a restart. No secrets.
    [[nodiscard]] virtual QJsonObject saveState() const { return {}; }
    virtual void restoreState(const QJsonObject &state) { Q_UNUSED(state); }
    //! Returns what the palette can find on this page: actions, accounts, groups.
    [[nodiscard]] virtual QList<PaletteItem> paletteItems() { return {}; }

Q_SIGNALS:
    //! Asks the window for a page, maybe this one.
    void navigate(const rookery::ui::Destination &to);
    //! Reports an outcome for a line at the bottom of the window, shown for some seconds; plain text.
    void notice(const QString &text);
    //! Asks for the demo, in a process of its own.
    void demoWanted();

protected:
    [[nodiscard]] engine::Engine &engine() const { return m_engine; }
    [[nodiscard]] const Theme &theme() const { return m_theme; }

private:
    engine::Engine &m_engine;
    const Theme &m_theme;
};

} // namespace rookery::ui
