// SPDX-License-Identifier: GPL-3.0-or-later
#include "settingsopener.h"

#include <QDialog>

#include <utility>

namespace rookery::ui {

SettingsOpener::SettingsOpener(engine::Engine &engine, QWidget *window, std::function<bool()> hasTray)
    : QObject(window)
    , m_engine(engine)
    , m_parent(window)
    , m_hasTray(std::move(hasTray))
    , m_editor(engine)
{}

SettingsContext SettingsOpener::context(const Theme &theme)
{
    return {.engine = m_engine, .theme = theme, .editor = m_editor, .hasTray = m_hasTray()};
}

void SettingsOpener::open(const Theme &theme, std::optional<SettingsSection> section)
{
    if (!m_window) {
        m_window = new SettingsWindow(context(theme), m_parent);
        connect(m_window, &QDialog::finished, this, [this, window = m_window] {
            if (window)
                m_last = window->section();
        });
        m_window->showSection(m_last);
    }
    if (section)
        m_window->showSection(*section);
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

void SettingsOpener::openOver(const Theme &theme, SettingsSection section, QDialog *dialog)
{
    auto *window = new SettingsWindow(context(theme), dialog);
    window->limitTo(section);
    window->open();
}

void SettingsOpener::close()
{
    if (m_window)
        m_window->close();
}

void SettingsOpener::suspend()
{
    if (!m_window)
        return;
    if (m_window->isVisible())
        m_suspended = m_window->view();
    delete m_window;
}

void SettingsOpener::resume(const Theme &theme)
{
    if (const std::optional<SettingsView> view = std::exchange(m_suspended, std::nullopt)) {
        open(theme, view->section);
        m_window->restore(*view);
    }
}

} // namespace rookery::ui

#include "moc_settingsopener.cpp"
