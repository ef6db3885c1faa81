// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/masterdetailpage.h"

#include "kit/accountnames.h"

class QLabel;
class QPushButton;
class QTableView;
class QVBoxLayout;

namespace rookery::ui {

class AgeTicker;
class EvidenceModel;
class IncidentFilter;
class IncidentModel;

//! Shows open and closed incidents with their evidence, their meaning and the page that helps.
class HealthPage final : public MasterDetailPage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HealthPage)

public:
    HealthPage(engine::Engine &engine, const Theme &theme, QWidget *parent);
    ~HealthPage() override;

    [[nodiscard]] QString title() const override { return tr("Health"); }
    void settingsChanged() override;
    void showItem(const Destination &to) override;
    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject &state) override;
    [[nodiscard]] QList<PaletteItem> paletteItems() override;

protected:
    void showDetail() override;

private:
    void applyAccounts(const engine::SessionChanges &changes);
    void applyIncidents(const QList<Incident> &incidents);
    void build();
    void buildHead();
    void buildList();
    [[nodiscard]] QVBoxLayout *buildMeaning(QWidget *card);
    [[nodiscard]] QVBoxLayout *buildEvidence(QWidget *card);
    void selectIncident(const IncidentId &incident);
    void jump();
    void openPlace(PageId page); //!< with what concerns the selected incident
    void updateSummary();
    [[nodiscard]] const Incident *selected() const;

    AccountNames m_names;
    IncidentModel *m_model = nullptr;
    IncidentFilter *m_filtered = nullptr;
    EvidenceModel *m_evidence = nullptr;
    AgeTicker *m_ticker = nullptr;
    QPushButton *m_openOnly = nullptr;
    QLabel *m_summary = nullptr;
    QTableView *m_evidenceTable = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_severity = nullptr;
    QLabel *m_advice = nullptr;
    QLabel *m_accounts = nullptr;
    QLabel *m_cause = nullptr;
    QLabel *m_span = nullptr;
    QPushButton *m_jump = nullptr;
    QPushButton *m_account = nullptr; //!< lead to what else belongs to the incident
    QPushButton *m_lines = nullptr;
    QPushButton *m_sent = nullptr;
};

} // namespace rookery::ui
