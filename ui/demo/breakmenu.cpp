// SPDX-License-Identifier: GPL-3.0-or-later
#include "breakmenu.h"

#include "faultsdialog.h"
#include "kit/dialog.h"
#include "text/wording.h"

#include <QAction>

#include <algorithm>

namespace rookery::ui {

BreakMenu::BreakMenu(DemoControl &control, engine::Engine &engine, const Theme &theme, QWidget *parent)
    : QMenu(parent)
    , m_control(control)
    , m_engine(engine)
    , m_theme(theme)
{
    for (int i = 0; i < kDemoIncidentCount; ++i) {
        const auto incident = DemoIncident(i);
        addAction(titleOf(incident), this, [this, incident] { bringAbout(incident); });
    }
    addSeparator();
    addAction(tr("All faults …"), this,
              [this] { (new FaultsDialog(m_control, m_engine, m_theme, parentWidget()->window()))->open(); });
    addAction(tr("End all faults that were switched on here"), this, [this] {
        onResult(this, m_control.endFaults(), [this](const Result<> &result) {
            Q_EMIT notice(result ? tr("Faults ended. What they broke may still need a restart or a login.")
                                 : text::errorText(result.error()));
        });
    });
}

QString BreakMenu::titleOf(DemoIncident incident)
{
    switch (incident) {
    case DemoIncident::RkeyServersFail:
        return tr("rkey servers answer 504 (NapCat)");
    case DemoIncident::GroupSendsLost:
        return tr("Group messages are lost in a timeout (LLBot)");
    case DemoIncident::PortsStayClosed:
        return tr("Logged in, but the ports stay closed (Lagrange)");
    case DemoIncident::PicturesRefused:
        return tr("Pictures are refused: rich media transfer failed (NapCat)");
    case DemoIncident::BotBlocksService:
        return tr("A WeChat bot without a login blocks its service (GeekAI)");
    }
    return {};
}

QString BreakMenu::whatFollows(DemoIncident incident)
{
    switch (incident) {
    case DemoIncident::RkeyServersFail:
        return tr("With the next picture the rkey page shows where the keys come from now.");
    case DemoIncident::GroupSendsLost:
        return tr("Send a message to one of its groups: it ends as unknown, not as sent.");
    case DemoIncident::PortsStayClosed:
        return tr("Scan its code on the page Login: it logs in, but no port opens.");
    case DemoIncident::PicturesRefused:
        return tr("Send a picture through it: Rookery retries, then names the cause.");
    case DemoIncident::BotBlocksService:
        return tr("Its interface answers 502 until somebody scans the code on the page Login.");
    }
    return {};
}

void BreakMenu::bringAbout(DemoIncident incident)
{
    onResult(this, m_control.bringAbout(incident), [this, incident](const Result<GatewayId> &gateway) {
        if (!gateway) {
            tell(parentWidget()->window(), m_theme, tr("Could not bring the incident about"), gateway.error());
            return;
        }
        const QList<AccountSnapshot> accounts = m_engine.sessions().accounts();
        const auto broken =
            std::find_if(accounts.cbegin(), accounts.cend(),
                         [&gateway](const AccountSnapshot &account) { return account.profile.id == *gateway; });
        const QString name = broken == accounts.cend() ? gateway->value() : broken->profile.displayName();
        Q_EMIT notice(tr("%1 is broken now. %2", "gateway; what follows")
                          .arg(text::visibleControls(name), whatFollows(incident)));
        Q_EMIT navigate({.page = PageId::Overview, .gateway = *gateway});
    });
}

} // namespace rookery::ui

#include "moc_breakmenu.cpp"
