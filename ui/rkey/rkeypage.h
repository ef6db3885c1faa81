// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/masterdetailpage.h"

#include "kit/accountnames.h"

class QFrame;
class QLabel;
class QPushButton;
class QTableView;
class QVBoxLayout;

namespace rookery::ui {

class AgeTicker;
class NaturalSorter;
class ProviderModel;
class RkeyModel;
class TagMenu;

//! Shows where the keys of picture links come from, account by account, and what that means.
class RkeyPage final : public MasterDetailPage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RkeyPage)

public:
    RkeyPage(engine::Engine &engine, const Theme &theme, QWidget *parent);
    ~RkeyPage() override;

    [[nodiscard]] QString title() const override { return tr("rkey"); }
    void settingsChanged() override;
    void refresh() override;
    void showItem(const Destination &to) override;
    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject &state) override;
    [[nodiscard]] QList<PaletteItem> paletteItems() override;

protected:
    void filterRows(const QString &typed) override;
    void showDetail() override;

private:
    void applyAccounts(const engine::SessionChanges &changes);
    void applyRkeys(const QList<RkeyState> &rkeys, const QList<GatewayId> &removed);
    void build();
    void buildList();
    [[nodiscard]] QVBoxLayout *buildMeaning(QWidget *card);
    [[nodiscard]] QVBoxLayout *buildProviders(QWidget *card);
    void selectGateway(const GatewayId &gateway);
    void probe();
    [[nodiscard]] GatewayId selected() const;

    AccountNames m_names;
    RkeyModel *m_model = nullptr;
    NaturalSorter *m_filtered = nullptr;
    TagMenu *m_tagMenu = nullptr;
    ProviderModel *m_providers = nullptr;
    AgeTicker *m_ticker = nullptr;
    QTableView *m_providerTable = nullptr;
    QLabel *m_account = nullptr;
    QLabel *m_source = nullptr;
    QLabel *m_meaning = nullptr;
    QFrame *m_latchStrip = nullptr;
    QLabel *m_latch = nullptr; //!< the words of the strip
    QLabel *m_since = nullptr;
    QLabel *m_life = nullptr;
    QLabel *m_asked = nullptr;
    QLabel *m_probeOutcome = nullptr;
    QLabel *m_probeAdvice = nullptr;
    QPushButton *m_probe = nullptr;
    QPushButton *m_logs = nullptr;
};

} // namespace rookery::ui
