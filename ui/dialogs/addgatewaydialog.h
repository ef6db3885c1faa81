// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialog.h"

#include "engine/engine.h"

#include <QHash>

class QLineEdit;
class QRadioButton;
class QStackedWidget;
class QTreeWidget;

namespace rookery::ui {

class DialInBox;
class GatewayFields;
class NeedsCard;

//! Adds a gateway in three steps: its kind; what it needs; a live test that names what is wrong. For a gateway that
//! dials in the third step shows what to paste there, and waits for it.
class AddGatewayDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AddGatewayDialog)

public:
    AddGatewayDialog(engine::Engine &engine, const Theme &theme, QWidget *parent);
    ~AddGatewayDialog() override;

    //! Begins at the second step: OneBot 11, dialling in, this account.
    void beginWithDialIn(const QString &account);

private:
    enum Step { Kind, Needs, Test };

    [[nodiscard]] QWidget *kindStep();
    [[nodiscard]] QWidget *needsStep();
    [[nodiscard]] QWidget *testStep();
    [[nodiscard]] QWidget *lookRow(QWidget *page);
    //! Asks what stands at the address that was pasted, and chooses the kind by it.
    void look();
    void showFound(const Detection &found, const QString &typed);
    void begin(const GatewayProfile &profile);
    //! Asks for what this kind needs, in its words.
    void choose(GatewayKind kind);
    void go(Step step);
    //! Tab goes through the lines, the card and the buttons, as they are read.
    void orderFocus();
    void next();
    //! False, with words, when something is missing or cannot be read.
    [[nodiscard]] bool readFields();
    [[nodiscard]] Redacted<QString> token() const;
    void runTest();
    void stopTest();
    void stopWaiting();
    void showWaiting(bool waiting);
    void showTurnedAway(const ListenerState &listener);
    void offerSwitch(const Detection &found);
    void switchKind();
    void showReport(const GatewayTestReport &report);
    void addStep(const TestStepResult &step);
    void reviewCertificate();
    void add();

    engine::Engine &m_engine;
    QStackedWidget *m_steps = nullptr;
    QLabel *m_where = nullptr;
    NeedsCard *m_card = nullptr;
    GatewayFields *m_fields = nullptr;
    QHash<GatewayKind, QRadioButton *> m_kinds;
    QLineEdit *m_unknown = nullptr; //!< an address of nobody knows what
    QPushButton *m_look = nullptr;
    QLabel *m_found = nullptr;
    QString m_looked; //!< what was looked at last
    DialInBox *m_dialIn = nullptr;
    QTreeWidget *m_report = nullptr;
    QLabel *m_outcome = nullptr;
    QLabel *m_turnedAway = nullptr;
    QPushButton *m_back = nullptr;
    QPushButton *m_again = nullptr;
    QPushButton *m_switch = nullptr; //!< to the kind that stands there
    std::optional<Detection> m_seems;
    QPushButton *m_certificate = nullptr;
    GatewayProfile m_profile;
    Redacted<QString> m_made; //!< the token of a gateway that dials in; ours
    std::optional<CertificateInfo> m_refused;
    int m_testRun = 0; //!< an answer of an older run is dropped
    bool m_testing = false;
    bool m_waiting = false; //!< testing, and it is the gateway's turn
    WallTime m_waitingSince{};
};

} // namespace rookery::ui
