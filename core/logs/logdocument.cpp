// SPDX-License-Identifier: GPL-3.0-or-later
#include "logdocument.h"

#include "moc_logdocument.cpp"
