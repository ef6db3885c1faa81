// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/page.h"

#include "kit/accountnames.h"
#include "lineselection.h"
#include "logwords.h"

#include <QHash>

#include <memory>
#include <utility>
#include <vector>

class QAction;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QSplitter;

namespace rookery::ui {

class LineExplanation;
class LogExport;
class LogFilterBar;
class LogHistogram;
class LogView;

//! Shows what gateways log, live or from a file: recognised, explained, and never with a secret in it.
class LogsPage final : public Page
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
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    [[nodiscard]] QHBoxLayout *buildHead();
    [[nodiscard]] QPushButton *buildMenu();
    [[nodiscard]] QPushButton *buildRulesMenu();
    void buildView();
    void connectControls();
    QAction *addViewAction(const QString &text, const QKeySequence &key);
    void applyAccounts(const engine::SessionChanges &changes);

    [[nodiscard]] engine::LogDocument &live() const;
    [[nodiscard]] engine::LogDocument &source() const; //!< of the lines that are shown
    [[nodiscard]] bool isLive() const { return m_paths.isEmpty(); }
    void chooseFile();
    void openFiles(const QStringList &paths);
    void showLive();
    void useSource();
    void setPaused(bool paused);
    void onLiveGrew(LineNumber from);
    void onSourceGrew();
    void onSourceChanged();
    void applyFilters();
    void checkText();
    void updateStatus();
    [[nodiscard]] QStringList statusOfFile() const;
    [[nodiscard]] QStringList statusOfLive() const;
    [[nodiscard]] QStringList statusOfSearch() const;
    void showDetail();
    [[nodiscard]] std::optional<LogLine> currentLine() const;
    [[nodiscard]] GatewayKind kindOf(const LogLine &line) const;
    [[nodiscard]] RuleExplanation ruleOf(const LogLine &line) const;
    [[nodiscard]] std::optional<Incident> incidentOf(const LogLine &line) const;
    void showOnlyRule();
    void readRules();
    void onRulesChanged();
    void chooseRules();
    void importRules(const QString &path);
    void chooseRulesExport();
    void exportRules(const QString &path);
    void removeRules();
    void copySelected();
    void chooseExport();
    void exportTo(const QString &path, const std::vector<LineRange> &rows);
    void endExport();
    void fitHeight();

    AccountNames m_names;
    LogWords m_words;
    QHash<std::pair<int, QString>, RuleExplanation> m_rules; //!< by GatewayKind and rule
    std::unique_ptr<engine::LogDocument> m_file; //!< of one file or several
    std::unique_ptr<LogExport> m_export; //!< while lines are written to a file
    std::unique_ptr<engine::LiveLog> m_held; //!< the live lines as they were when the view was paused
    qint64 m_newWhileHeld = 0;
    qint64 m_droppedWhileHeld = 0;
    QStringList m_paths; //!< of m_file; empty: live
    bool m_isDetailPending = false; //!< the current line is not read yet

    QPushButton *m_sourceLive = nullptr;
    QPushButton *m_sourceFile = nullptr;
    QPushButton *m_pause = nullptr;
    QPushButton *m_tail = nullptr;
    QAction *m_wrap = nullptr;
    QAction *m_timeline = nullptr;
    QAction *m_byCategory = nullptr;
    QAction *m_exportLines = nullptr;
    QAction *m_exportRules = nullptr;
    QAction *m_removeRules = nullptr;
    QPushButton *m_cancelExport = nullptr;
    QLabel *m_status = nullptr;
    LogFilterBar *m_filters = nullptr;
    LogHistogram *m_histogram = nullptr;
    LogView *m_view = nullptr;
    QSplitter *m_splitter = nullptr;
    LineExplanation *m_explanation = nullptr;
};

} // namespace rookery::ui
