// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "detection.h"
#include "gateway.h"
#include "pace.h"

#include "base/redacted.h"
#include "base/result.h"

#include <QList>
#include <QString>

#include <optional>
#include <utility>

namespace rookery {

enum class ProxyMode { System, None, Http, Socks5 };

//! Says what closing the window does where there is a tray.
enum class CloseAction {
    Ask, //!< asks, and remembers the answer
    KeepInTray,
    Quit,
};

//! Defines the proxy of all connections that leave this machine. Its password is in the keyring (SecretStore).
struct ProxySettings {
    ProxyMode mode = ProxyMode::System;
    QString host = {}; //!< with Http and Socks5, as all that follows
    quint16 port = 0; //!< 0: not entered yet
    QString user = {}; //!< empty: the proxy asks for no name
    bool hasPassword = false; //!< a password was given for this host and user

    [[nodiscard]] bool isManual() const { return mode == ProxyMode::Http || mode == ProxyMode::Socks5; }
    bool operator==(const ProxySettings &) const = default;
};

//! Configures our own port, for gateways that dial in or post their events.
struct ListenerSettings {
    QString host; //!< an address of this machine; empty: loopback only
    quint16 port = 6701; //!< 0: any free port
    QString certificate; //!< PEM file; enables TLS together with `key`
    QString key; //!< PEM file
    bool operator==(const ListenerSettings &) const = default;
};

//! Chooses what the tray reports: open problems by their severity, and a beep when an account needs a login.
struct NotificationSettings {
    bool failed = true;
    bool needsAttention = true;
    bool degraded = true;
    bool sound = true;
    bool operator==(const NotificationSettings &) const = default;
};

inline constexpr int kLeastLogLines = 1'000;
inline constexpr int kMostLogLines = 200'000;

//! Holds the typed settings of one profile. The window's own state is kept separately, as opaque JSON.
struct Settings {
    QString language; //!< "zh_CN", "en"; empty: the system's
    QString theme; //!< "light", "dark"; empty: system
    ProxySettings proxy;
    bool maskNumbers = false; //!< hide account numbers for screenshots
    bool sendingStopped = false; //!< "stop all sending" survives a restart
    CloseAction closeAction = CloseAction::Ask;
    Pace pace; //!< of a broadcast that names none
    NotificationSettings notifications;
    int liveLogLines = 20'000; //!< kept in memory, of all gateways together
    ListenerSettings listener; //!< for gateways that dial in
    QList<GatewayProfile> gateways;

    bool operator==(const Settings &) const = default;
};

//! Says whether the program starts with the user's desktop session. The desktop keeps that, not the profile, so that
//! its own settings apply too.
struct AutostartState {
    bool available = false; //!< false: it cannot be set up here
    bool on = false;
    bool operator==(const AutostartState &) const = default;
};

//! Describes the keyring. Works: entries are kept. Locked: there is a keyring but it is locked; nothing is overwritten
//! or dropped. None: no keyring answers; secrets live for this run only.
enum class KeyringState { Probing, Works, Locked, None };

//! Holds an address as typed: the base URL, and separately any token found in it, so that it never stays in a URL.
struct ParsedAddress {
    QUrl url;
    Redacted<QString> token;
};

//! Holds one line of the "paste many" box: `id url token`.
struct PastedGateway {
    GatewayProfile profile;
    Redacted<QString> token;
};

//! Holds what was understood of a pasted list of gateways.
struct PasteResult {
    QList<PastedGateway> gateways;
    QList<std::pair<int, QString>> badLines; //!< line number from 1, and the line without its token
};

//! Lists the steps of the live test of "add gateway", in order.
enum class TestStep { Connect, Kind, Token, Version, Login, Actions };

enum class StepState { NotRun, Passed, Failed, Skipped };

//! Holds the outcome of one step of a connection test.
struct TestStepResult {
    TestStep step = TestStep::Connect;
    StepState state = StepState::NotRun;
    Error why; //!< with Failed
    QString found; //!< data: version, account number
    bool operator==(const TestStepResult &) const = default;
};

//! Holds the outcome of a connection test.
struct GatewayTestReport {
    QList<TestStepResult> steps;
    std::optional<CertificateInfo> certificate; //!< refused; may be pinned by the operator
    GatewayVersion version;
    AccountId account;
    QString nickname;
    std::optional<Detection> seems; //!< if another kind than the profile's answered: what was detected

    [[nodiscard]] bool passed() const
    {
        for (const TestStepResult &step : steps) {
            if (step.state == StepState::Failed)
                return false;
        }
        return !steps.isEmpty();
    }
};

} // namespace rookery
