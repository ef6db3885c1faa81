// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/dialog.h"

#include "engine/engine.h"

class QPlainTextEdit;
class QTreeWidget;

namespace rookery::ui {

class GatewayFields;

//! Edits the settings of a gateway; its id, token and history stay. Given another `kind` than the gateway's, it
//! converts the gateway to that kind: for one that was replaced or updated.
class EditGatewayDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EditGatewayDialog)

public:
    EditGatewayDialog(engine::Engine &engine, const Theme &theme, const GatewayProfile &gateway, QWidget *parent,
                      std::optional<GatewayKind> kind = {});

private:
    void save();

    engine::Engine &m_engine;
    GatewayProfile m_gateway;
    GatewayFields *m_fields = nullptr;
};

//! Adds many gateways at once, one line each: `id url token`. Bad lines are listed, none is dropped.
class PasteGatewaysDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PasteGatewaysDialog)

public:
    PasteGatewaysDialog(engine::Engine &engine, const Theme &theme, QWidget *parent);

private:
    void read();
    void addAll();
    void addNext();
    void finish();

    engine::Engine &m_engine;
    QPlainTextEdit *m_text = nullptr;
    QTreeWidget *m_preview = nullptr;
    PasteResult m_result;
    int m_next = 0;
    QStringList m_failed; //!< lines as typed, to be corrected; they never leave this dialog
    Error m_lastError;
};

//! Shows a refused certificate; trusting it pins the fingerprint.
class CertificateDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CertificateDialog)

public:
    //! `trust` receives the fingerprint; the caller pins it.
    CertificateDialog(const Theme &theme, const QString &gateway, const CertificateInfo &certificate, QWidget *parent,
                      std::function<FutureResult<>(const QByteArray &)> trust);
};

//! Shows an address before it is opened in the browser; the address never contains a token.
void openGatewayPage(QWidget *parent, const Theme &theme, const GatewayProfile &gateway);

//! Formats a fingerprint as "AB:CD:…", for comparing by eye.
[[nodiscard]] QString fingerprintText(const QByteArray &sha256);
//! Returns a warning about plain http to another machine; empty when there is nothing to warn about.
[[nodiscard]] QString plainHttpWarning(const QUrl &url);

} // namespace rookery::ui
