// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/dialog.h"

#include "engine/engine.h"

#include <functional>

namespace rookery::ui {

//! Shows a refused certificate; trusting it pins the fingerprint.
class CertificateDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CertificateDialog)

public:
    //! `trust` pins the certificate.
    CertificateDialog(const Theme &theme, const QString &gateway, const CertificateInfo &certificate, QWidget *parent,
                      std::function<FutureResult<>(const CertificateInfo &)> trust);
};

} // namespace rookery::ui
