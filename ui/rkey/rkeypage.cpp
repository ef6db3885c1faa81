// SPDX-License-Identifier: GPL-3.0-or-later
#include "rkeypage.h"

#include "kit/ageticker.h"
#include "kit/bardelegate.h"
#include "kit/columnfit.h"
#include "kit/detailparts.h"
#include "kit/emptyhint.h"
#include "kit/heldorder.h"
#include "kit/naturalsorter.h"
#include "kit/sentences.h"
#include "kit/statusstyle.h"
#include "kit/tagfilter.h"
#include "kit/viewstate.h"
#include "kit/walltime.h"
#include "kit/widgetfactory.h"
#include "rkeymodel.h"
#include "text/wording.h"

#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

RkeyPage::RkeyPage(engine::Engine &engine, const Theme &theme, QWidget *parent)
    : MasterDetailPage(engine, theme, parent)
{
    m_names.read(engine);
    m_model = new RkeyModel(theme, m_names, wallNow, this);
    m_model->apply(engine.health().rkeys(), {});
    m_providers = new ProviderModel(theme, wallNow, this);
    m_filtered = new NaturalSorter(m_model, this);
    build();
    m_ticker = new AgeTicker(
        this,
        [this] {
            m_model->tick();
            showDetail();
        },
        [this] {
            const WallTime now = wallNow();
            for (const RkeyState &row : m_model->rows()) {
                if (now - row.sourceSince < std::chrono::minutes(1) || now - row.probeAt < std::chrono::minutes(1))
                    return true;
            }
            return false;
        });
    selectFirst();
    showDetail();
    connect(&engine.sessions(), &engine::SessionService::changed, this, &RkeyPage::applyAccounts);
    connect(&engine.health(), &engine::HealthService::changed, this, [this](const engine::HealthChanges &changes) {
        if (!changes.rkeys.isEmpty())
            applyRkeys(changes.rkeys, {});
    });
}

RkeyPage::~RkeyPage() = default;

void RkeyPage::build()
{
    QHBoxLayout *head = addHead();
    head->addWidget(makeLabel(tr("Keys that make received picture links download"), LabelKind::Muted, this));
    head->addStretch();
    m_tagMenu = new TagMenu(theme(), addFilter(head, tr("Filter accounts"), tr("Filter rkey accounts")));
    m_tagMenu->setTags(tagsOf(engine().sessions().accounts()));
    buildList();
    DetailParts *details = makeDetails(264);
    details->add(tr("Keys"), buildMeaning(details), 4);
    details->add(tr("Providers"), buildProviders(details), 5);
    assemble(detailsCard(), {3, 2}, {420, 280});
}

void RkeyPage::buildList()
{
    QTableView *table = makeList(m_filtered, tr("rkey accounts"));
    holdOrderUnderPointer(table, m_filtered);
    table->setItemDelegateForColumn(RkeyModel::Life, new BarDelegate(theme(), table));
    table->sortByColumn(RkeyModel::Source, Qt::DescendingOrder);
    setColumnWidths(table, {150, 158, 84, 182, 172, 120});
    new EmptyHint(tr("No account has reported its keys yet.\nThey appear once a gateway is connected."), table);
}

QVBoxLayout *RkeyPage::buildMeaning(QWidget *card)
{
    auto *layout = new QVBoxLayout;
    layout->setSpacing(kGap);
    auto *head = new QHBoxLayout;
    head->setSpacing(kGap);
    m_account = makeLabel({}, LabelKind::Title, card);
    m_source = makeLabel({}, LabelKind::Body, card);
    head->addWidget(m_account);
    head->addWidget(m_source);
    head->addStretch();
    layout->addLayout(head);
    m_meaning = makeLabel({}, LabelKind::Body, card);
    m_meaning->setWordWrap(true);
    layout->addWidget(m_meaning);
    m_latchStrip = makeStrip({}, Role::Degraded, card);
    m_latch = m_latchStrip->findChild<QLabel *>();
    layout->addWidget(m_latchStrip);
    auto *facts = new QFormLayout;
    facts->setHorizontalSpacing(16);
    facts->setVerticalSpacing(4);
    m_since = addFact(facts, tr("Source since"), card);
    m_life = addFact(facts, tr("Key in use"), card);
    m_probeOutcome = addFact(facts, tr("Last probe"), card);
    layout->addLayout(facts);
    m_probeAdvice = makeLabel({}, LabelKind::Muted, card);
    m_probeAdvice->setWordWrap(true);
    layout->addWidget(m_probeAdvice);
    layout->addStretch();
    return layout;
}

QVBoxLayout *RkeyPage::buildProviders(QWidget *card)
{
    auto *layout = new QVBoxLayout;
    layout->setSpacing(kGap);
    layout->addWidget(makeLabel(tr("Providers as seen"), LabelKind::Section, card));
    m_providerTable = makeDetailList(m_providers, tr("rkey providers"), card);
    setColumnWidths(m_providerTable, {160, 96, 76, 112, 76}, {ProviderModel::Name});
    new EmptyHint(tr("No provider has been used yet."), m_providerTable);
    layout->addWidget(m_providerTable, 1);
    m_asked = makeLabel({}, LabelKind::Muted, card);
    m_asked->setWordWrap(true);
    layout->addWidget(m_asked);

    auto *buttons = new QHBoxLayout;
    m_logs = makeButton(tr("Show rkey lines"), ButtonKind::Plain, card);
    m_probe = makeButton(tr("Probe"), ButtonKind::Primary, card, tr("Probe rkey"));
    m_probe->setToolTip(tr("Downloads the newest picture link of this account to see whether it works"));
    buttons->addStretch();
    buttons->addWidget(m_logs);
    buttons->addWidget(m_probe);
    layout->addLayout(buttons);
    connect(m_probe, &QPushButton::clicked, this, &RkeyPage::probe);
    connect(m_logs, &QPushButton::clicked, this,
            [this] { Q_EMIT navigate({.page = PageId::Logs, .gateway = selected(), .category = LogCategory::Rkey}); });
    return layout;
}

GatewayId RkeyPage::selected() const
{
    const QModelIndex index = current();
    return index.isValid() ? m_model->at(index.row()).gateway : GatewayId();
}

void RkeyPage::selectGateway(const GatewayId &gateway)
{
    if (const int row = m_model->rowOfKey(gateway); row >= 0)
        select(m_model->index(row, 0));
}

void RkeyPage::filterRows(const QString &typed)
{
    m_filtered->setWords(typed);
}

void RkeyPage::showDetail()
{
    const int row = m_model->rowOfKey(selected());
    const bool any = row >= 0;
    m_probe->setEnabled(any && !m_model->at(std::max(row, 0)).probing);
    m_logs->setEnabled(any);
    if (!any) {
        m_account->setText(tr("No account selected"));
        m_meaning->setText(tr("Choose an account above to see where its keys come from."));
        m_latchStrip->hide();
        m_source->hide();
        for (QLabel *label : {m_since, m_life, m_probeOutcome})
            label->setText(text::dash());
        m_probeAdvice->clear();
        m_asked->clear();
        m_providers->setRows({});
        return;
    }
    const RkeyState &state = m_model->at(row);
    const WallTime now = wallNow();
    m_account->setText(m_names.name(state.gateway));
    m_source->setText(text::rkeyWord(state));
    setChip(m_source, statusStyle(state).role);
    m_source->show();
    m_meaning->setText(text::rkeyMeaning(state, now));
    m_latch->setText(text::rkeyLatchWords(state, now));
    m_latchStrip->setVisible(state.nativeLatched);
    m_since->setText(state.sourceSince == WallTime{}
                         ? text::dash()
                         : tr("%1 (%2)", "time (age)")
                               .arg(text::localTime(state.sourceSince, now), text::ago(state.sourceSince, now)));
    m_life->setText(RkeyModel::lifeWords(state, now));
    m_asked->setText(tr("Key request: %1").arg(text::rkeyAskedWords(state, now)));
    m_probeOutcome->setText(state.probing ? tr("probing") : m_model->index(row, RkeyModel::Probe).data().toString());
    const QString trouble = text::errorText(state.probeError);
    m_probeAdvice->setText(trouble.isEmpty() ? QString() : joined(trouble, text::errorAdvice(state.probeError)));
    m_probeAdvice->setVisible(!trouble.isEmpty());
    m_probe->setText(state.probing ? tr("Probing") : tr("Probe"));
    m_providers->setRows(state.providers);
}

void RkeyPage::probe()
{
    const GatewayId gateway = selected();
    if (gateway.isNull())
        return;
    onResult(this, engine().health().probeRkey(gateway), [this](const Result<> &result) {
        if (!result)
            Q_EMIT notice(joined(text::errorText(result.error()), text::errorAdvice(result.error())));
    });
}

void RkeyPage::applyAccounts(const engine::SessionChanges &changes)
{
    const bool renamed = m_names.apply(changes);
    if (renamed)
        m_model->namesChanged();
    if (renamed || !changes.removed.isEmpty()) {
        m_tagMenu->setTags(tagsOf(engine().sessions().accounts()));
        applyRkeys({}, changes.removed);
    }
}

void RkeyPage::applyRkeys(const QList<RkeyState> &rkeys, const QList<GatewayId> &removed)
{
    const GatewayId kept = selected();
    m_model->apply(rkeys, removed);
    if (selected().isNull())
        selectFirst();
    else if (!(selected() == kept))
        selectGateway(kept);
    showDetail();
    m_ticker->reschedule();
}

void RkeyPage::settingsChanged()
{
    m_names.read(engine());
    m_model->namesChanged();
    showDetail();
}

void RkeyPage::refresh()
{
    probe();
}

void RkeyPage::showItem(const Destination &to)
{
    filter()->clear();
    selectGateway(to.gateway);
}

QJsonObject RkeyPage::saveState() const
{
    QJsonObject state = MasterDetailPage::saveState();
    state.insert(u"providerColumns"_s, saveHeader(m_providerTable));
    state.insert(u"selected"_s, selected().value());
    return state;
}

void RkeyPage::restoreState(const QJsonObject &state)
{
    MasterDetailPage::restoreState(state);
    restoreHeader(m_providerTable, state.value("providerColumns"_L1));
    selectGateway(GatewayId(state.value("selected"_L1).toString()));
}

QList<PaletteItem> RkeyPage::paletteItems()
{
    QList<PaletteItem> items;
    for (const RkeyState &state : m_model->rows()) {
        const GatewayId gateway = state.gateway;
        items.append({.title = tr("rkey of %1").arg(m_names.name(gateway)),
                      .hint = text::rkeyWord(state),
                      .iconName = u"rkey"_s,
                      .run = [this, gateway] { Q_EMIT navigate({.page = PageId::Rkey, .gateway = gateway}); }});
    }
    return items;
}

} // namespace rookery::ui

#include "moc_rkeypage.cpp"
