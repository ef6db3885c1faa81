// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/redacted.h"

#include <QImage>
#include <QString>
#include <QWidget>

namespace rookery::ui {

//! A login code: dark on white with its quiet zone whatever the theme, whole pixels per module. The text
//! behind it is a credential: it lives here and nowhere else, and the accessible texts never say it.
class QrView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QrView)

public:
    explicit QrView(QWidget *parent);

    //! Repaints only when the text differs. A faded code is one that no longer works.
    void setCode(const Redacted<QString> &text, bool faded);
    void clear();
    [[nodiscard]] bool hasCode() const { return !m_image.isNull(); }
    //! A picture for the phone's owner elsewhere; about `side` pixels, null without a code.
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
