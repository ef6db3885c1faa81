// SPDX-License-Identifier: GPL-3.0-or-later
#include "tagfilter.h"

#include "model/tags.h"
#include "text/format.h"
#include "theme.h"

#include <QAction>
#include <QCollator>
#include <QLineEdit>
#include <QMenu>

#include <algorithm>
#include <optional>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Returns the tag that a word of a filter asks for; the colon may be a wide one.
std::optional<QString> wantedTag(const QString &word)
{
    for (const QString &mark : {u"tag:"_s, u"tag\uFF1A"_s}) {
        if (word.startsWith(mark, Qt::CaseInsensitive))
            return word.mid(mark.size());
    }
    return std::nullopt;
}

} // namespace

WordFilter::WordFilter(const QString &typed)
{
    const QStringList words = typed.split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const std::optional<QString> tag = wantedTag(word);
        if (!tag)
            m_words.append(word);
        else if (!tag->isEmpty()) // else it is still being typed
            m_tags.append(*tag);
    }
}

bool WordFilter::accepts(const QString &text, const QStringList &tags) const
{
    const auto has = [&text, &tags](const QString &word) {
        return text.contains(word, Qt::CaseInsensitive)
            || std::any_of(tags.cbegin(), tags.cend(),
                           [&word](const QString &tag) { return tag.contains(word, Qt::CaseInsensitive); });
    };
    return std::all_of(m_words.cbegin(), m_words.cend(), has)
        && std::all_of(m_tags.cbegin(), m_tags.cend(), [&tags](const QString &tag) { return hasTag(tags, tag); });
}

TagMenu::TagMenu(const Theme &theme, QLineEdit *filter) : QObject(filter), m_filter(filter)
{
    filter->setToolTip(tr("Words that a row has to contain; tag:word shows the rows with that tag"));
    m_open = filter->addAction(theme.icon(u"tag"_s), QLineEdit::TrailingPosition);
    m_open->setText(tr("Tags"));
    m_open->setToolTip(tr("Filter by a tag"));
    m_open->setVisible(false);
    connect(m_open, &QAction::triggered, this, &TagMenu::popUp);
}

void TagMenu::setTags(const QStringList &tags)
{
    m_tags = tags;
    m_open->setVisible(!tags.isEmpty());
}

void TagMenu::popUp()
{
    auto *menu = new QMenu(m_filter);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const QString &tag : std::as_const(m_tags)) {
        menu->addAction(text::visibleControls(tag).replace(u'&', u"&&"_s), this, [this, tag] { choose(tag); });
    }
    menu->popup(m_filter->mapToGlobal(m_filter->rect().bottomLeft()));
}

void TagMenu::choose(const QString &tag)
{
    QStringList words = m_filter->text().split(u' ', Qt::SkipEmptyParts);
    words.removeIf([](const QString &word) { return wantedTag(word).has_value(); });
    words.append(u"tag:"_s + tag);
    m_filter->setText(words.join(u' '));
    m_filter->setFocus();
}

QStringList tagsOf(const QList<AccountSnapshot> &accounts)
{
    QStringList tags;
    for (const AccountSnapshot &account : accounts) {
        for (const QString &tag : account.profile.tags) {
            if (!hasTag(tags, tag))
                tags.append(tag);
        }
    }
    QCollator collator;
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    std::sort(tags.begin(), tags.end(), collator);
    return tags;
}

bool anyTagWords(const QList<AccountSnapshot> &accounts)
{
    return std::any_of(accounts.cbegin(), accounts.cend(), [](const AccountSnapshot &account) {
        return !account.profile.tags.isEmpty() || account.profile.neverBroadcast;
    });
}

} // namespace rookery::ui

#include "moc_tagfilter.cpp"
