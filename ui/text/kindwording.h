// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/gateway.h"
#include "model/session.h"
#include "model/settings.h"

#include <QString>

namespace rookery::text {

namespace kinds {
struct Source;
}

//! Holds the words of one field of a kind's form.
struct FieldWords {
    QString label;
    QString hint; //!< below it
};

//! Holds what the operator should have ready for a kind, and what it cannot do.
struct SetupWords {
    QString switchOn; //!< what must be enabled at the gateway
    QString token; //!< where to find its token
    QString limits; //!< what it cannot do, with a workaround
    QString checked; //!< the versions that this was checked with
};

//! Gives the words that only one kind of gateway has, from ui/text/kinds/<kind>.cpp. Each function translates its text
//! when called, because a table needs one text per row. Returns an empty text where the kind has none of its own. GUI
//! or main thread.
class KindWords
{
public:
    [[nodiscard]] QString name() const;
    //! Says what the kind is, in a sentence.
    [[nodiscard]] QString summary() const;
    //! Returns the words of a field that the kind's form has (`KindTraits::fields`, or those of its way).
    [[nodiscard]] FieldWords field(ProfileField field) const;
    //! Says what the operator must know before adding such a gateway.
    [[nodiscard]] QString warning() const;
    [[nodiscard]] SetupWords setup() const;
    //! Describes where the operator finds the token.
    [[nodiscard]] QString tokenHint() const;
    //! Names the default port, for a closed one.
    [[nodiscard]] QString portAdvice() const;
    //! Names where the kind keeps its token, for a refused one.
    [[nodiscard]] QString tokenAdvice() const;
    //! Names the list of allowed addresses, where this machine is not on it.
    [[nodiscard]] QString accessAdvice() const;
    //! Returns the name of a step that means something else for the kind.
    [[nodiscard]] QString stepName(TestStep step) const;
    [[nodiscard]] QString checkName(ReadinessCheck check) const;

private:
    friend KindWords kindWords(GatewayKind kind, OneBotTransportKind way);
    explicit KindWords(const kinds::Source &source) : m_source(&source) {}

    const kinds::Source *m_source;
};

//! Returns the words of a kind; `way` matters for a kind whose way is chosen (`KindTraits::choosesWay`).
[[nodiscard]] KindWords kindWords(GatewayKind kind, OneBotTransportKind way = OneBotTransportKind::Socket);

} // namespace rookery::text
