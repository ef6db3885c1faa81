// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/theme.h"

#include "model/broadcast.h"

#include <QPlainTextEdit>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace rookery::ui {

class PictureStrip;

//! Edits plain text; pictures dropped or pasted on it are offered with a signal instead.
class MessageEdit final : public QPlainTextEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MessageEdit)

public:
    explicit MessageEdit(QWidget *parent) : QPlainTextEdit(parent) {}

Q_SIGNALS:
    void picturesOffered(const QMimeData *source);

protected:
    [[nodiscard]] bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;
};

//! Edits what is sent: title, text, pictures, mention of everyone, pace.
class Composer final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Composer)

public:
    Composer(const Theme &theme, const Pace &defaultPace, QWidget *parent);
    //! Changes what "default" means; a draft at the default pace follows.
    void setDefaultPace(const Pace &pace);

    //! Fills the composer's part of a draft; leaves the targets alone.
    void writeTo(Draft &draft) const;
    void readFrom(const Draft &draft);
    void clear(); //!< title, text, pictures and mention; the pace is the default one again
    [[nodiscard]] bool isEmpty() const;
    void addPictures(); //!< asks for files

Q_SIGNALS:
    void edited();
    void notice(const QString &text);

private:
    void buildMessage(QVBoxLayout *layout);
    void buildPictures(QVBoxLayout *layout);
    void buildPace(QVBoxLayout *layout);
    void askAtAll();
    void tickAtAll(bool on); //!< without the question
    void updateActions();

    const Theme &m_theme;
    Pace m_default;
    QLineEdit *m_title = nullptr;
    MessageEdit *m_text = nullptr;
    QLabel *m_count = nullptr;
    QCheckBox *m_atAll = nullptr;
    PictureStrip *m_pictures = nullptr;
    QPushButton *m_remove = nullptr;
    QPushButton *m_earlier = nullptr;
    QPushButton *m_later = nullptr;
    QComboBox *m_pace = nullptr;
    QDoubleSpinBox *m_seconds = nullptr;
};

} // namespace rookery::ui
