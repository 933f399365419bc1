// Threads by Win32, as the C runtime starts them.
#include <array>
#include <cerrno>
#include <cstdio>
#include <limits>
#include <memory>
#include <process.h>
#include <windows.h>

#include "backend.hpp"
#include "host/win32_floats.hpp"
#include "self.hpp"
#include "spawn.hpp"

namespace weft::backend {

namespace {

/// Has debuggers show the thread as reports name it. Looked up, as systems before Windows 10 have
/// no such function.
void describe(ident_t ident) {
    using set_description = HRESULT(WINAPI*)(HANDLE, const wchar_t*);
    static const auto set = reinterpret_cast<set_description>(reinterpret_cast<void (*)()>(
        GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "SetThreadDescription")));
    if (set == nullptr)
        return;
    std::array<wchar_t, 32> text{};
    std::swprintf(text.data(), text.size(), L"weft #%llu", static_cast<unsigned long long>(ident));
    set(GetCurrentThread(), text.data());
}

/// What a thread begins with. It computes as its starter does, as on other systems.
struct beginning {
    thread_start& start;
    host::floats floats = host::floats::taken();
};

unsigned __stdcall run(void* argument) {
    std::unique_ptr<beginning> given(static_cast<beginning*>(argument));
    thread_start& start = given->start;
    become(start.record);
    describe(start.record.ident);
    given->floats.put();
    given.reset();
    start.run(self());
    return 0;
}

} // namespace

void spawn(thread_start& start, std::size_t stack_size) {
    auto given = std::make_unique<beginning>(beginning{start});
    const auto thread = reinterpret_cast<HANDLE>(
        _beginthreadex(nullptr, static_cast<unsigned>(stack_size), run, given.get(),
                       STACK_SIZE_PARAM_IS_A_RESERVATION, nullptr));
    if (thread == nullptr)
        refuse_start({errno, std::generic_category()});
    static_cast<void>(given.release()); // the thread has it
    CloseHandle(thread);
}

std::errc check_stack_size(std::size_t size) noexcept {
    // What the C runtime can be told.
    constexpr std::size_t largest = std::numeric_limits<unsigned>::max();
    return size <= largest ? std::errc() : std::errc::invalid_argument;
}

void yield() noexcept {
    SwitchToThread();
}

} // namespace weft::backend
