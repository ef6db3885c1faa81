// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settingspage.h"

class QPushButton;
class QTableView;

namespace rookery::ui {

class CertificateModel;

//! Shows whose certificates are trusted by fingerprint and until when, and ends the trust in one.
class CertificateList final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CertificateList)

public:
    CertificateList(const SettingsContext &context, QWidget *parent);

Q_SIGNALS:
    void removing(); //!< another attempt begins
    void failed(const rookery::Error &error);

private:
    void refresh();
    [[nodiscard]] const GatewayProfile *selected() const; //!< nullptr: no row is selected
    void askToRemove();
    void remove(const GatewayId &gateway);

    const SettingsContext m_context;
    CertificateModel *m_model = nullptr;
    QTableView *m_table = nullptr;
    QPushButton *m_remove = nullptr;
};

} // namespace rookery::ui
