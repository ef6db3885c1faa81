// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/democontrol.h"
#include "kit/destination.h"

#include "engine/engine.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <array>

namespace rookery::ui {

//! Lists the five things that a newcomer tries in the demo, in their order.
enum class DemoStep { Scan, Send, Decide, SeeRkeyBreak, Repair };

inline constexpr int kDemoStepCount = 5;
inline constexpr int kDemoTargets = 20; //!< of the broadcast that counts as the second step

//! Watches the engine for what proves each step; nothing is ticked for a press of a button. Lives as long as the
//! window, whose card is rebuilt with the language.
class DemoStory final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DemoStory)

public:
    DemoStory(engine::Engine &engine, DemoControl &control);

    [[nodiscard]] bool isDone(DemoStep step) const { return m_done.at(std::size_t(step)); }
    [[nodiscard]] bool allDone() const;
    //! Returns the first step that is not done; the last one if all are.
    [[nodiscard]] DemoStep next() const;
    //! Returns where the step is done.
    [[nodiscard]] Destination placeOf(DemoStep step) const;
    //! Takes note of the page in front.
    void showPage(PageId page);
    //! Whether the operator wants to see the card.
    [[nodiscard]] bool isShown() const { return m_shown; }
    void setShown(bool shown);

Q_SIGNALS:
    void changed();

private:
    void finish(DemoStep step);
    void watchAccounts();
    void watchBroadcasts();
    void watchRkeys();

    engine::Engine &m_engine;
    std::array<bool, kDemoStepCount> m_done{};
    bool m_shown = true;
    PageId m_page = PageId::Overview;
    QSet<GatewayId> m_scanned; //!< by the demo phone
    QHash<BroadcastId, int> m_unknown; //!< most unknown deliveries that the broadcast has had
    QSet<GatewayId> m_broken; //!< whose keys were not from QQ
};

} // namespace rookery::ui
