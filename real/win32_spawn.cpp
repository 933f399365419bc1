// Threads by Win32, as the C runtime starts them.
#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <memory>
#include <process.h>
#include <utility>
#include <windows.h>

#include "backend.hpp"
#include "host/win32_floats.hpp"
#include "own_record.hpp"
#include "self.hpp"
#include "shown_name.hpp"
#include "spawn.hpp"

namespace weft::backend {

namespace {

/// Has debuggers show the thread by its function. Looked up, as systems before Windows 10 have no
/// such function.
void show_name(const thread_record& self) {
    using set_description = HRESULT(WINAPI*)(HANDLE, const wchar_t*);
    static const auto set = reinterpret_cast<set_description>(reinterpret_cast<void (*)()>(
        GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "SetThreadDescription")));
    if (set == nullptr)
        return;
    const shown_name shown = shown_name_of(self);
    std::array<wchar_t, std::tuple_size_v<shown_name>> text{};
    std::copy(shown.begin(), shown.end(), text.begin());
    set(GetCurrentThread(), text.data());
}

/// What a thread begins with. It computes as its starter does, as on other systems.
struct beginning {
    thread_start& start;
    std::unique_ptr<own_state> own = std::make_unique<own_state>();
    host::floats floats = host::floats::taken();
};

unsigned __stdcall run(void* argument) {
    std::unique_ptr<beginning> given(static_cast<beginning*>(argument));
    thread_start& start = given->start;
    give_own(std::move(given->own));
    become(start.record);
    show_name(start.record);
    given->floats.put();
    given.reset();
    start.run(self());
    return 0;
}

} // namespace

void spawn(thread_start& start, std::size_t stack_size) {
    auto given = std::make_unique<beginning>(beginning{start});
    if (given->own == nullptr)
        start.refused({ENOMEM, std::generic_category()});
    const auto thread = reinterpret_cast<HANDLE>(
        _beginthreadex(nullptr, static_cast<unsigned>(stack_size), run, given.get(),
                       STACK_SIZE_PARAM_IS_A_RESERVATION, nullptr));
    if (thread == nullptr)
        start.refused({errno, std::generic_category()});
    static_cast<void>(given.release()); // the thread has it
    CloseHandle(thread);
}

std::errc check_stack_size(std::size_t size) noexcept {
    // What the C runtime can be told.
    constexpr std::size_t largest = std::numeric_limits<unsigned>::max();
    return size <= largest ? std::errc() : std::errc::invalid_argument;
}

unsigned concurrency() noexcept {
    SYSTEM_INFO system;
    GetSystemInfo(&system);
    return system.dwNumberOfProcessors;
}

void yield() noexcept {
    SwitchToThread();
}

} // namespace weft::backend
