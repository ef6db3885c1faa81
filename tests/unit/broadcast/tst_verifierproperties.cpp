// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcast/deliveryverifier.h"

#include "base/reasons/login.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "support/testcase.h"

#include <array>
#include <cstdio>
#include <map>
#include <random>
#include <set>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
#define ROOKERY_SLOW_BUILD 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ROOKERY_SLOW_BUILD 1
#endif
#endif

using namespace rookery;
using namespace rookery::broadcast;

namespace {

using To = DeliveryVerifier::Outcome::To;

enum class State { Queued, Sending, Accepted, Unproven, Unknown, Waiting, Verified, Failed };

//! What may stand in a chat: one of the operator's messages, or what other clients of the account say there.
enum Content {
    Text,
    Word,
    Picture,
    Captioned,
    OursEnd,
    OtherPicture = OursEnd,
    NamelessPicture,
    TextAndFace,
    OtherText,
    ContentEnd
};

QByteArray hash(int picture, int digits)
{
    return QByteArray(digits, char('a' + picture));
}

Fingerprint fingerprintOf(Content content)
{
    switch (content) {
    case Word:
        return {QStringLiteral("ok"), false, {}};
    case Picture:
        return {{}, false, {{hash(0, 64), hash(0, 32), 100}}};
    case Captioned:
        return {QStringLiteral("Hello all"), false, {{hash(1, 64), hash(1, 32), 200}}};
    default:
        return {QStringLiteral("Hello all"), false, {}};
    }
}

//! As a gateway tells it: `names` as NapCat by the staged name or QQ's MD5, or without any as Milky.
Message messageOf(Content content, int naming)
{
    const auto picture = [naming](int which, qint64 bytes) {
        ImageSegment image;
        if (naming == 0) {
            image.file = QString::fromLatin1(hash(which, 64)) + QStringLiteral("-1234abcd.png");
            image.size = bytes;
        } else if (naming == 1) {
            image.file = QString::fromLatin1(hash(which, 32).toUpper()) + QStringLiteral(".png");
            image.size = bytes;
        } else {
            image.file = QStringLiteral("resource-%1").arg(which);
        }
        return image;
    };
    const TextSegment hello{QStringLiteral("Hello all")};
    switch (content) {
    case Word:
        return {TextSegment{QStringLiteral("ok")}};
    case Picture:
        return {picture(0, 100)};
    case Captioned:
        return {hello, picture(1, 200)};
    case OtherPicture:
        return {hello, picture(2, 300)};
    case NamelessPicture:
        return {ImageSegment{}};
    case TextAndFace:
        return {hello, OtherSegment{QStringLiteral("face"), {}}};
    case OtherText:
        return {TextSegment{QStringLiteral("Good morning")}};
    default:
        return {hello};
    }
}

//! The rows that the schema allows beside staying where one is.
bool isAllowed(State from, State to)
{
    switch (from) {
    case State::Sending:
        return to != State::Queued && to != State::Sending;
    case State::Accepted:
        return to == State::Verified || to == State::Unknown;
    case State::Unknown:
        return to == State::Verified;
    case State::Waiting:
        return to == State::Verified || to == State::Unknown;
    case State::Failed:
        return to == State::Verified;
    default:
        return false;
    }
}

//! Knows what really stands in the chats, and drives the verifier with everything that can happen around it.
class World
{
public:
    explicit World(quint64 seed) : m_random(seed) {}

    QString trouble; //!< empty: every promise was kept

    void step()
    {
        switch (roll(20)) {
        case 0:
        case 1:
        case 2:
            if (m_rows.size() < 12)
                enqueue();
            break;
        case 3:
        case 4:
        case 5:
        case 6:
            send();
            break;
        case 7:
            otherClientSays();
            break;
        case 8:
            if (roll(40) == 0)
                gatewayRestarts(roll(2));
            break;
        case 9:
            if (roll(200) == 0)
                consoleRestarts();
            break;
        case 10:
            m_wall += std::chrono::minutes(roll(20) == 0 ? roll(400) - 200 : 0); // somebody sets the clock
            break;
        case 11:
            if (roll(30) == 0)
                operatorSpeaks();
            break;
        default:
            advance(milliseconds(roll(4000)));
        }
        if (roll(500) == 0)
            advance(std::chrono::minutes(5));
    }

    //! Lets everything end.
    void finish()
    {
        for (int i = 0; i < 300 && trouble.isEmpty(); ++i) {
            advance(std::chrono::minutes(3));
            send();
            for (const auto &[id, row] : m_rows) {
                if (row.state == State::Queued || row.state == State::Waiting)
                    send();
            }
        }
        advance(std::chrono::minutes(10));
        for (const auto &[id, row] : m_rows) {
            if (row.state == State::Sending || row.state == State::Accepted || row.state == State::Waiting
                || row.state == State::Queued)
                fault(id, "is live after everything has ended");
        }
        if (!m_verifier.isEmpty())
            trouble = QStringLiteral("memory is not empty when nothing is open");
    }
    [[nodiscard]] int deliveriesSeen() const { return int(m_next); }
    [[nodiscard]] int verifiedSeen() const { return m_verified; }

private:
    struct Row {
        Content content{};
        int gateway = 0;
        int chat = 0;
        State state = State::Queued;
        int retries = 0;
        bool restaged = false;
        int copies = 0;
        int allowedCopies = 1;
        SteadyTime firstClaim{};
        SteadyTime due{};
        SteadyTime refusedAt{};
        WallTime claimedAt{};
        WallTime verifyBy{};
        Error why;
        int serial = 0; //!< of its send in flight
        bool named = false; //!< the answer gave an id
        QString answered;
    };
    struct Chat {
        std::map<Content, int> stands; //!< messages by content that really stand there
        std::map<Content, int> proven;
    };
    struct Later {
        enum What { AnswerOk, AnswerError, Push } what;
        qint64 delivery = 0;
        int serial = 0;
        int gateway = 0;
        int chat = 0;
        Content content{};
        QString id = {};
        int copy = 0; //!< of Push: which message it is
        Error error = {};
    };

    int roll(int n) { return int(m_random() % quint64(n)); }
    void fault(qint64 id, const char *what)
    {
        if (trouble.isEmpty())
            trouble = QStringLiteral("delivery %1 %2").arg(id).arg(QLatin1StringView(what));
    }
    [[nodiscard]] static GatewayId gatewayId(int g) { return GatewayId(QStringLiteral("g%1").arg(g)); }
    [[nodiscard]] static AccountId accountOf(int g) { return AccountId(QString::number(10001 + g)); }
    [[nodiscard]] static Target targetOf(int chat) { return {ChatKind::Group, QString::number(30001 + chat)}; }
    [[nodiscard]] Chat &chatOf(int gateway, int chat) { return m_chats[{gateway, chat}]; }
    [[nodiscard]] QString newId(int gateway) { return QString::number(++m_ids.at(std::size_t(gateway))); }

    //! A message that stands in a chat; of which delivery, or of none.
    [[nodiscard]] int newCopy(qint64 owner)
    {
        m_owners.push_back(owner);
        return int(m_owners.size()) - 1;
    }

    void enqueue()
    {
        Row row;
        row.content = Content(roll(OursEnd));
        row.gateway = roll(2);
        row.chat = roll(2);
        m_rows[++m_next] = row;
    }

    void send()
    {
        for (auto &[id, row] : m_rows) {
            const bool ready = row.state == State::Queued || (row.state == State::Waiting && row.due <= m_now);
            const bool busy = std::any_of(m_rows.cbegin(), m_rows.cend(), [&row = row](const auto &other) {
                return other.second.state == State::Sending && other.second.gateway == row.gateway;
            });
            if (!ready || busy)
                continue;
            claim(id, row);
            return;
        }
    }

    [[nodiscard]] Delivery deliveryOf(qint64 id, const Row &row) const
    {
        Delivery delivery;
        delivery.id = DeliveryId(id);
        delivery.gateway = gatewayId(row.gateway);
        delivery.account = accountOf(row.gateway);
        delivery.target = targetOf(row.chat);
        delivery.claimedAt = row.claimedAt;
        delivery.verifyBy = row.verifyBy;
        delivery.state = row.state == State::Accepted ? DeliveryState::Accepted : DeliveryState::Unknown;
        delivery.why = row.why;
        return delivery;
    }

    void claim(qint64 id, Row &row)
    {
        row.state = State::Sending;
        row.claimedAt = m_wall;
        row.serial = ++m_serial;
        row.named = false;
        if (row.firstClaim == SteadyTime{})
            row.firstClaim = m_now;
        m_verifier.claimed(deliveryOf(id, row), fingerprintOf(row.content), true, m_now);
        const bool delivered = roll(10) < 7;
        const milliseconds travel(roll(800));
        const milliseconds answerAfter = travel + milliseconds(roll(3) == 0 ? roll(20'000) : roll(500));
        const QString messageId = newId(row.gateway);
        Later answer{
            .what = Later::AnswerOk, .delivery = id, .serial = row.serial, .gateway = row.gateway, .id = messageId};
        bool repeats = false;
        const int sort = roll(12);
        if (sort < 6) {
            answer.id = roll(10) == 0 ? QString() : messageId; // some answer without an id; some lie about success
        } else {
            static const std::array<Error, 9> errors{
                Error{.kind = ErrorKind::Timeout, .reason = Reason::NoReply},
                Error{.kind = ErrorKind::Network, .reason = Reason::ConnectionLost},
                Error{.kind = ErrorKind::Timeout, .reason = Reason::SendTimeout},
                Error{.kind = ErrorKind::Rejected, .reason = Reason::SendUnclear},
                Error{.kind = ErrorKind::Rejected, .reason = Reason::Muted},
                Error{.kind = ErrorKind::Rejected, .reason = Reason::RichMediaFailed},
                Error{.kind = ErrorKind::Rejected, .reason = Reason::AccountOffline},
                Error{.kind = ErrorKind::Expired, .reason = Reason::StagedFileGone},
                Error{.kind = ErrorKind::RateLimited},
            };
            answer.what = Later::AnswerError;
            answer.error = errors.at(std::size_t(roll(int(errors.size()))));
            const Verdict verdict = afterSend(answer.error, 0, false, 0.5);
            repeats = verdict.decision == Verdict::RetryDecision::Retry
                || verdict.decision == Verdict::RetryDecision::Restage
                || verdict.decision == Verdict::RetryDecision::Wait;
        }
        m_later.emplace(m_now + answerAfter, answer);
        if (!delivered)
            return;
        ++row.copies;
        if (row.copies > row.allowedCopies)
            fault(id, "was sent a second time without the operator's word");
        ++chatOf(row.gateway, row.chat).stands[row.content];
        // who is refused although it arrived, and would be repeated, has its echo within the grace; any other may miss
        // it
        if (!repeats && roll(6) == 0)
            return;
        const milliseconds late = repeats ? milliseconds(roll(int(kEchoGrace.count()) - 10))
            : roll(4) == 0                ? milliseconds(roll(60'000))
                                          : milliseconds(0);
        const Later push{.what = Later::Push,
                         .gateway = row.gateway,
                         .chat = row.chat,
                         .content = row.content,
                         .id = messageId,
                         .copy = newCopy(id)};
        const SteadyTime at = late.count() == 0 ? m_now + travel : m_now + answerAfter + late;
        m_later.emplace(at, push);
        if (roll(8) == 0) // pushed twice
            m_later.emplace(at + milliseconds(roll(2000)), push);
    }

    //! Never with the same words and the same pictures as ours: then the message would stand there.
    void otherClientSays()
    {
        const int gateway = roll(2);
        const int chat = roll(2);
        static const std::array<Content, 5> said{OtherPicture, NamelessPicture, TextAndFace, OtherText, Word};
        const Content content = said.at(std::size_t(roll(int(said.size()))));
        const Later push{.what = Later::Push,
                         .gateway = gateway,
                         .chat = chat,
                         .content = content,
                         .id = newId(gateway),
                         .copy = newCopy(0)};
        m_later.emplace(m_now + milliseconds(roll(500)), push);
    }

    void gatewayRestarts(int gateway)
    {
        m_ids.at(std::size_t(gateway)) = 0; // counts anew
        m_verifier.forgetIds(gatewayId(gateway));
        for (auto it = m_later.begin(); it != m_later.end();) {
            if (it->second.gateway != gateway) {
                ++it;
                continue;
            }
            Later later = it->second;
            it = m_later.erase(it);
            if (later.what == Later::Push)
                continue; // lost with the gateway, and with it the refusal that it would have contradicted
            later.what = Later::AnswerError;
            later.error = {.kind = ErrorKind::Network, .reason = Reason::ConnectionLost};
            answerNow(later);
        }
        for (auto &[id, row] : m_rows) { // a lost echo may have been the one that speaks against a repetition
            if (row.gateway == gateway && row.state == State::Waiting)
                row.allowedCopies = std::max(row.allowedCopies, row.copies + 1);
        }
    }

    void consoleRestarts()
    {
        m_verifier = {};
        for (auto &[id, row] : m_rows) {
            if (row.state == State::Sending)
                row.state = State::Unknown;
            if (row.state == State::Waiting && m_now - row.refusedAt < kEchoGrace) // as the store's recovery does
                row.state = State::Unknown;
            if (row.state == State::Accepted || row.state == State::Unknown)
                m_verifier.restore(deliveryOf(id, row), fingerprintOf(row.content), m_wall, m_now);
        }
        // answers are lost with the program, and so is what is pushed before it listens again
        std::erase_if(m_later, [this](const auto &later) {
            return later.second.what != Later::Push || later.first < m_now + seconds(3);
        });
    }

    void operatorSpeaks()
    {
        for (auto &[id, row] : m_rows) {
            if (row.state != State::Unknown && row.state != State::Failed)
                continue;
            m_verifier.forget(DeliveryId(id));
            row.state = State::Queued;
            row.allowedCopies = row.copies + 1;
            return;
        }
    }

    void advance(milliseconds by)
    {
        const SteadyTime end = m_now + by;
        for (;;) {
            const auto deadline = m_verifier.nextDeadline();
            const bool isDeadline =
                deadline && *deadline <= end && (m_later.empty() || *deadline < m_later.begin()->first);
            if (isDeadline) {
                goTo(*deadline);
                apply(m_verifier.overdue(m_now));
                continue;
            }
            if (m_later.empty() || m_later.begin()->first > end)
                break;
            const Later later = m_later.begin()->second;
            goTo(m_later.begin()->first);
            m_later.erase(m_later.begin());
            if (later.what == Later::Push)
                push(later);
            else
                answerNow(later);
        }
        goTo(end);
        forgetOld();
    }

    void goTo(SteadyTime at)
    {
        if (at <= m_now)
            return;
        m_wall += at - m_now;
        m_now = at;
    }

    void push(const Later &later)
    {
        m_pushed[{later.gateway, later.id}] = later.copy;
        MessageEvent event;
        event.messageId = MessageId(later.id);
        event.chat = targetOf(later.chat);
        event.message = messageOf(later.content, later.gateway == 0 ? roll(2) : 2);
        event.own = true;
        apply(m_verifier.echo(gatewayId(later.gateway), accountOf(later.gateway), event, m_now));
    }

    void answerNow(const Later &later)
    {
        const auto it = m_rows.find(later.delivery);
        if (it == m_rows.end() || it->second.serial != later.serial || it->second.state != State::Sending)
            return;
        if (later.what == Later::AnswerOk) {
            it->second.named = !later.id.isEmpty();
            it->second.answered = later.id;
            apply(m_verifier.accepted(DeliveryId(later.delivery), MessageId(later.id), m_now));
        } else {
            const Verdict verdict = afterSend(later.error, it->second.retries, it->second.restaged, 0.5);
            apply(m_verifier.failed(DeliveryId(later.delivery), later.error, verdict, m_now));
        }
        if (it->second.state == State::Sending)
            fault(later.delivery, "has an answer and is still being sent");
    }

    void apply(const DeliveryVerifier::Outcomes &outcomes)
    {
        for (const auto &outcome : outcomes) {
            const qint64 id = outcome.delivery.value();
            if (outcome.to == To::Hinted)
                continue;
            static const std::map<To, State> states{
                {To::Accepted, State::Accepted}, {To::AcceptedUnproven, State::Unproven},
                {To::Verified, State::Verified}, {To::Unknown, State::Unknown},
                {To::Waiting, State::Waiting},   {To::Failed, State::Failed}};
            Row &row = m_rows.at(id);
            const State to = states.at(outcome.to);
            if (!isAllowed(row.state, to))
                fault(id, "makes a step that the schema does not know");
            row.state = to;
            row.why = outcome.why;
            if (to == State::Accepted)
                row.verifyBy = m_wall + DeliveryVerifier::kProofTime;
            if (to == State::Waiting) {
                row.refusedAt = m_now;
                row.due = m_now + outcome.verdict.delay;
                row.retries += outcome.verdict.decision == Verdict::RetryDecision::Retry ? 1 : 0;
                row.restaged = row.restaged || outcome.verdict.decision == Verdict::RetryDecision::Restage;
            }
            if (to == State::Verified)
                countProof(id, row, outcome.message);
        }
    }

    //! Each proof is by a message that stands in the chat, and by another one each time.
    void countProof(qint64 id, const Row &row, const MessageId &message)
    {
        ++m_verified;
        Chat &chat = chatOf(row.gateway, row.chat);
        if (++chat.proven[row.content] > chat.stands[row.content])
            fault(id, "is verified, and its message does not stand in the chat");
        if (message.isNull())
            return; // the gateway has started again since, and its ids with it
        const auto copy = m_pushed.find({row.gateway, message.value()});
        if (copy == m_pushed.end())
            fault(id, "is verified by a message that nobody pushed");
        else if (!m_used.insert(copy->second).second)
            fault(id, "is verified by an echo that has proven another one");
        if (row.named && row.answered == message.value() && copy != m_pushed.end() && m_owners.at(copy->second) != id)
            fault(id, "is verified by id through the message of another one");
    }

    //! Rows that have ended make room; the counts of the chats stay.
    void forgetOld()
    {
        std::erase_if(m_rows, [this](const auto &entry) {
            const State state = entry.second.state;
            const bool over = state == State::Verified || state == State::Unproven
                || ((state == State::Failed || state == State::Unknown)
                    && !m_verifier.isKnown(DeliveryId(entry.first)));
            return over;
        });
    }

    std::mt19937_64 m_random;
    DeliveryVerifier m_verifier;
    std::map<qint64, Row> m_rows;
    std::map<std::pair<int, int>, Chat> m_chats;
    std::multimap<SteadyTime, Later> m_later;
    std::vector<qint64> m_owners; //!< of each message that stands somewhere: its delivery, 0 for other clients
    std::map<std::pair<int, QString>, int> m_pushed; //!< by gateway and id: the newest message of that name
    std::set<int> m_used; //!< messages that have proven something
    std::array<int, 2> m_ids{};
    SteadyTime m_now{seconds(1000)};
    WallTime m_wall{seconds(1'795'000'000)};
    qint64 m_next = 0;
    int m_serial = 0;
    int m_verified = 0;
};

} // namespace

//! The promise against every order of claims, answers, echoes, timers, clocks and restarts.
class TestVerifierProperties final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLostDoubledOrFakedInAnyOrder()
    {
#ifdef ROOKERY_SLOW_BUILD
        constexpr int kSteps = 150'000;
#else
        constexpr int kSteps = 1'000'000;
#endif
        constexpr int kRounds = 20;
        bool ok = false;
        const quint64 given = qEnvironmentVariable("ROOKERY_SEED").toULongLong(&ok);
        const quint64 first = ok ? given : 20'261'128;
        int deliveries = 0;
        int verified = 0;
        for (int round = 0; round < kRounds; ++round) {
            const quint64 seed = first + quint64(round);
            World world(seed);
            for (int i = 0; i < kSteps / kRounds && world.trouble.isEmpty(); ++i)
                world.step();
            if (world.trouble.isEmpty())
                world.finish();
            QVERIFY2(world.trouble.isEmpty(),
                     qPrintable(QStringLiteral("seed %1: %2").arg(QString::number(seed), world.trouble)));
            deliveries += world.deliveriesSeen();
            verified += world.verifiedSeen();
        }
        std::printf("seeds %llu+%d, %d steps: %d deliveries, %d verified\n", static_cast<unsigned long long>(first),
                    kRounds, kSteps, deliveries, verified);
        QVERIFY(verified > deliveries / 4); // the walk did meet what it is about
    }
};

ROOKERY_TEST(tst_verifierproperties, TestVerifierProperties)
#include "tst_verifierproperties.moc"
