// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/page.h"

#include "kit/accountnames.h"

#include <optional>

class QCheckBox;
class QFrame;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace rookery::ui {

class AgeTicker;
class BroadcastQueue;
class Composer;
class PlanModel;
class TargetPicker;

//! Composes a message, chooses targets, shows the plan, confirms the numbers once, and follows each delivery.
class BroadcastPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BroadcastPage)

public:
    BroadcastPage(engine::Engine &engine, const Theme &theme, QWidget *parent);
    ~BroadcastPage() override;

    [[nodiscard]] QString title() const override { return tr("Broadcast"); }
    void settingsChanged() override;
    void refresh() override;
    void focusFilter() override;
    bool escape() override;
    void showItem(const Destination &to) override;
    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject &state) override;
    [[nodiscard]] QList<PaletteItem> paletteItems() override;

    [[nodiscard]] Draft draft() const;

private:
    void applyAccounts(const engine::SessionChanges &changes);
    void applyBroadcasts(const engine::BroadcastChanges &changes);
    void build();
    [[nodiscard]] QHBoxLayout *buildHead();
    [[nodiscard]] QWidget *buildCompose();
    [[nodiscard]] QWidget *buildPlan();
    void showQueue(bool queue);
    void draftEdited();
    void updateActions();
    void preview();
    void send();
    void planThen(std::function<void(const Plan &)> then);
    void showPlan(const Plan &plan);
    void namesChanged();
    void hidePlan();
    void confirm(const Plan &plan);
    [[nodiscard]] static QWidget *shownMessage(const Draft &draft, QWidget *parent);
    void sendEach(bool each);
    void enqueue(const Plan &plan);
    void askToUseAgain(const SentBroadcast &sent);
    void useAgain(const SentBroadcast &sent);
    void tell(const Error &error);

    AccountNames m_names;
    PlanModel *m_planModel = nullptr;
    std::optional<Plan> m_shownPlan; //!< shown now
    AgeTicker *m_ticker = nullptr;
    int m_plan = 0; //!< counts plans: an edit in between makes an answer stale
    bool m_planning = false;
    bool m_enqueueing = false;

    QPushButton *m_toCompose = nullptr;
    QPushButton *m_toQueue = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_preview = nullptr;
    QPushButton *m_send = nullptr;
    QFrame *m_stoppedStrip = nullptr;
    QStackedWidget *m_stack = nullptr;
    QSplitter *m_splitter = nullptr;
    Composer *m_composer = nullptr;
    TargetPicker *m_targets = nullptr;
    QFrame *m_planCard = nullptr;
    QLabel *m_planTitle = nullptr;
    QLabel *m_planSummary = nullptr;
    QCheckBox *m_each = nullptr; //!< no merging: a group gets the message from each account that reaches it
    QTableView *m_planTable = nullptr;
    BroadcastQueue *m_queue = nullptr;
};

} // namespace rookery::ui
