// SPDX-License-Identifier: GPL-3.0-or-later
#include "settingseditor.h"

#include "base/reasons/machine.h"

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Returns whether what was to be saved applies, and only its file could not be written.
bool isDiskTrouble(const Error &error)
{
    return error.reason == Reason::DiskFull || error.reason == Reason::DiskFailed || error.reason == Reason::FileDenied;
}

} // namespace

SettingsEditor::SettingsEditor(engine::Engine &engine, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_settings(engine.profile().settings())
{
    connect(&engine.profile(), &engine::ProfileService::settingsChanged, this, &SettingsEditor::applied);
    connect(&engine.profile(), &engine::ProfileService::storageRecovered, this, &SettingsEditor::saveAgain);
}

void SettingsEditor::change(const QString &key, const std::function<void(Settings &)> &edit)
{
    edit(m_settings);
    ++m_saving;
    onResult(this, m_engine.profile().saveSettings(m_settings),
             [this, key](const Result<> &saved) { answered(key, saved); });
    Q_EMIT changed();
}

std::optional<Error> SettingsEditor::failure(const QString &key) const
{
    const auto found = m_failures.constFind(key);
    return found == m_failures.cend() ? std::nullopt : std::optional(*found);
}

FutureResult<> SettingsEditor::applyProxy()
{
    const ProxyDraft draft = proxyDraft.value_or(ProxyDraft{.proxy = m_settings.proxy, .password = {}});
    const Promise<void> answer;
    onResult(this, m_engine.profile().saveProxy(draft.proxy, draft.password),
             [this, draft, answer](const Result<> &saved) {
                 const ProxySettings now = m_engine.profile().settings().proxy;
                 ProxySettings wanted = draft.proxy;
                 wanted.hasPassword = now.hasPassword; // the engine decides that
                 const bool holds = saved || (isDiskTrouble(saved.error()) && now == wanted);
                 if (holds && proxyDraft == draft)
                     proxyDraft.reset();
                 answer.resolve(holds ? remember(u"proxyMode"_s, saved) : saved);
             });
    return answer.future();
}

FutureResult<> SettingsEditor::applyPort()
{
    // Not part of m_settings until it is confirmed: a change that follows must not be refused with the port.
    Settings wanted = m_settings;
    wanted.listener = portDraft.value_or(m_settings.listener);
    const Promise<void> answer;
    onResult(this, m_engine.profile().saveSettings(wanted),
             [this, port = wanted.listener, answer](const Result<> &saved) {
                 const bool holds = saved || m_engine.profile().settings().listener == port;
                 if (holds && portDraft == port)
                     portDraft.reset();
                 answer.resolve(holds ? remember(u"port"_s, saved) : saved);
             });
    return answer.future();
}

//! Keeps why a setting that applies could not be written, to show it at its row and to save again later.
Result<> SettingsEditor::remember(const QString &key, const Result<> &saved)
{
    if (saved)
        m_failures.remove(key);
    else
        m_failures.insert(key, saved.error());
    Q_EMIT settled(key);
    return {};
}

void SettingsEditor::applied(const Settings &settings)
{
    if (m_saving > 0)
        return; // an older state than the one that is being saved
    m_settings = settings;
    Q_EMIT changed();
}

void SettingsEditor::answered(const QString &key, const Result<> &saved)
{
    --m_saving;
    if (m_saving == 0 && m_settings != m_engine.profile().settings()) {
        m_settings = m_engine.profile().settings();
        Q_EMIT changed();
    }
    static_cast<void>(remember(key, saved));
}

void SettingsEditor::saveAgain()
{
    const QStringList keys = m_failures.keys();
    for (const QString &key : keys)
        change(key, [](Settings &) {});
}

} // namespace rookery::ui

#include "moc_settingseditor.cpp"
