// SPDX-License-Identifier: GPL-3.0-or-later
#include "breakmenu.h"

#include "faultsdialog.h"
#include "kit/dialog.h"
#include "text/wording.h"

#include <QAction>

namespace rookery::ui {

BreakMenu::BreakMenu(DemoWorld &world, engine::Engine &engine, const Theme &theme, QWidget *parent)
    : QMenu(parent)
    , m_world(world)
    , m_engine(engine)
    , m_theme(theme)
{
    for (int i = 0; i < kDemoTroubleCount; ++i) {
        const auto trouble = DemoTrouble(i);
        addAction(titleOf(trouble), this, [this, trouble] { cause(trouble); });
    }
    addSeparator();
    addAction(tr("All faults …"), this,
              [this] { (new FaultsDialog(m_world, m_engine, m_theme, parentWidget()->window()))->open(); });
    addAction(tr("End all faults"), this, [this] {
        onResult(this, m_world.endTroubles(), [this](const Result<> &result) {
            Q_EMIT notice(result ? tr("All faults have ended. What they broke may still need its remedy.")
                                 : text::errorText(result.error()));
        });
    });
}

QString BreakMenu::titleOf(DemoTrouble trouble)
{
    switch (trouble) {
    case DemoTrouble::RkeyServersFail:
        return tr("rkey servers answer 504 (NapCat)");
    case DemoTrouble::GroupSendsLost:
        return tr("Group messages are lost in a timeout (LLBot)");
    case DemoTrouble::PortsStayClosed:
        return tr("Logged in, but the ports stay closed (NapCat)");
    case DemoTrouble::PicturesRefused:
        return tr("Pictures are refused: rich media transfer failed (NapCat)");
    case DemoTrouble::BotBlocksService:
        return tr("A WeChat bot without a login blocks its service (GeekAI)");
    }
    return {};
}

QString BreakMenu::whatFollows(DemoTrouble trouble)
{
    switch (trouble) {
    case DemoTrouble::RkeyServersFail:
        return tr("With the next picture the rkey page shows where the keys come from now.");
    case DemoTrouble::GroupSendsLost:
        return tr("Send a message to one of its groups: it ends as unknown, not as sent.");
    case DemoTrouble::PortsStayClosed:
        return tr("It restarts and logs in; after half a minute it is an incident.");
    case DemoTrouble::PicturesRefused:
        return tr("Send a picture through it: Rookery retries, then names the cause.");
    case DemoTrouble::BotBlocksService:
        return tr("Its interface answers 502 until somebody scans the code on the page Login.");
    }
    return {};
}

void BreakMenu::cause(DemoTrouble trouble)
{
    onResult(this, m_world.cause(trouble), [this, trouble](const Result<GatewayId> &gateway) {
        if (!gateway) {
            tell(parentWidget()->window(), m_theme, tr("Nothing was broken"), gateway.error());
            return;
        }
        Q_EMIT notice(tr("%1 is broken now. %2", "gateway; what follows").arg(gateway->value(), whatFollows(trouble)));
        Q_EMIT navigate({.page = PageId::Overview, .gateway = *gateway});
    });
}

} // namespace rookery::ui
