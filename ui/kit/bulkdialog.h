// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bulkrun.h"
#include "dialog.h"
#include "rowmodel.h"

#include "engine/engine.h"

class QProgressBar;
class QSortFilterProxyModel;
class QTableView;

namespace rookery::ui {

//! Describes what is done to many gateways, in words and as a command.
struct BulkJob {
    struct Account {
        GatewayId gateway;
        QString name;
        bool operator==(const Account &) const = default;
    };

    QString title; //!< with the number: "Disconnect 10 accounts"
    QString button; //!< of the confirmation
    QString question; //!< what a yes leads to; empty: it starts without one
    QString leftOut; //!< why chosen accounts are not among these; empty: all are
    ButtonKind kind = ButtonKind::Primary; //!< Danger: the default button is the harmless one
    bool isOrder = false; //!< what ended without an error has only begun; the account's row shows what becomes of it
    bool isReport = false; //!< the results are worth reading although all succeeded
    QList<Account> accounts;
    BulkCommand command;
    std::function<QString(int)> done; //!< reports how many succeeded: "10 accounts disconnected"
};

//! Holds one line of the results.
struct BulkRow {
    BulkJob::Account account;
    BulkRun::State state = BulkRun::State::Waiting;
    Error why = {};
    bool operator==(const BulkRow &) const = default;
};

//! Lists the accounts of a bulk action, with how it went for each.
class BulkModel final : public RowModel<BulkRow>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BulkModel)

public:
    enum Column { Name, Outcome, ColumnCount };

    BulkModel(const Theme &theme, bool isOrder, QObject *parent)
        : RowModel(theme, ColumnCount, parent)
        , m_isOrder(isOrder)
    {}

    void update(int row, BulkRun::State state, const Error &why);
    [[nodiscard]] int count(BulkRun::State state) const;

protected:
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] QString textOf(const BulkRow &row, int column) const override;
    [[nodiscard]] QVariant sortKey(const BulkRow &row, int column) const override;
    [[nodiscard]] QString toolTip(const BulkRow &row, int column) const override;
    [[nodiscard]] std::optional<StatusStyle> status(const BulkRow &row, int column) const override;
    [[nodiscard]] std::optional<Role> color(const BulkRow &row, int column) const override;

private:
    const bool m_isOrder;
};

//! Asks once, runs a job with its progress, and lists what failed and why: to be copied, and to be retried. Closes by
//! itself when all succeeded.
class BulkDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BulkDialog)

public:
    BulkDialog(engine::Engine &engine, const Theme &theme, BulkJob job, QWidget *parent);

    //! Opens the dialog; a job without a question starts at once.
    void begin();
    //! Returns how many succeeded so far.
    [[nodiscard]] int succeeded() const { return m_model->count(BulkRun::State::Done); }
    //! Cancels what runs, and stays until that has ended; else closes.
    void reject() override;

Q_SIGNALS:
    void notice(const QString &text);

private:
    enum class Step { Asking, Running, Over };

    void build();
    void onPrimary();
    //! Runs the job for these rows of the list.
    void run(const QList<int> &rows);
    void onChanged(int item);
    void onFinished();
    [[nodiscard]] QString summary() const;
    [[nodiscard]] QList<int> failedRows() const;
    void copy();

    BulkJob m_job;
    Step m_step = Step::Asking;
    BulkModel *m_model = nullptr;
    QSortFilterProxyModel *m_sorted = nullptr;
    BulkRun *m_run = nullptr; //!< the newest
    QList<int> m_rows; //!< of the newest run: the row of each item
    QLabel *m_question = nullptr;
    QLabel *m_leftOut = nullptr;
    QLabel *m_progressText = nullptr;
    QProgressBar *m_bar = nullptr;
    QTableView *m_table = nullptr;
    QPushButton *m_copy = nullptr;
};

} // namespace rookery::ui
