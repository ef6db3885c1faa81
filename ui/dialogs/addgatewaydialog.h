// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialog.h"
#include "gatewayform.h"

#include "engine/engine.h"

class QLineEdit;
class QStackedWidget;
class QTreeWidget;

namespace rookery::ui {

//! Adds a gateway in three steps: its kind; address and token; a live test that names what is wrong.
class AddGatewayDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AddGatewayDialog)

public:
    AddGatewayDialog(engine::Engine &engine, const Theme &theme, QWidget *parent);

private:
    enum Step { Kind, Address, Test };

    [[nodiscard]] QWidget *kindStep();
    [[nodiscard]] QWidget *addressStep();
    [[nodiscard]] QWidget *testStep();
    //! Asks for what this kind needs, in its words.
    void choose(GatewayKind kind);
    void go(Step step);
    void next();
    void addressEdited(const QString &text);
    //! False, with words, when the address or the token is missing or cannot be read.
    [[nodiscard]] bool readFields();
    void runTest();
    void showReport(const GatewayTestReport &report);
    void reviewCertificate();
    void add();

    engine::Engine &m_engine;
    QStackedWidget *m_steps = nullptr;
    QLabel *m_where = nullptr;
    //! A labelled line with words below it.
    struct Field {
        QLabel *label = nullptr;
        QLineEdit *edit = nullptr;
        QLabel *hint = nullptr;
        void word(const QString &labelText, const QString &hintText);
        void show(bool shown);
    };
    [[nodiscard]] Field addLine(QWidget *page, QLineEdit *edit);

    GatewayForm m_form;
    QLineEdit *m_name = nullptr;
    Field m_address;
    Field m_token;
    Field m_oneBot;
    QLabel *m_warning = nullptr;
    QTreeWidget *m_report = nullptr;
    QLabel *m_outcome = nullptr;
    QPushButton *m_back = nullptr;
    QPushButton *m_again = nullptr;
    QPushButton *m_certificate = nullptr;
    GatewayProfile m_profile;
    std::optional<CertificateInfo> m_refused;
    int m_testRun = 0; //!< an answer of an older run is dropped
};

} // namespace rookery::ui
