// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <optional>

namespace rookery::ui {

//! Holds what is typed into the proxy's form and not applied yet.
struct ProxyDraft {
    ProxySettings proxy;
    std::optional<Redacted<QString>> password; //!< empty: not typed
    bool operator==(const ProxyDraft &) const = default;
};

//! Saves changed settings one after another, and remembers what could not be saved and what is typed but not applied:
//! both outlive the settings window, which is closed, and rebuilt with another language or theme.
class SettingsEditor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SettingsEditor)

public:
    explicit SettingsEditor(engine::Engine &engine, QObject *parent = nullptr);

    //! Returns the settings with every change so far, also those that the engine has not confirmed yet.
    [[nodiscard]] const Settings &settings() const { return m_settings; }
    //! Changes one setting, known by its `key`, and saves it; `settled` follows. It applies even if it cannot be saved.
    void change(const QString &key, const std::function<void(Settings &)> &edit);
    //! Returns why the last change of that setting could not be saved.
    [[nodiscard]] std::optional<Error> failure(const QString &key) const;

    // What is typed and not applied; empty: nothing.
    std::optional<ProxyDraft> proxyDraft;
    std::optional<ListenerSettings> portDraft;
    //! Saves the typed proxy. The draft ends once it applies, also if the window has been closed meanwhile; that its
    //! file could not be written is a `failure` then.
    [[nodiscard]] FutureResult<> applyProxy();
    //! Opens our own port as typed, which may be refused: nothing changes then, and the draft stays.
    [[nodiscard]] FutureResult<> applyPort();

Q_SIGNALS:
    //! Reports that the settings have changed, here or elsewhere.
    void changed();
    void settled(const QString &key);

private:
    void applied(const Settings &settings);
    void answered(const QString &key, const Result<> &saved);
    Result<> remember(const QString &key, const Result<> &saved);
    //! Saves again what could not be saved, because the disk works again.
    void saveAgain();

    engine::Engine &m_engine;
    Settings m_settings;
    QHash<QString, Error> m_failures;
    int m_saving = 0; //!< answers that are still to come
};

} // namespace rookery::ui
