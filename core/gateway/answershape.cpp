// SPDX-License-Identifier: GPL-3.0-or-later
#include "answershape.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/sending.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kOk = 200;
constexpr int kBadRequest = 400;
constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;
constexpr int kNotFound = 404;
constexpr int kMethod = 405;
constexpr int kNotAcceptable = 406;
constexpr int kTooLarge = 413;
constexpr int kMediaType = 415;
constexpr int kTooMany = 429;
constexpr int kServerError = 500;

//! Holds an answer and the properties that several checks need.
struct Shape {
    explicit Shape(const io::HttpResponse &response) : Shape(response, QJsonDocument::fromJson(response.body)) {}
    Shape(const io::HttpResponse &response, const QJsonDocument &read)
        : status(response.status)
        , text(response.body.trimmed())
        , isObject(read.isObject())
        , json(read.object())
        , challenge(response.header("www-authenticate"))
        , isPage(json.isEmpty() && (response.header("content-type").startsWith("text/html") || text.startsWith('<')))
    {}

    int status;
    QByteArray text;
    bool isObject;
    QJsonObject json;
    QByteArray challenge;
    bool isPage;

    [[nodiscard]] bool isRefusal() const { return status == kUnauthorized || status == kForbidden; }
    [[nodiscard]] bool hasEnvelope() const { return json["status"_L1].isString() && json.contains("retcode"_L1); }
    //! Recognises Express's answer for a path that it does not serve.
    [[nodiscard]] bool isExpressNotFound() const
    {
        return status == kNotFound && (text.contains("Cannot GET /") || text.contains("Cannot POST /"));
    }
    //! Recognises Hono's answer for such a path.
    [[nodiscard]] bool isPlainNotFound() const { return status == kNotFound && text == "404 Not Found"; }
};

Speaker napCat(const Shape &shape)
{
    if (shape.status == kOk)
        return shape.json["code"_L1].isDouble() ? Speaker::Gateway : Speaker::Front;
    const bool listed = shape.status == kForbidden && shape.json["error"_L1].toString().startsWith(u"访问被拒绝"_s);
    return listed || shape.isExpressNotFound() ? Speaker::Gateway : Speaker::Front;
}

Speaker llBot(const Shape &shape)
{
    const bool own = shape.json["success"_L1].isBool() || shape.isExpressNotFound() || shape.isPlainNotFound();
    return own ? Speaker::Gateway : Speaker::Front;
}

Speaker milky(const Shape &shape)
{
    if (shape.hasEnvelope() || shape.status == kTooLarge)
        return Speaker::Gateway;
    if (shape.status == kOk || shape.status == kForbidden || shape.isPage)
        return Speaker::Front;
    const bool wordless = shape.text.isEmpty() || shape.isPlainNotFound() || shape.text == "Internal Server Error";
    const bool known = shape.status == kUnauthorized || shape.status == kNotFound || shape.status == kMediaType
        || shape.status == kServerError;
    return known && wordless ? Speaker::Unclear : Speaker::Front;
}

Speaker oneBot(const Shape &shape)
{
    if (shape.hasEnvelope() || shape.status == kTooLarge)
        return Speaker::Gateway;
    if (shape.isPage)
        return Speaker::Front;
    if (shape.isRefusal()) {
        const bool worded = shape.json["message"_L1].toString().contains("token"_L1, Qt::CaseInsensitive);
        const bool challenged = shape.status == kUnauthorized && shape.challenge == "Bearer";
        if (worded || challenged)
            return Speaker::Gateway;
        return shape.text.isEmpty() ? Speaker::Unclear : Speaker::Front;
    }
    if (!shape.text.isEmpty() && !shape.isPlainNotFound())
        return Speaker::Front;
    switch (shape.status) {
    case kMethod:
    case kNotAcceptable:
    case kMediaType:
        return Speaker::Gateway;
    case kBadRequest:
    case kNotFound:
        return Speaker::Unclear;
    default:
        return Speaker::Front;
    }
}

} // namespace

Speaker speakerOf(Interface face, const io::HttpResponse &response)
{
    const Shape shape(response);
    if (shape.status >= 300 && shape.status < 400) // no interface redirects
        return Speaker::Front;
    switch (face) {
    case Interface::NapCatPanel:
        return napCat(shape);
    case Interface::LLBotPanel:
        return llBot(shape);
    case Interface::Milky:
        return milky(shape);
    case Interface::OneBot11:
        return oneBot(shape);
    case Interface::ILink:
        break;
    }
    const bool own = (shape.status == kOk && shape.isObject) || shape.status == kTooLarge;
    return own ? Speaker::Gateway : Speaker::Front;
}

Error frontError(int status, Speaker speaker)
{
    Error error{.kind = ErrorKind::Protocol, .reason = Reason::WrongServer, .code = status};
    if (status == kUnauthorized || status == kForbidden || status == kTooMany) {
        error.kind = ErrorKind::Network;
        error.reason = speaker == Speaker::Unclear ? Reason::TokenOrFront : Reason::FrontRefuses;
    } else if (status >= kServerError) {
        error.kind = ErrorKind::Network;
        error.reason = Reason::BackendDown;
    }
    return error;
}

Error frontErrorOfSend(int status)
{
    return {.kind = ErrorKind::Network, .reason = Reason::SendUnclear, .code = status};
}

bool isFromFront(const Error &error)
{
    return error.reason == Reason::FrontRefuses || error.reason == Reason::TokenOrFront
        || error.reason == Reason::BackendDown || error.reason == Reason::WrongServer;
}

Speaker speakerOfRefusal(int refusedWith, const Result<io::HttpResponse> &other)
{
    if (!other)
        return Speaker::Unclear;
    const Shape shape(*other);
    if (shape.isPage || shape.status >= kServerError || (shape.status >= 300 && shape.status < 400))
        return Speaker::Front;
    if (shape.status != refusedWith || oneBot(shape) == Speaker::Gateway)
        return Speaker::Gateway;
    return shape.text.isEmpty() ? Speaker::Unclear : Speaker::Front;
}

} // namespace rookery::gateway
