// SPDX-License-Identifier: GPL-2.0-or-later
//
// How much memory the program uses.
#ifndef OSCAR_TESTS_BENCH_IN_USE_H
#define OSCAR_TESTS_BENCH_IN_USE_H

#include <cstddef>

// Bytes that operator new has given and not got back, with malloc's own headers.
extern std::size_t in_use;

#endif
