// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lagrange/console.h"
#include "onebot/wireprofile.h"

#include <QJsonObject>

namespace rookery::sim::lagrange {

//! Logs events in Lagrange.OneBot's own words and order.
class LogWriter final
{
public:
    explicit LogWriter(Console &console) : m_console(console) {}

    void started();
    void connectsForQr();
    void qrFetched(seconds life, const QByteArray &drawing);
    //! Logs the state of the code. `state`: WaitingForScan, WaitingForConfirm, Confirmed, CodeExpired, Canceled.
    void qrState(const QString &state, const QString &uin);
    void qrExpired();
    void usesSession();
    void loggedInByQr(const QString &nickname, const QString &account);
    void registered();
    void botReady(const QString &account);
    void opened(const onebot::Endpoint &endpoint, const QString &error);
    //! Logs what `Adapter::noted` reports.
    void noted(const onebot::Endpoint &endpoint, const QString &what, const QString &detail);
    void running();
    void kicked(const QString &tag, const QString &message);
    void socketLost();
    void reconnected();
    void received(const QString &group, const QString &sender, const QString &text);
    void passedOn(const QJsonObject &event); //!< at level Trace

private:
    void service(const QString &level, const QString &name, int id, const QString &text);

    Console &m_console;
};

} // namespace rookery::sim::lagrange
