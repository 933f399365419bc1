// Contexts by Emscripten's fibers, for programs that are linked with -sASYNCIFY: beside the stack
// that C++ has in memory, WebAssembly's own is saved there at each switch.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <emscripten/fiber.h>
#include <memory>
#include <new>
#include <system_error>

namespace weft::backend {

class context {
  public:
    std::error_code create(std::size_t size, void (*entry)(void*), void* argument) {
        size_ = ((size == 0 ? default_size : size) + alignment - 1) / alignment * alignment;
        stack_.reset(new (std::align_val_t(alignment), std::nothrow) char[size_]);
        if (stack_ == nullptr || !make_room_to_save())
            return std::make_error_code(std::errc::not_enough_memory);
        emscripten_fiber_init(&fiber_, entry, argument, stack_.get(), size_, saved_.get(),
                              saved_size);
        return {};
    }

    void switch_to(context& next) noexcept {
        if (saved_ == nullptr) {
            if (!make_room_to_save())
                std::abort();
            emscripten_fiber_init_from_current_context(&fiber_, saved_.get(), saved_size);
        }
        emscripten_fiber_swap(&fiber_, &next.fiber_);
    }

    [[nodiscard]] const void* lowest() const { return stack_.get(); }
    [[nodiscard]] std::size_t size() const { return size_; }

  private:
    static constexpr std::size_t default_size = 65536;
    static constexpr std::size_t saved_size = 65536;
    static constexpr std::size_t alignment = 16;

    struct free_aligned {
        void operator()(char* memory) const {
            operator delete[](memory, std::align_val_t(alignment));
        }
    };

    bool make_room_to_save() {
        saved_.reset(new (std::nothrow) char[saved_size]);
        return saved_ != nullptr;
    }

    emscripten_fiber_t fiber_{};
    std::unique_ptr<char[], free_aligned> stack_;
    std::unique_ptr<char[]> saved_;
    std::size_t size_ = 0;
};

} // namespace weft::backend
