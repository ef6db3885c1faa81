// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/target.h"

#include "base/async.h"
#include "base/singleflight.h"

#include <functional>
#include <optional>

namespace rookery::session {

//! Loads and keeps the groups and friends of one account. Their names, which are text of strangers, are masked and cut.
//! Lives on the engine thread.
class ContactList final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ContactList)

public:
    using Ask = std::function<FutureResult<QList<Contact>>(ChatKind)>;

    ContactList() = default;

    [[nodiscard]] bool isLoaded() const { return m_groups || m_friends; }
    [[nodiscard]] QList<Contact> all() const; //!< groups first, then friends, each in the gateway's order
    [[nodiscard]] int groups() const { return m_groups ? int(m_groups->size()) : -1; } //!< -1: not loaded
    [[nodiscard]] int friends() const { return m_friends ? int(m_friends->size()) : -1; }

    //! Loads both lists with `ask`; concurrent callers of one `epoch` share one load. A list that could not be loaded
    //! is left out unless both failed. Cancelled: the lists were cleared meanwhile, because they are another account's.
    [[nodiscard]] FutureResult<QList<Contact>> load(int epoch, const Ask &ask);
    void clear();

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] FutureResult<QList<Contact>> loadBoth(const Ask &ask);
    [[nodiscard]] Result<QList<Contact>> keep(const Result<QList<Contact>> &groups,
                                              const Result<QList<Contact>> &friends);

    std::optional<QList<Contact>> m_groups;
    std::optional<QList<Contact>> m_friends;
    int m_generation = 0; //!< of the lists: grows with each clear
    SingleFlight<std::pair<int, int>, QList<Contact>> m_flight{this}; //!< by epoch and generation
};

} // namespace rookery::session
