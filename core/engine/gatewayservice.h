// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/detection.h"
#include "model/listener.h"
#include "model/settings.h"

#include "base/async.h"

#include <QObject>

namespace rookery::engine {

//! Edits and tests the list of gateways, and shows our own port, which some of them dial. Lives on the window's thread;
//! every command returns at once and its future finishes later.
class GatewayService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GatewayService)

public:
    [[nodiscard]] virtual ListenerState listener() const = 0; //!< our own port, for gateways that dial in

    [[nodiscard]] static Result<ParsedAddress> parseAddress(const QString &text, GatewayKind kind);
    //! Parses the address of a page that is no gateway's.
    [[nodiscard]] static Result<ParsedAddress> parsePageAddress(const QString &text);
    //! Stores the one address that an operator enters in the field that the profile's kind uses.
    static void setAddress(GatewayProfile &profile, const QUrl &url);
    //! Makes a token for a gateway that dials in; shown once, to be pasted there.
    [[nodiscard]] static Redacted<QString> makeToken();
    [[nodiscard]] virtual PasteResult parsePasted(const QString &text) const = 0;
    [[nodiscard]] virtual GatewayId suggestId(const QString &name) const = 0;

    //! Adds a gateway; its future finishes once the list has it. An empty `oneBotToken` is not stored.
    virtual FutureResult<> add(const GatewayProfile &profile, const Redacted<QString> &token,
                               const Redacted<QString> &oneBotToken = {}) = 0;
    //! Updates a gateway. A given token is stored first, so that the old one is never sent to what the gateway has
    //! become. Without one the old token stays, but it is deleted if it would be a different secret for the new kind.
    virtual FutureResult<> update(const GatewayProfile &profile, const Redacted<QString> &token = {}) = 0;
    virtual FutureResult<> changeToken(const GatewayId &gateway, const Redacted<QString> &token,
                                       const Redacted<QString> &oneBotToken = {}) = 0;
    virtual FutureResult<> remove(const GatewayId &gateway) = 0;
    //! Trusts exactly this certificate; an empty fingerprint ends the trust. Connects again.
    virtual FutureResult<> pinCertificate(const GatewayId &gateway, const CertificateInfo &certificate) = 0;
    //! Tests a gateway without changing the list; names what is wrong, step by step. An empty token means the stored
    //! one.
    virtual FutureResult<GatewayTestReport> test(const GatewayProfile &profile, const Redacted<QString> &token) = 0;
    //! Ends a live test that still waits (for its gateway to dial in); its future resolves as Cancelled.
    virtual void cancelTest(const GatewayId &gateway) = 0;
    //! Detects what is at an address as typed or pasted, by a few harmless requests within seconds: sends no token,
    //! logs nothing in and counts as no login attempt. BadInput: not an address.
    virtual FutureResult<Detection> detect(const QString &address) = 0;
    //! Clears the list of connections that our own port rejected; their count stays.
    virtual FutureResult<> clearIncoming() = 0;

Q_SIGNALS:
    void listenerChanged(const rookery::ListenerState &state);

protected:
    GatewayService() = default;
};

} // namespace rookery::engine
