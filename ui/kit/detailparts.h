// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QHBoxLayout;
class QTabBar;

namespace rookery::ui {

//! Shows the parts of some details side by side, or where the width is short, one of them behind tabs. Asks for as
//! little height as the parts can have, so that an area around them scrolls only below that.
class DetailParts final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DetailParts)

public:
    explicit DetailParts(QWidget *parent);

    //! Adds a part; `title` is that of its tab, `stretch` its share of the width.
    void add(const QString &title, QLayout *content, int stretch);
    [[nodiscard]] bool hasTabs() const { return m_narrow; }
    [[nodiscard]] QTabBar *tabs() const { return m_tabs; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();

    QTabBar *m_tabs = nullptr;
    QHBoxLayout *m_row = nullptr;
    QList<QWidget *> m_parts;
    bool m_narrow = false;
};

} // namespace rookery::ui
