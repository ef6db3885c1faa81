// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcastwording.h"

#include "wording.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "base/reasons/picture.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"

#include <QCoreApplication>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <array>

namespace rookery::text {

//! Provides the translation context of these words.
struct Broadcasts {
    Q_DECLARE_TR_FUNCTIONS(rookery::text::Broadcasts)
};

namespace {

QString inList(const QStringList &names)
{
    if (names.size() < 2)
        return names.join(QString());
    const QString head = names.mid(0, names.size() - 1).join(Broadcasts::tr(", ", "between names in a list"));
    return Broadcasts::tr("%1 and %2", "end of a list of names").arg(head, names.last());
}

//! Returns whether the code is QQ's own number, which is worth showing; a gateway's general 1200 adds nothing to the
//! reason.
bool isQqNumber(const Error &why)
{
    static const QSet<ErrorReason> kFromQq{Reason::SendRefused, Reason::RichMediaFailed, Reason::Muted,
                                           Reason::NotInGroup,  Reason::TargetUnknown,   Reason::RiskControl,
                                           Reason::SendTimeout, Reason::NoProof,         Reason::PictureTooLarge,
                                           Reason::PictureLost, Reason::NoReply};
    return kFromQq.contains(why.reason) && (why.code < 1000 || why.code >= 2000);
}

//! Holds the lines "key=value" of a delivery's evidence; several of one key are kept.
class Evidence final
{
public:
    Evidence(const QString &lines, WallTime now) : m_now(now)
    {
        const QStringList rows = lines.split(u'\n', Qt::SkipEmptyParts);
        for (const QString &row : rows) {
            const qsizetype equals = row.indexOf(u'=');
            m_facts.append({row.left(equals), equals < 0 ? QString() : row.mid(equals + 1)});
        }
    }

    [[nodiscard]] QStringList sentences()
    {
        QStringList result;
        for (qsizetype i = 0; i < m_facts.size(); ++i) {
            const QString words = sentence(i);
            if (!words.isEmpty())
                result.append(words);
        }
        return result;
    }

private:
    struct Fact {
        QString key;
        QString value;
    };

    [[nodiscard]] QString timeOf(const QString &msecs) const { return localTime(fromMSecs(msecs.toLongLong()), m_now); }

    //! Returns the value of a line that belongs to line `i`: the next one with that key.
    [[nodiscard]] QString after(qsizetype i, QLatin1StringView key) const
    {
        for (qsizetype j = i + 1; j < m_facts.size(); ++j) {
            if (m_facts.at(j).key == key)
                return m_facts.at(j).value;
        }
        return {};
    }

    [[nodiscard]] QString seen(qsizetype i, QLatin1StringView timeKey, const char *words) const
    {
        return Broadcasts::tr(words).arg(timeOf(after(i, timeKey)), visibleControls(m_facts.at(i).value));
    }

    [[nodiscard]] QString sentence(qsizetype i) const
    {
        const Fact &fact = m_facts.at(i);
        if (fact.key == QLatin1StringView("echo-id"))
            return seen(i, QLatin1StringView("echo-at"),
                        QT_TRANSLATE_NOOP("rookery::text::Broadcasts",
                                          "Its echo, the account's own message, arrived at %1 (message %2)."));
        if (fact.key == QLatin1StringView("history-id"))
            return seen(i, QLatin1StringView("history-at"),
                        QT_TRANSLATE_NOOP("rookery::text::Broadcasts",
                                          "It was found in the chat's history at %1 (message %2)."));
        if (fact.key == QLatin1StringView("hint-id") && !after(i, QLatin1StringView("hint-at")).isEmpty())
            return seen(i, QLatin1StringView("hint-at"),
                        QT_TRANSLATE_NOOP("rookery::text::Broadcasts",
                                          "An own message with the same text and number of pictures arrived at %1 "
                                          "(message %2), but it cannot be determined whether it is this one."));
        if (fact.key == QLatin1StringView("again-by"))
            return Broadcasts::tr("The operator queued it again at %1.")
                .arg(timeOf(after(i, QLatin1StringView("again-at"))));
        if (fact.key == QLatin1StringView("gateway-said"))
            return Broadcasts::tr("Gateway response: %1").arg(visibleControls(fact.value));
        return timed(i);
    }

    [[nodiscard]] QString timed(qsizetype i) const
    {
        struct Timed {
            QLatin1StringView key;
            const char *words; //!< null: worded together with another line
        };
        static constexpr std::array kTimed{
            Timed{QLatin1StringView("echo-at"), nullptr},
            Timed{QLatin1StringView("history-at"), nullptr},
            Timed{QLatin1StringView("again-at"), nullptr},
            Timed{QLatin1StringView("unanswered-at"),
                  QT_TRANSLATE_NOOP("rookery::text::Broadcasts",
                                    "By %1 the gateway had not reported whether it was sent.")},
            Timed{QLatin1StringView("no-proof-at"),
                  QT_TRANSLATE_NOOP("rookery::text::Broadcasts", "By %1 its delivery had not been confirmed.")},
            Timed{QLatin1StringView("found-sending-at"),
                  QT_TRANSLATE_NOOP("rookery::text::Broadcasts",
                                    "The program had ended while this was being sent; found at the start at %1.")},
            Timed{
                QLatin1StringView("interrupted-at"),
                QT_TRANSLATE_NOOP("rookery::text::Broadcasts",
                                  "The program had ended right after the refusal, before an echo could contradict it; "
                                  "found at the start at %1.")},
            Timed{QLatin1StringView("found-older-at"),
                  QT_TRANSLATE_NOOP("rookery::text::Broadcasts",
                                    "At %1 the database was found to be older than the last send from it.")},
            Timed{QLatin1StringView("restored-at"),
                  QT_TRANSLATE_NOOP("rookery::text::Broadcasts",
                                    "Waiting for its confirmation was resumed after a start at %1.")},
        };
        const Fact &fact = m_facts.at(i);
        if (fact.key == QLatin1StringView("hint-at")) {
            const bool told = std::any_of(m_facts.cbegin(), m_facts.cbegin() + i,
                                          [](const Fact &f) { return f.key == QLatin1StringView("hint-id"); });
            return told ? QString()
                        : Broadcasts::tr("An own message with the same text and number of pictures arrived at %1, but "
                                         "it cannot be determined whether it is this one.")
                              .arg(timeOf(fact.value));
        }
        for (const Timed &known : kTimed) {
            if (fact.key == known.key)
                return known.words == nullptr ? QString() : Broadcasts::tr(known.words).arg(timeOf(fact.value));
        }
        // a key of a newer version, or half of a pair
        return visibleControls(fact.value.isEmpty() ? fact.key : fact.key + u'=' + fact.value);
    }

    WallTime m_now;
    QList<Fact> m_facts;
};

} // namespace

QString overlapWords(const PlanOverlap &overlap, const AccountName &name)
{
    QStringList names;
    for (const GatewayId &gateway : overlap.through)
        names.append(name(gateway));
    const QString who = inList(names);
    if (names.size() == 2) {
        return overlap.keptBy.isNull()
            ? Broadcasts::tr("%n group(s) get it twice (%1)", nullptr, overlap.groups).arg(who)
            : Broadcasts::tr("%n group(s) would get it twice (%1): only %2 sends to them", nullptr, overlap.groups)
                  .arg(who, name(overlap.keptBy));
    }
    return overlap.keptBy.isNull()
        ? Broadcasts::tr("%n group(s) get it several times (%1)", nullptr, overlap.groups).arg(who)
        : Broadcasts::tr("%n group(s) would get it several times (%1): only %2 sends to them", nullptr, overlap.groups)
              .arg(who, name(overlap.keptBy));
}

QString awayWords(const PlanAccount &account, const AccountName &name)
{
    if (account.away.reason == Reason::None)
        return {};
    return Broadcasts::tr("%1 is offline (%2): %n message(s) on hold until it is online again", nullptr,
                          account.targets)
        .arg(name(account.gateway), errorClause(account.away));
}

QString findingWords(const PreflightFinding &finding)
{
    if (finding.what.reason != Reason::PictureTooLarge)
        return errorText(finding.what);
    const QString size = byteSize(finding.what.detail.toLongLong());
    if (finding.blocking)
        return sentence(
            Broadcasts::tr("%1 (%2)", "what is wrong with a picture, its size").arg(errorClause(finding.what), size));
    return Broadcasts::tr("The picture is large (%1): it is sent, but QQ may shrink it, and each send takes longer.")
        .arg(size);
}

QString skipWords(const PlanSkip &skip, const AccountName &name)
{
    if (skip.why.reason == Reason::ReachedByAnother && !skip.keptBy.isNull())
        return Broadcasts::tr("It gets the message through %1.", "a group that is skipped").arg(name(skip.keptBy));
    if (skip.why.reason == Reason::Duplicate)
        return Broadcasts::tr("It is listed more than once and gets the message once.", "a target that is skipped");
    return errorText(skip.why);
}

QString repeatedWords(const Plan &plan)
{
    const auto repeated = int(std::count_if(plan.skipped.cbegin(), plan.skipped.cend(),
                                            [](const PlanSkip &skip) { return skip.why.reason == Reason::Duplicate; }));
    return repeated == 0 ? QString()
                         : Broadcasts::tr("%n target(s) were listed more than once, some perhaps in another spelling "
                                          "(030010 is 30010): each gets the message once",
                                          nullptr, repeated);
}

int leftOut(const Plan &plan)
{
    const QSet<Target> reached = [&plan] {
        QSet<Target> targets;
        for (const DraftTarget &target : plan.draft.targets)
            targets.insert(target.target);
        return targets;
    }();
    QSet<Target> left;
    for (const PlanSkip &skip : plan.skipped) {
        if (!reached.contains(skip.target.target))
            left.insert(skip.target.target);
    }
    return int(left.size());
}

bool waitsForOperator(const Error &why)
{
    switch (why.reason) {
    case Reason::SendingStopped:
    case Reason::GatewayStopped:
    case Reason::GatewayRemoved:
    case Reason::AnotherAccount:
    case Reason::NotLoggedIn:
    case Reason::Kicked:
    case Reason::OfflineByQq:
    case Reason::BoundElsewhere:
    case Reason::AlreadyLoggedIn:
    case Reason::QrExpired:
    case Reason::CaptchaNeeded:
    case Reason::NewDeviceCheck:
    case Reason::SignTokenNeeded:
    case Reason::TotpNeeded:
    case Reason::TotpWrong:
    case Reason::PhoneDigitsNeeded:
    case Reason::PhoneDigitsWrong:
        return true;
    default:
        return why.kind == ErrorKind::Auth;
    }
}

QString waitWords(const BroadcastWait &wait, const AccountName &name)
{
    const QString cause = errorClause(wait.why);
    return wait.why.reason == Reason::SendingStopped
        ? cause
        : Broadcasts::tr("%1: %2", "account: why it cannot send").arg(name(wait.gateway), cause);
}

QString waitsWords(const BroadcastSummary &summary, const AccountName &name)
{
    QStringList words;
    for (const BroadcastWait &wait : summary.waits) {
        const QString one = waitWords(wait, name);
        if (!words.contains(one))
            words.append(one);
    }
    return words.join(Broadcasts::tr("; ", "between what several accounts wait for"));
}

QString outcomeWords(const BroadcastCounts &counts)
{
    QStringList parts;
    const auto add = [&parts](int count, const QString &words) {
        if (count > 0)
            parts.append(words.arg(number(count)));
    };
    add(counts.verified, Broadcasts::tr("%1 arrived"));
    add(counts.failed, Broadcasts::tr("%1 failed"));
    add(counts.unknown, Broadcasts::tr("%1 unconfirmed"));
    add(counts.acceptedFinal, Broadcasts::tr("%1 accepted without proof"));
    add(counts.accepted, Broadcasts::tr("%1 waiting for confirmation"));
    add(counts.cancelled, Broadcasts::tr("%1 not sent"));
    return parts.join(Broadcasts::tr(", ", "between the parts of an outcome"));
}

QString endWords(const BroadcastSummary &summary)
{
    const BroadcastCounts &counts = summary.counts;
    const QString outcome = counts.verified == counts.total
        ? Broadcasts::tr("%1 of %1 arrived", "nothing is missing").arg(number(counts.total))
        : outcomeWords(counts);
    const milliseconds took = summary.settledAt - summary.createdAt;
    const QString id = QString::number(summary.id.value());
    return took.count() <= 0
        ? Broadcasts::tr("Broadcast %1 is done: %2", "its number, its outcome").arg(id, outcome)
        : Broadcasts::tr("Broadcast %1 is done: %2, in %3", "its number, its outcome, how long it took")
              .arg(id, outcome, duration(took));
}

QString lostPictures(const SentBroadcast &sent)
{
    if (sent.lostPictures.isEmpty())
        return {};
    QStringList names;
    for (const QString &name : sent.lostPictures)
        names.append(visibleControls(name));
    return Broadcasts::tr("%n picture(s) of this message are no longer kept: %1. Add them again before you send it.",
                          nullptr, int(names.size()))
        .arg(names.join(Broadcasts::tr(", ", "between names in a list")));
}

QString broadcastStatus(const BroadcastSummary &summary, const AccountName &name)
{
    const QString word = broadcastWord(summary);
    if (summary.state == BroadcastState::Settled || summary.state == BroadcastState::Cancelled) {
        const QString outcome = outcomeWords(summary.counts);
        return outcome.isEmpty() ? word : Broadcasts::tr("%1: %2", "state of a broadcast: details").arg(word, outcome);
    }
    if (summary.waits.isEmpty())
        return word;
    const QString waits = waitsWords(summary, name);
    if (summary.onlyWaits())
        return Broadcasts::tr("%1: %2", "state of a broadcast: details").arg(word, waits);
    return Broadcasts::tr("%1, %2 waiting: %3", "state of a broadcast, a number, what they wait for")
        .arg(word, number(summary.waiting()), waits);
}

QString deliveryTrouble(const Error &why)
{
    const QString clause = errorClause(why);
    if (clause.isEmpty() || why.code == 0)
        return clause;
    return isQqNumber(why)
        ? Broadcasts::tr("%1 (QQ error %2)", "what happened, QQ's own number").arg(clause, QString::number(why.code))
        : Broadcasts::tr("%1 (code %2)", "what happened, the gateway's number").arg(clause, QString::number(why.code));
}

QString deliveryReason(const Delivery &delivery, WallTime now)
{
    const QString reason = deliveryTrouble(delivery.why);
    if (delivery.state == DeliveryState::Accepted && !delivery.finallyAccepted && !reason.isEmpty())
        return Broadcasts::tr("waiting for confirmation: %1").arg(reason);
    if (delivery.state != DeliveryState::Waiting || delivery.due <= now)
        return reason;
    const QString until = Broadcasts::tr("continues in %1").arg(duration(delivery.due - now));
    return reason.isEmpty() ? until : Broadcasts::tr("%1; %2", "cause; when it goes on").arg(reason, until);
}

QStringList deliveryEvidence(const Delivery &delivery, WallTime now)
{
    QStringList facts;
    if (delivery.claimedAt != WallTime{})
        facts.append(Broadcasts::tr("It was handed to the gateway at %1.").arg(localTime(delivery.claimedAt, now)));
    Evidence evidence(delivery.evidence, now);
    facts += evidence.sentences();
    if (!delivery.messageId.isNull() && !delivery.evidence.contains(delivery.messageId.value()))
        facts.append(Broadcasts::tr("The gateway returned the message number %1.")
                         .arg(visibleControls(delivery.messageId.value())));
    if (delivery.verifiedBy == VerifiedBy::Operator)
        facts.append(Broadcasts::tr("The operator has seen it in the chat."));
    const QString said = delivery.why.detail.trimmed();
    if (!said.isEmpty() && !delivery.evidence.contains(QLatin1StringView("gateway-said=") + said))
        facts.append(Broadcasts::tr("Gateway response: %1").arg(visibleControls(said)));
    return facts;
}

} // namespace rookery::text
