// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the contact lists of AccountSession.
#include "accountsession.h"

#include "base/reasons/login.h"
#include "logrules/masking.h"
#include "protocol/onebot11.h"

using namespace Qt::Literals::StringLiterals;

namespace rookery::session {

namespace {

// The gateway makes one detail query per friend: slow on long lists.
constexpr milliseconds kContactDeadline = seconds(60);

//! Masks and cuts the names of groups and people, which are text of strangers.
Result<QList<Contact>> named(Result<QList<Contact>> contacts)
{
    if (contacts) {
        for (Contact &contact : *contacts)
            contact.name = logrules::maskedWords(contact.name, logrules::kLongestName);
    }
    return contacts;
}

} // namespace

FutureResult<QList<Contact>> AccountSession::contacts(bool refresh)
{
    if (!m_snapshot.capabilities.actions)
        return readyResult<QList<Contact>>(QList<Contact>()); // it cannot reach any chat
    if (m_contacts.loaded && !refresh)
        return readyResult<QList<Contact>>(m_contacts.groups + m_contacts.friends);
    if (!isOnline()) {
        // An old list is better than none: the targets of an account do not vanish with its login.
        if (m_contacts.loaded)
            return readyResult<QList<Contact>>(m_contacts.groups + m_contacts.friends);
        return failedResult<QList<Contact>>({.kind = ErrorKind::Offline, .reason = Reason::AccountOffline});
    }
    return m_contactFlight.run({m_machine.epoch, m_machine.account}, [this, refresh] { return loadContacts(refresh); });
}

FutureResult<QList<Contact>> AccountSession::loadContacts(bool refresh)
{
    const Promise<QList<Contact>> answer;
    loadList(ChatKind::Group, refresh,
             [this, refresh, answer](const Result<QList<Contact>> &groups) { loadFriends(refresh, groups, answer); });
    return answer.future();
}

void AccountSession::loadFriends(bool refresh, const Result<QList<Contact>> &groups,
                                 const Promise<QList<Contact>> &answer)
{
    loadList(ChatKind::Friend, refresh,
             [this, groups, answer](const Result<QList<Contact>> &friends) { keepContacts(groups, friends, answer); });
}

void AccountSession::keepContacts(const Result<QList<Contact>> &groups, const Result<QList<Contact>> &friends,
                                  const Promise<QList<Contact>> &answer)
{
    if (!groups && !friends) {
        answer.resolve(fail(groups.error()));
        return;
    }
    if (groups) {
        m_contacts.groups = *groups;
        m_snapshot.groups = int(groups->size());
    }
    if (friends) {
        m_contacts.friends = *friends;
        m_snapshot.friends = int(friends->size());
    }
    // One list is better than none; a refresh asks for the other one again.
    m_contacts.loaded = true;
    publish();
    Q_EMIT contactsChanged();
    answer.resolve(m_contacts.groups + m_contacts.friends);
}

void AccountSession::loadList(ChatKind kind, bool refresh, const std::function<void(Result<QList<Contact>>)> &done)
{
    Action action{.name = kind == ChatKind::Group ? u"get_group_list"_s : u"get_friend_list"_s, .params = {}};
    if (refresh)
        action.params.insert(u"no_cache"_s, true);
    onResult(this, call(action, kContactDeadline),
             [this, kind, done, account = m_machine.account](const Result<Reply> &reply) {
                 // Another account may have logged in meanwhile; the list is not its own.
                 if (account != m_machine.account)
                     done(fail(ErrorKind::Cancelled, Reason::AccountOffline));
                 else if (!reply)
                     done(fail(reply.error()));
                 else
                     done(named(protocol::decodeContacts(kind, reply->data)));
             });
}

} // namespace rookery::session
