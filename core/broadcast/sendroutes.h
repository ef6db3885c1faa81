// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accountsender.h"
#include "planner.h"

#include "model/event.h"
#include "store/broadcastrepository.h"

#include <QObject>
#include <QSet>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace rookery::broadcast {

//! Holds one route per gateway: what the sessions say about its account, and the sender that sends for it. Stopped at
//! first. Engine thread.
class SendRoutes final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SendRoutes)

public:
    explicit SendRoutes(const SenderContext &context, QObject *parent = nullptr);
    ~SendRoutes() override;

    //! Takes the state of a gateway's account; the first call adds the route.
    void set(const GatewayId &id, gateway::Gateway *gateway, const AccountId &account, const Capabilities &capabilities,
             bool online, const Error &away);
    //! Removes the route; a send in flight still ends in a recorded outcome.
    void remove(const GatewayId &id);
    void setContacts(const GatewayId &id, const QList<Contact> &contacts);
    //! Takes whether new broadcasts may use the account; what is queued already is sent.
    void setExcluded(const GatewayId &id, bool excluded);
    //! Stops or starts all senders, those of later routes too.
    void setStopped(bool stopped);
    //! Makes all senders look for something to send.
    void wakeAll();
    //! Ends the hold of a sender whose gateway was wrong to refuse a message as "offline".
    void endHoldAway(const GatewayId &id);
    //! Finishes when no send is in flight.
    [[nodiscard]] FutureResult<> quiet();

    [[nodiscard]] AccountId accountOf(const GatewayId &id) const; //!< null: unknown
    [[nodiscard]] bool isExcluded(const GatewayId &id) const;
    [[nodiscard]] QList<PlanRoute> planRoutes() const;
    //! Says why the account of this queue cannot send now. Reason::None: it can.
    [[nodiscard]] Error whyWaiting(const store::AccountQueue &queue) const;

Q_SIGNALS:
    void claimed(const rookery::Delivery &delivery); //!< committed and about to be sent
    void waitsChanged(); //!< `whyWaiting` may say something else

private:
    struct SendRoute {
        std::unique_ptr<AccountSender> sender;
        AccountId account;
        std::optional<QSet<Target>> contacts;
        bool answersOnly = false;
        bool excluded = false;
        Error away; //!< Reason::None: online
    };

    void checkQuiet();

    SenderContext m_context;
    std::map<GatewayId, SendRoute> m_routes;
    std::vector<std::unique_ptr<AccountSender>> m_retired; //!< of removed gateways, until their last answer is recorded
    bool m_stopped = true;
    QList<Promise<void>> m_quiet; //!< callers that wait for the last send to end
};

} // namespace rookery::broadcast
