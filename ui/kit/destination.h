// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"
#include "model/incident.h"
#include "model/logline.h"

#include <QMetaType>

#include <optional>

namespace rookery::ui {

//! Lists the pages in the order of the navigation and of Ctrl+1 … Ctrl+7.
enum class PageId { Overview, Login, Broadcast, Rkey, Logs, Health, Gateways };
inline constexpr int kPageCount = int(PageId::Gateways) + 1;

//! Lists the sections of the settings window, in its order.
enum class SettingsSection { General, Network, Sending, Notifications, Logs, Security, About };
inline constexpr int kSettingsSectionCount = int(SettingsSection::About) + 1;

//! Names a page, and what it should show once it is in front; a page ignores what it does not have.
struct Destination {
    PageId page = PageId::Overview;
    std::optional<SettingsSection> settings = {}; //!< the settings window at this section; the page stays as it is
    GatewayId gateway = {}; //!< null: whatever the page shows now; so for the other ids
    std::optional<Target> target = {}; //!< a chat of the gateway
    BroadcastId broadcast = {};
    bool sent = false; //!< of Broadcast: what was sent, not the composer
    std::optional<DeliveryState> deliveries = {}; //!< only those in this state; implies `sent`
    IncidentId incident = {};
    std::optional<LogCategory> category = {}; //!< only log lines of this one

    //! Returns whether it names more than the page.
    [[nodiscard]] bool hasItem() const { return *this != Destination{.page = page}; }
    bool operator==(const Destination &) const = default;
};

} // namespace rookery::ui
