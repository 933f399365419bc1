// Attributes that not every compiler knows; nothing where it does not. Macros, because an attribute
// that a compiler warns about can be left out by no other means: this is the one place where weft's
// shared code asks which compiler it is.
#pragma once

#if defined(__clang__)
/// What Clang's thread safety analysis (-Wthread-safety) knows a class or a function by.
#define WEFT_THREAD_SAFETY(...) __attribute__((__VA_ARGS__))
#else
#define WEFT_THREAD_SAFETY(...)
#endif

#if defined(__has_cpp_attribute) && __has_cpp_attribute(gnu::noinline)
#define WEFT_NOINLINE [[gnu::noinline]]
/// What the function calls is inlined into it.
#define WEFT_FLATTENED [[gnu::flatten]]
/// On what a shared libweft exports, which is nothing else.
#define WEFT_VISIBLE [[gnu::visibility("default")]]
/// On an object with a constructor: before those of the program.
#define WEFT_INITIALISED_EARLY [[gnu::init_priority(101)]]
#elif defined(_MSC_VER)
#define WEFT_NOINLINE __declspec(noinline)
#define WEFT_FLATTENED
#define WEFT_VISIBLE
#define WEFT_INITIALISED_EARLY __pragma(init_seg(lib))
#else
#define WEFT_NOINLINE
#define WEFT_FLATTENED
#define WEFT_VISIBLE
#define WEFT_INITIALISED_EARLY
#endif
