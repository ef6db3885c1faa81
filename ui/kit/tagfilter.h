// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session.h"

#include <QObject>
#include <QStringList>

class QAction;
class QLineEdit;
class QMenu;

namespace rookery::ui {

class Theme;

//! Decides which rows of a list of accounts a filter shows: each word has to be in the row's text or in one of its
//! tags, and each "tag:word" has to be one of its tags.
class WordFilter final
{
public:
    WordFilter() = default;
    explicit WordFilter(const QString &typed);

    [[nodiscard]] bool isEmpty() const { return m_words.isEmpty() && m_tags.isEmpty(); }
    [[nodiscard]] bool accepts(const QString &text, const QStringList &tags) const;

private:
    QStringList m_words;
    QStringList m_tags;
};

//! Offers the tags in use in a menu of a filter field, where the chosen one becomes a word of the filter. Absent as
//! long as nothing has a tag. Belongs to the field.
class TagMenu final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TagMenu)

public:
    TagMenu(const Theme &theme, QLineEdit *filter);

    void setTags(const QStringList &tags);

private:
    void choose(const QString &tag);
    void popUp();

    QLineEdit *m_filter;
    QAction *m_open = nullptr;
    QStringList m_tags;
};

//! Returns the tags of these accounts, each once, sorted as people sort.
[[nodiscard]] QStringList tagsOf(const QList<AccountSnapshot> &accounts);

} // namespace rookery::ui
