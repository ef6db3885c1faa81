// SPDX-License-Identifier: GPL-3.0-or-later
#include "targetlist.h"

#include <QMultiHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <optional>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Entry {
    std::optional<ChatKind> kind;
    QString id;
};

bool isNumber(const QString &text)
{
    // QQ numbers have 5 to 11 digits today; 20 leaves room without accepting any text
    return !text.isEmpty() && text.size() <= 20
        && std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

//! Returns a number in its canonical form; null: the text is not a number.
std::optional<QString> numberOf(const QString &text)
{
    const QString id = canonicalChatId(text);
    return isNumber(id) ? std::optional(id) : std::nullopt;
}

//! Recognises the ids of WeChat users, which are not numbers; all of them are friends.
bool isWeChatUser(const QString &text)
{
    static const QRegularExpression user(u"\\A[A-Za-z0-9._-]{1,64}@im\\.wechat\\z"_s);
    return user.match(text).hasMatch();
}

std::optional<Entry> readEntry(QString word)
{
    if (isWeChatUser(word))
        return Entry{.kind = ChatKind::Friend, .id = word};
    word.replace(u'\uFF1A', u':');
    const qsizetype colon = word.indexOf(u':');
    const std::optional<QString> number = numberOf(word.mid(colon + 1));
    if (colon < 0)
        return number ? std::optional(Entry{.kind = {}, .id = *number}) : std::nullopt;
    const QString prefix = word.left(colon).toLower();
    if (isWeChatUser(word.mid(colon + 1)) && prefix != u"group"_s)
        return readEntry(word.mid(colon + 1));
    if (!number)
        return std::nullopt;
    const QString &id = *number;
    if (prefix == u"group"_s || prefix == u"群"_s || prefix == u"群聊"_s)
        return Entry{.kind = ChatKind::Group, .id = id};
    if (prefix == u"friend"_s || prefix == u"好友"_s)
        return Entry{.kind = ChatKind::Friend, .id = id};
    return std::nullopt;
}

//! Returns whether all are the same friend, reached by several accounts.
bool isOneChat(const QList<const DraftTarget *> &chats)
{
    return std::all_of(chats.cbegin(), chats.cend(),
                       [&chats](const DraftTarget *chat) { return chat->target == chats.constFirst()->target; });
}

} // namespace

PastedTargets parseTargets(const QString &text, const QList<DraftTarget> &known)
{
    static const QRegularExpression separators(u"[\\s,;\\x{FF0C}\\x{FF1B}\\x{3001}]+"_s);
    PastedTargets result;
    QSet<Target> seen;
    QMultiHash<QString, const DraftTarget *> byId;
    for (const DraftTarget &chat : known)
        byId.insert(chat.target.id, &chat);
    const QStringList lines = text.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QStringList words = lines.at(i).split(separators, Qt::SkipEmptyParts);
        for (const QString &word : words) {
            const auto bad = [&](BadRow why) { result.bad.append({.line = int(i) + 1, .text = word, .why = why}); };
            const std::optional<Entry> entry = readEntry(word);
            if (!entry) {
                bad(BadRow::NotANumber);
                continue;
            }
            QList<const DraftTarget *> matches = byId.values(entry->id);
            matches.removeIf(
                [&entry](const DraftTarget *chat) { return entry->kind && *entry->kind != chat->target.kind; });
            if (matches.isEmpty())
                bad(BadRow::NotInLists);
            else if (matches.size() > 1)
                bad(isOneChat(matches) ? BadRow::SeveralAccounts : BadRow::GroupOrFriend);
            else if (seen.contains(matches.constFirst()->target))
                bad(BadRow::Repeated);
            else {
                seen.insert(matches.constFirst()->target);
                result.targets.append(*matches.constFirst());
            }
        }
    }
    return result;
}

} // namespace rookery::ui
