# SPDX-License-Identifier: GPL-3.0-or-later
target_link_libraries(rookery_gateway_ilink PRIVATE OpenSSL::Crypto) # its pictures are encrypted
