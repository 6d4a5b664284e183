// SPDX-License-Identifier: GPL-2.0-or-later
#include "in_use.h"

#include <malloc.h>

#include <cstdlib>
#include <new>

std::size_t in_use = 0;

void* operator new(std::size_t size)
{
    void* p = std::malloc(size);
    if (p == nullptr) {
        throw std::bad_alloc();
    }
    in_use += malloc_usable_size(p) + sizeof(std::size_t); // and malloc's own header
    return p;
}
void* operator new(std::size_t size, std::align_val_t) { return operator new(size); }
void operator delete(void* p) noexcept
{
    if (p != nullptr) {
        in_use -= malloc_usable_size(p) + sizeof(std::size_t);
        std::free(p);
    }
}
void operator delete(void* p, std::size_t) noexcept { operator delete(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { operator delete(p); }
