// SPDX-License-Identifier: GPL-3.0-or-later
// What it costs to take a frame in: bytes -> codec -> Event, as a ratio to the plain QJsonDocument parse of the same
// bytes in the same run, so that the number means the same on every machine.
#include "logrules/ruleset.h"
#include "protocol/onebot11.h"
#include "turns.h"

#include <QJsonDocument>
#include <QList>

#include <cstdio>
#include <cstdlib>

using namespace rookery;

namespace {

constexpr int kFrames = 20'000;
constexpr int kFramesPerTurn = 500;
constexpr int kTurns = 240;
//! The codec walks what the parser built; more than this and it has begun to copy.
constexpr double kMaxRatio = 2.5;

QByteArray groupText(int number)
{
    const QByteArray id = QByteArray::number(1'000'000 + number);
    return R"({"self_id":10001,"user_id":20001,"time":1795000000,"message_id":)" + id + R"(,"message_seq":)" + id
        + R"(,"real_id":)" + id
        + R"(,"real_seq":"812","message_type":"group","sender":{"user_id":20001,)"
          R"("nickname":"小明","card":"","role":"member"},"raw_message":"今天的公告请查收 )"
        + id + R"(","font":14,"sub_type":"normal","message":[{"type":"text","data":{"text":"今天的公告请查收 )" + id
        + R"("}}],"message_format":"array","post_type":"message","group_id":30001,"group_name":"公告群"})";
}

QByteArray groupPicture(int number)
{
    const QByteArray id = QByteArray::number(2'000'000 + number);
    const QByteArray key(180, 'k');
    return R"({"self_id":10001,"user_id":10001,"time":1795000000,"message_id":)" + id
        + R"(,"message_type":"group","sender":{"user_id":10001,"nickname":"TestBot","card":"","role":"admin"},)"
          R"("raw_message":"[CQ:image]","font":14,"sub_type":"normal","message":[{"type":"reply","data":{"id":"77"}},)"
          R"({"type":"at","data":{"qq":"20002"}},{"type":"image","data":{"summary":"","file":"A1B2.png","sub_type":0,)"
          R"("url":"https://multimedia.nt.qq.com.cn/download?appid=1407&fileid=x&rkey=)"
        + key
        + R"(","file_size":"204800"}},{"type":"text","data":{"text":" 你好"}}],"message_format":"array",)"
          R"("post_type":"message_sent","group_id":30002,"target_id":30002})";
}

QByteArray heartbeat(int)
{
    return R"({"time":1795000000,"self_id":10001,"post_type":"meta_event","meta_event_type":"heartbeat",)"
           R"("status":{"online":true,"good":true},"interval":30000})";
}

//! Told by its beginning, whatever it holds; more than this and it is asked for every rule.
constexpr double kMaxRuleRatio = 0.2;

//! Gives `work` the frames of one turn after the other; each must understand what it is given.
template <class Work>
void take(const QList<QByteArray> &frames, int turn, Work work)
{
    for (int i = 0; i < kFramesPerTurn; ++i) {
        const QByteArray &frame = frames.at((qsizetype(turn) * kFramesPerTurn + i) % frames.size());
        if (!work(frame)) {
            std::fprintf(stderr, "a frame was not understood: %s\n", frame.constData());
            std::exit(1);
        }
    }
}

//! What `work` takes beside the plain parse of the same frames.
template <class Work>
bench::Turns besideParse(const QList<QByteArray> &frames, Work work)
{
    bench::Turns turns;
    turns.measure(
        kTurns, [&](int turn) { take(frames, turn, work); },
        [&](int turn) {
            take(frames, turn, [](const QByteArray &frame) { return QJsonDocument::fromJson(frame).isObject(); });
        });
    return turns;
}

bool compare(const char *name, QByteArray (*make)(int))
{
    QList<QByteArray> frames;
    qsizetype bytes = 0;
    for (int number = 0; number < kFrames; ++number) {
        frames.append(make(number));
        bytes += frames.constLast().size();
    }
    const bench::Turns codec =
        besideParse(frames, [](const QByteArray &frame) { return protocol::decodeFrame(frame).has_value(); });
    std::printf("ingest %-14s %6.1f us/frame, %6.1f MB/s, %.2f x plain JSON parse (limit %.1f)\n", name,
                codec.work() * 1000 / kFramesPerTurn,
                static_cast<double>(bytes) / kFrames * kFramesPerTurn / codec.work() / 1000, codec.ratio(), kMaxRatio);
    return codec.ratio() <= kMaxRatio;
}

//! What it costs to tell that a line of the gateway's log is a dump of a message, against the parse of that message.
bool classify(const char *name, QByteArray (*make)(int))
{
    const Result<logrules::RuleSet> rules = logrules::RuleSet::builtIn(GatewayKind::NapCat);
    if (!rules)
        return false;
    QList<QByteArray> frames;
    QList<QString> lines;
    for (int number = 0; number < kFrames; ++number) {
        frames.append(make(number));
        lines.append(QStringLiteral("收到新消息 RawMessage ") + QString::fromUtf8(frames.constLast()));
    }
    qsizetype next = 0;
    const bench::Turns rule = besideParse(frames, [&](const QByteArray &) {
        return rules->classify(LogLevel::Debug, lines.at(next++ % lines.size())).category == LogCategory::None;
    });
    std::printf("ingest %-14s %6.2f us/line, %.3f x plain JSON parse (limit %.1f)\n", name,
                rule.work() * 1000 / kFramesPerTurn, rule.ratio(), kMaxRuleRatio);
    return rule.ratio() <= kMaxRuleRatio;
}

} // namespace

int main()
{
    const bool text = compare("group text", groupText);
    const bool picture = compare("group picture", groupPicture);
    const bool beat = compare("heartbeat", heartbeat);
    const bool dump = classify("debug line", groupText);
    return text && picture && beat && dump ? 0 : 1;
}
