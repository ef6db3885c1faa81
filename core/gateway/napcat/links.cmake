# SPDX-License-Identifier: GPL-3.0-or-later
target_link_libraries(rookery_gateway_napcat PUBLIC rookery_gateway_onebot11)
