// Thread-local storage of its own for each thread, as the GNU C library's threads have it on
// x86-64: the dynamic linker lays it out, and the processor finds it by the register FS.
#pragma once

#include <optional>
#include <system_error>

#include "show_values.hpp" // the system's
#include "storage/shared_state.hpp"

namespace weft::backend {

class thread_storage {
  public:
    class kept {
        std::optional<shared_state> shared_;

      public:
        kept() {
            if (!is_own_)
                shared_.emplace();
        }
    };

    constexpr thread_storage() = default;
    ~thread_storage();
    thread_storage(const thread_storage&) = delete;
    thread_storage& operator=(const thread_storage&) = delete;

    /// Not for the main thread, which has its own from the C library. Where the C library is laid
    /// out as this does not know, says so once on stderr, and all share the main thread's.
    std::error_code create();

    /// What the C library keeps there for itself, its caches of memory above all, stays from the
    /// thread that ran on this stack before, as it has no way to give it back.
    void begin() noexcept;

    void use(const detail::local_values& values) noexcept {
        if (is_own_)
            set_base(base_ != nullptr ? base_ : main_base_);
        else
            show_values(values);
    }

    /// What the C library takes for the main thread's id.
    static void* of_main() noexcept {
        return main_base_ != nullptr ? main_base_ : __builtin_thread_pointer();
    }

    /// Destroys the thread_local objects of the running thread.
    static void destroy_objects() noexcept;

  private:
    static void set_base(void* base) noexcept {
        if (has_instruction_)
            asm volatile("wrfsbase %0" : : "r"(base) : "memory");
        else
            set_base_by_kernel(base);
    }
    static void set_base_by_kernel(void* base) noexcept;

    /// Each thread has its own.
    static bool is_own_;
    /// By an instruction, where the kernel lets programs.
    static bool has_instruction_;
    static void* main_base_;

    void* base_ = nullptr; ///< of what is the thread's; null: the main thread's
    bool is_used_ = false;
};

} // namespace weft::backend
