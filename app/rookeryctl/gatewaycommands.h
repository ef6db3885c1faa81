// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "command.h"

//! Declares the verbs of `gateway` that are commands of their own.
namespace rookery::ctl {

std::unique_ptr<Command> makeGatewayAddCommand(Context context);
std::unique_ptr<Command> makeDetectCommand(Context context);
std::unique_ptr<Command> makeListenerCommand(Context context);
std::unique_ptr<Command> makeDialInsCommand(Context context);

[[nodiscard]] QJsonObject toJson(const GatewayProfile &profile);
//! Prints what was found at an address, as a line of type `detected`.
void print(const Output &out, const Detection &found);

} // namespace rookery::ctl
