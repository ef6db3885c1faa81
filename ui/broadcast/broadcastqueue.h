// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "kit/accountnames.h"
#include "kit/destination.h"
#include "kit/theme.h"

#include <QJsonObject>
#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QSplitter;
class QTableView;

namespace rookery::ui {

class BroadcastModel;
class DeliveryEvidence;
class DeliveryFilter;
class DeliveryModel;
class WaitStrip;

//! Shows the broadcasts and, target by target, the outcome of the selected one.
class BroadcastQueue final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BroadcastQueue)

public:
    BroadcastQueue(engine::Engine &engine, const Theme &theme, const AccountNames &names, QWidget *parent);

    enum class Filter { All, Unknown, Failed };

    void apply(const engine::BroadcastChanges &changes);
    void namesChanged();
    void tick();
    [[nodiscard]] bool needsSecondTicks() const; //!< something is being sent, so seconds matter
    void select(BroadcastId broadcast);
    //! Selects a broadcast as soon as it is in the list: its delta may come after the answer.
    void expect(BroadcastId broadcast);
    void setFilter(Filter filter);
    void refresh();
    void focusFilter();
    bool clearFilter();
    [[nodiscard]] int waitingForWord() const; //!< deliveries with outcome unknown, of all broadcasts
    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject &state);

Q_SIGNALS:
    void notice(const QString &text);
    //! Reports that this broadcast is to be sent once more.
    void againWanted(const rookery::SentBroadcast &sent);
    //! Asks for another page, as Page::navigate does.
    void navigate(const rookery::ui::Destination &to);

private:
    [[nodiscard]] QWidget *buildBroadcasts();
    [[nodiscard]] QWidget *buildDeliveries();
    void connectControls();
    [[nodiscard]] const BroadcastSummary *selected() const;
    [[nodiscard]] QList<Delivery> selectedDeliveries() const;
    [[nodiscard]] QList<Delivery> shownDeliveries() const;
    void load();
    void updateActions();
    void updateDeliveryActions();
    void reportEnds(const QList<BroadcastSummary> &changed);
    void showEvidence();
    void run(const FutureResult<> &future, const QString &done);
    void askCancel();
    void withSent(std::function<void(const SentBroadcast &)> use);
    void useAgain();
    void showMessage();
    void arrived();
    void sendAgain(const QList<Delivery> &deliveries);
    void exportCsv();
    void writeCsv(const QString &path);

    engine::Engine &m_engine;
    const Theme &m_theme;
    const AccountNames &m_names;
    BroadcastModel *m_broadcasts = nullptr;
    QSortFilterProxyModel *m_sorted = nullptr;
    DeliveryModel *m_deliveries = nullptr;
    DeliveryFilter *m_filtered = nullptr;
    int m_load = 0; //!< counts loads: only the newest answer is shown
    Filter m_filter = Filter::All;
    BroadcastId m_expected;

    QSplitter *m_splitter = nullptr;
    QTableView *m_broadcastTable = nullptr;
    QPushButton *m_pause = nullptr;
    QPushButton *m_resume = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_message = nullptr;
    QPushButton *m_useAgain = nullptr;
    WaitStrip *m_waits = nullptr;
    QTableView *m_deliveryTable = nullptr;
    QLabel *m_deliveryTitle = nullptr;
    QPushButton *m_all = nullptr;
    QPushButton *m_unknown = nullptr;
    QPushButton *m_failed = nullptr;
    QLineEdit *m_search = nullptr;
    QPushButton *m_arrived = nullptr;
    QPushButton *m_again = nullptr;
    QPushButton *m_retryShown = nullptr;
    QPushButton *m_export = nullptr;
    DeliveryEvidence *m_evidence = nullptr;
};

} // namespace rookery::ui
