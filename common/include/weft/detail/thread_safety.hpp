// The names of Clang's thread safety analysis; nothing where a compiler does not know them.
// Macros, because an attribute that another compiler warns about can be left out by no other means.
#pragma once

#if defined(__has_cpp_attribute) && __has_cpp_attribute(clang::acquire_capability)
#define WEFT_CAPABILITY(name) [[clang::capability(name)]]
#define WEFT_ACQUIRES [[clang::acquire_capability]]
#define WEFT_ACQUIRES_IF_TRUE [[clang::try_acquire_capability(true)]]
#define WEFT_RELEASES [[clang::release_capability]]
#define WEFT_UNANALYSED [[clang::no_thread_safety_analysis]]
#else
#define WEFT_CAPABILITY(name)
#define WEFT_ACQUIRES
#define WEFT_ACQUIRES_IF_TRUE
#define WEFT_RELEASES
#define WEFT_UNANALYSED
#endif
