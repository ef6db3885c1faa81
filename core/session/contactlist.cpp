// SPDX-License-Identifier: GPL-3.0-or-later
#include "contactlist.h"

#include "base/reasons/login.h"
#include "logrules/masking.h"

namespace rookery::session {

namespace {

Result<QList<Contact>> named(Result<QList<Contact>> contacts)
{
    if (contacts) {
        for (Contact &contact : *contacts)
            contact.name = logrules::maskedWords(contact.name, logrules::kLongestName);
    }
    return contacts;
}

} // namespace

QList<Contact> ContactList::all() const
{
    return m_groups.value_or(QList<Contact>()) + m_friends.value_or(QList<Contact>());
}

void ContactList::clear()
{
    ++m_generation;
    m_groups.reset();
    m_friends.reset();
}

FutureResult<QList<Contact>> ContactList::load(int epoch, const Ask &ask)
{
    return m_flight.run({epoch, m_generation}, [this, ask] { return loadBoth(ask); });
}

FutureResult<QList<Contact>> ContactList::loadBoth(const Ask &ask)
{
    const Promise<QList<Contact>> answer;
    const int generation = m_generation;
    onResult(this, ask(ChatKind::Group), [this, ask, answer, generation](const Result<QList<Contact>> &groups) {
        onResult(this, ask(ChatKind::Friend),
                 [this, groups, answer, generation](const Result<QList<Contact>> &friends) {
                     answer.resolve(generation == m_generation ? keep(groups, friends)
                                                               : fail(ErrorKind::Cancelled, Reason::AccountOffline));
                 });
    });
    return answer.future();
}

Result<QList<Contact>> ContactList::keep(const Result<QList<Contact>> &groups, const Result<QList<Contact>> &friends)
{
    if (!groups && !friends)
        return fail(groups.error());
    // One list is better than none; a refresh asks for the other one again.
    if (groups)
        m_groups = *named(groups);
    if (friends)
        m_friends = *named(friends);
    Q_EMIT changed();
    return all();
}

} // namespace rookery::session

#include "moc_contactlist.cpp"
