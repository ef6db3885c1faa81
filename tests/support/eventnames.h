// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"

#include "base/overloaded.h"

#include <QStringList>

#include <vector>

namespace rookery {

//! Names a signal of a driver in one word, for tables of what follows from an input.
[[nodiscard]] inline QString signalName(const gateway::GatewaySignal &signal)
{
    static constexpr const char *kNames[] = {"reached",   "authenticated", "digits", "waiting",
                                             "logged-in", "channel",       "lost",   "refused"};
    return QLatin1StringView(kNames[signal.index()]);
}

//! Names a report of a driver in one word; "?": one that no link decides about.
[[nodiscard]] inline QString eventName(const gateway::DriverEvent &event)
{
    using namespace Qt::Literals::StringLiterals;
    return std::visit(
        Overloaded{
            [](const gateway::GatewaySignal &signal) { return signalName(signal); },
            [](const Event &) { return u"event"_s; },
            [](const gateway::driver::Undecodable &) { return u"skipped"_s; },
            [](const GatewayVersion &) { return u"version"_s; },
            [](const ServiceView &) { return u"view"_s; },
            [](const gateway::driver::QrChanged &code) { return code.text.isEmpty() ? u"no-code"_s : u"code"_s; },
            [](const gateway::driver::LoginText &) { return u"text"_s; },
            [](const gateway::driver::PeerArrived &) { return u"arrived"_s; },
            [](const auto &) { return u"?"_s; },
        },
        event);
}

//! Returns the first effect of a type; a default one if there is none.
template <class Wanted, class Effect>
[[nodiscard]] Wanted firstEffect(const std::vector<Effect> &effects)
{
    for (const Effect &effect : effects) {
        if (const auto *found = std::get_if<Wanted>(&effect))
            return *found;
    }
    return {};
}

//! Returns the first event of a type among the effects `Report`; a default one if there is none.
template <class Report, class Wanted, class Effect>
[[nodiscard]] Wanted firstReport(const std::vector<Effect> &effects)
{
    for (const Effect &effect : effects) {
        const auto *report = std::get_if<Report>(&effect);
        const auto *event = report ? std::get_if<Wanted>(&report->event) : nullptr;
        if (event)
            return *event;
    }
    return {};
}

//! Returns the first signal of a type among the effects `Report`; a default one if there is none.
template <class Report, class Wanted, class Effect>
[[nodiscard]] Wanted firstSignal(const std::vector<Effect> &effects)
{
    for (const Effect &effect : effects) {
        const auto *report = std::get_if<Report>(&effect);
        const auto *signal = report ? std::get_if<gateway::GatewaySignal>(&report->event) : nullptr;
        if (signal && std::holds_alternative<Wanted>(*signal))
            return std::get<Wanted>(*signal);
    }
    return {};
}

//! Disconnects a driver inside its first report of that name, and notes what a link decided to report afterwards.
class DisconnectsAt final : public QObject
{
public:
    DisconnectsAt(gateway::Gateway &driver, const QString &report)
    {
        connect(&driver, &gateway::Gateway::happened, this, [this, &driver, report](const gateway::DriverEvent &event) {
            const QString name = eventName(event);
            if (done && name != u"?")
                late.append(name);
            if (done || name != report)
                return;
            done = true;
            driver.disconnectLink();
        });
    }

    bool done = false;
    QStringList late;
};

} // namespace rookery
