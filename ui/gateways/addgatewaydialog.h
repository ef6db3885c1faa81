// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/dialog.h"

#include "engine/engine.h"

#include <QHash>

class QLineEdit;
class QRadioButton;
class QStackedWidget;
class QTreeWidget;

namespace rookery::ui {

class IncomingBox;
class GatewayFields;
class SetupGuideCard;

//! Adds a gateway in three steps: its kind; what it needs; a live test that names what is wrong. For a gateway that
//! dials in, the third step shows what to paste into it and waits for the connection.
class AddGatewayDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AddGatewayDialog)

public:
    AddGatewayDialog(engine::Engine &engine, const Theme &theme, QWidget *parent);
    ~AddGatewayDialog() override;

    //! Starts at the second step with OneBot 11, dialling in, and this account.
    void beginWithIncoming(const QString &account);

Q_SIGNALS:
    void changePortWanted();

private:
    enum Step { Kind, Needs, Test };

    [[nodiscard]] QWidget *kindStep();
    [[nodiscard]] QWidget *needsStep();
    [[nodiscard]] QWidget *testStep();
    [[nodiscard]] QWidget *lookRow(QWidget *page);
    //! Detects what answers at the pasted address, and selects the kind accordingly.
    void look();
    void showFound(const Detection &found, const QString &typed);
    void begin(const GatewayProfile &profile);
    //! Shows the fields that this kind needs, in its own terms.
    void choose(GatewayKind kind);
    void go(Step step);
    //! Orders Tab through the lines, the card and the buttons as they are read.
    void orderFocus();
    void next();
    //! Returns false and shows the problem when something is missing or cannot be read.
    [[nodiscard]] bool readFields();
    [[nodiscard]] Redacted<QString> token() const;
    void runTest();
    void stopTest();
    void stopWaiting();
    void showWaiting(bool waiting);
    void showRejected(const ListenerState &listener);
    void offerSwitch(const Detection &found);
    void switchKind();
    void preferBack(bool back); //!< whether Back is the button to press: after a failed test
    void showReport(const GatewayTestReport &report);
    void addStep(const TestStepResult &step);
    void reviewCertificate();
    void add();

    engine::Engine &m_engine;
    QStackedWidget *m_steps = nullptr;
    QLabel *m_where = nullptr;
    SetupGuideCard *m_card = nullptr;
    GatewayFields *m_fields = nullptr;
    QHash<GatewayKind, QRadioButton *> m_kinds;
    QLineEdit *m_unknown = nullptr; //!< an address of an unknown kind of gateway
    QPushButton *m_look = nullptr;
    QLabel *m_found = nullptr;
    QString m_looked; //!< the address of the last detection
    IncomingBox *m_incoming = nullptr;
    QTreeWidget *m_report = nullptr;
    QLabel *m_outcome = nullptr;
    QLabel *m_rejected = nullptr;
    QPushButton *m_back = nullptr;
    QPushButton *m_again = nullptr;
    QPushButton *m_switch = nullptr; //!< switches to the kind that was detected
    std::optional<Detection> m_seems;
    QPushButton *m_certificate = nullptr;
    GatewayProfile m_profile;
    Redacted<QString> m_made; //!< the token that we made for a gateway that dials in
    std::optional<CertificateInfo> m_refused;
    int m_testRun = 0; //!< an answer of an older run is dropped
    bool m_testing = false;
    bool m_waiting = false; //!< testing, and waiting for the gateway to dial in
    WallTime m_waitingSince{};
};

} // namespace rookery::ui
