// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/masterdetailpage.h"

#include "kit/accountnames.h"

#include <QHash>

#include <stop_token>
#include <utility>

class QLabel;
class QPushButton;

namespace rookery::ui {

class LineExplanation;
class LogFilter;
class LogFilterBar;
class LogModel;

//! Shows what gateways log, live or from a file: recognised, explained, and never with a secret in it.
class LogsPage final : public MasterDetailPage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogsPage)

public:
    LogsPage(engine::Engine &engine, const Theme &theme, QWidget *parent);
    ~LogsPage() override;

    [[nodiscard]] QString title() const override { return tr("Logs"); }
    void settingsChanged() override;
    void activate() override;
    void refresh() override;
    void focusFilter() override;
    bool escape() override;
    void showItem(const Destination &to) override;
    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject &state) override;
    [[nodiscard]] QList<PaletteItem> paletteItems() override;

protected:
    void showDetail() override;

private:
    void applyAccounts(const engine::SessionChanges &changes);
    void append(const QList<LogLine> &lines);
    void build();
    void buildHead();
    void buildTable();
    void connectControls();

    void openFile();
    void scan(const QString &path);
    void showLive();
    [[nodiscard]] LogModel &shown() const;
    void useSource(LogModel *model);
    void setPaused(bool paused);
    void scrollToEnd(); //!< to the newest line, while the view stays at it
    void applyFilters();
    void updateStatus();
    [[nodiscard]] GatewayKind kindOf(const LogLine &line) const;
    void copySelected();

    AccountNames m_names;
    QHash<std::pair<int, QString>, RuleExplanation> m_rules; //!< by GatewayKind and rule
    LogModel *m_live = nullptr;
    LogModel *m_file = nullptr;
    LogFilter *m_filtered = nullptr;
    QList<LogLine> m_held; //!< arrived while paused
    QString m_filePath; //!< empty: live
    GatewayKind m_fileKind = kDefaultKind; //!< detected from the file's lines
    LogReading m_fileReading; //!< the assumptions made about the file
    int m_scan = 0; //!< counts scans: only the newest answer is used
    bool m_scanning = false;
    std::stop_source m_stopScan; //!< stops the scan of the current file
    bool m_follows = true; //!< the view stays at the newest line

    QPushButton *m_sourceLive = nullptr;
    QPushButton *m_sourceFile = nullptr;
    QPushButton *m_pause = nullptr;
    QPushButton *m_tail = nullptr;
    QLabel *m_status = nullptr;
    LogFilterBar *m_filters = nullptr;
    LineExplanation *m_explanation = nullptr;
};

} // namespace rookery::ui
