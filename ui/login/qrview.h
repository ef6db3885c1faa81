// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/redacted.h"

#include <QImage>
#include <QString>
#include <QWidget>

namespace rookery::ui {

//! Shows a login code: dark on white with its quiet zone in every theme, whole pixels per module. The text behind it
//! is a credential: it is stored only here, and the accessible texts never contain it.
class QrView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QrView)

public:
    explicit QrView(QWidget *parent);

    //! Sets the code; repaints only when the text differs. A faded code is one that no longer works.
    void setCode(const Redacted<QString> &text, bool faded);
    void clear();
    [[nodiscard]] bool hasCode() const { return !m_image.isNull(); }
    //! Returns a picture to send to a phone's owner elsewhere; about `side` pixels, null without a code.
    [[nodiscard]] QImage picture(int side) const;

    [[nodiscard]] QSize sizeHint() const override { return {248, 248}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {232, 232}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Redacted<QString> m_text;
    QImage m_image; //!< one pixel per module, quiet zone included
    bool m_faded = false;
};

} // namespace rookery::ui
