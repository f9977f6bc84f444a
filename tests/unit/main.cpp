// SPDX-License-Identifier: GPL-2.0-or-later
// The entry point that every unit test program shares.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
