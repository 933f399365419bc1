#include "thread_storage.hpp"

#include <asm/prctl.h>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <link.h>
#include <malloc.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace weft::backend {

constinit bool thread_storage::is_own_ = false;
constinit bool thread_storage::has_instruction_ = false;
constinit void* thread_storage::main_base_ = nullptr;

namespace {

/// Where the C library has a field of what it knows of a thread: as it tells debuggers.
struct field {
    std::uint32_t bits;
    std::uint32_t count;
    std::uint32_t offset;
};

// The part of the layout that compilers know, too: it cannot change.
constexpr std::size_t self_at = 0x10;
constexpr std::size_t guards_at = 0x28; // of stacks, and of pointers in jmp_buf
constexpr std::size_t guards_size = 16;
constexpr std::size_t features_at = 0x48; // of the processor, for control flow
constexpr std::size_t features_size = 4;

/// What of the C library's this is made of; nothing, where some of it is not there.
struct library {
    void* (*allocate)(void* none) = nullptr;
    void (*deallocate)(void* base, bool is_allocated) = nullptr;
    void (*begin_characters)() = nullptr;
    void (*destroy_objects)() = nullptr;
    const std::uint32_t* size = nullptr; ///< of what is known of a thread
    const field* id = nullptr;
    const field* list = nullptr;
    const field* values = nullptr;
    const std::ptrdiff_t* restartable = nullptr; ///< null before 2.35
};
constinit library known{};

char* running_base() noexcept {
    return static_cast<char*>(__builtin_thread_pointer());
}

template <class What>
bool find(What*& place, const char* name) noexcept {
    place = reinterpret_cast<What*>(dlsym(RTLD_DEFAULT, name));
    return place != nullptr;
}

template <class Value>
Value& at(void* base, std::size_t offset) noexcept {
    return *reinterpret_cast<Value*>(static_cast<char*>(base) + offset);
}

bool find_library() noexcept {
    find(known.restartable, "__rseq_offset");
    return find(known.allocate, "_dl_allocate_tls") &&
           find(known.deallocate, "_dl_deallocate_tls") &&
           find(known.begin_characters, "__ctype_init") &&
           find(known.destroy_objects, "__call_tls_dtors") &&
           find(known.size, "_thread_db_sizeof_pthread") &&
           find(known.id, "_thread_db_pthread_tid") &&
           find(known.list, "_thread_db_pthread_list") &&
           find(known.values, "_thread_db_pthread_specific");
}

/// Whether the running thread's looks as it must.
bool is_as_known() noexcept {
    char* const base = running_base();
    const auto size = *known.size;
    return known.id->offset < size && known.list->offset < size && known.values->offset < size &&
           at<void*>(base, self_at) == base &&
           at<std::int32_t>(base, known.id->offset) == syscall(SYS_gettid);
}

constexpr std::size_t pointer_size = sizeof(void*);

/// As the C library has it of a thread that it starts.
void fill(char* base, char* main) noexcept {
    at<void*>(base, 0) = base;
    at<void*>(base, self_at) = base;
    std::memcpy(base + guards_at, main + guards_at, guards_size);
    std::memcpy(base + features_at, main + features_at, features_size);
    at<std::int32_t>(base, known.id->offset) = at<std::int32_t>(main, known.id->offset);
    at<void*>(base, known.list->offset) = base + known.list->offset;
    at<void*>(base, known.list->offset + pointer_size) = base + known.list->offset;
    char* const first_values = at<char*>(main, known.values->offset);
    if (first_values != nullptr)
        at<void*>(base, known.values->offset) = base + (first_values - main);
    if (known.restartable != nullptr) {
        constexpr std::uint32_t unregistered = 0xFFFF'FFFF;
        at<std::uint32_t>(base + *known.restartable, sizeof(std::uint32_t)) = unregistered;
    }
}

/// Gives the variables of a library, or of the program, the values that they begin with.
int begin_variables(dl_phdr_info* of, std::size_t, void*) noexcept {
    char* const variables = static_cast<char*>(of->dlpi_tls_data);
    if (variables == nullptr)
        return 0;
    for (int i = 0; i < of->dlpi_phnum; ++i) {
        const auto& part = of->dlpi_phdr[i];
        if (part.p_type != PT_TLS)
            continue;
        const char* const own = reinterpret_cast<const char*>(&errno);
        if (own >= variables && own < variables + part.p_memsz)
            return 0; // the C library's
        std::memcpy(variables, reinterpret_cast<const char*>(of->dlpi_addr + part.p_vaddr),
                    part.p_filesz);
        std::memset(variables + part.p_filesz, 0, part.p_memsz - part.p_filesz);
    }
    return 0;
}

} // namespace

std::error_code thread_storage::create() {
    if (main_base_ == nullptr) {
        main_base_ = running_base();
        is_own_ = find_library() && is_as_known();
        if (!is_own_)
            std::fputs("weft: this C library is not known: all threads share their thread-local "
                       "storage\n",
                       stderr);
        constexpr unsigned long may_set_base = 2; // HWCAP2_FSGSBASE
        has_instruction_ = (getauxval(AT_HWCAP2) & may_set_base) != 0;
        mallopt(M_ARENA_MAX, 1); // more would be for threads that run at the same time
    }
    if (!is_own_)
        return {};
    base_ = known.allocate(nullptr);
    if (base_ == nullptr)
        return std::make_error_code(std::errc::not_enough_memory);
    fill(static_cast<char*>(base_), static_cast<char*>(main_base_));
    return {};
}

thread_storage::~thread_storage() {
    if (base_ != nullptr)
        known.deallocate(base_, true);
}

void thread_storage::begin() noexcept {
    if (base_ == nullptr)
        return shared_state::begin();
    errno = 0;
    if (!is_used_)
        known.begin_characters();
    else
        dl_iterate_phdr(begin_variables, nullptr);
    is_used_ = true;
}

void thread_storage::destroy_objects() noexcept {
    if (is_own_)
        known.destroy_objects();
}

void thread_storage::set_base_by_kernel(void* base) noexcept {
    syscall(SYS_arch_prctl, ARCH_SET_FS, base);
}

} // namespace weft::backend
