// What a future tells of its state ([futures.overview], [futures.errors]): weft's own names, as
// this platform has none of the standard's.
#pragma once

#include <stdexcept>
#include <string>
#include <system_error>
#include <type_traits>

namespace weft {

enum class future_errc {
    future_already_retrieved = 1,
    promise_already_satisfied,
    no_state,
    broken_promise,
};

enum class future_status { ready, timeout, deferred };

enum class launch { async = 1, deferred = 2 };

constexpr launch operator&(launch a, launch b) noexcept {
    return static_cast<launch>(static_cast<int>(a) & static_cast<int>(b));
}
constexpr launch operator|(launch a, launch b) noexcept {
    return static_cast<launch>(static_cast<int>(a) | static_cast<int>(b));
}
constexpr launch operator^(launch a, launch b) noexcept {
    return static_cast<launch>(static_cast<int>(a) ^ static_cast<int>(b));
}
constexpr launch operator~(launch a) noexcept {
    return static_cast<launch>(~static_cast<int>(a));
}
constexpr launch& operator&=(launch& a, launch b) noexcept {
    return a = a & b;
}
constexpr launch& operator|=(launch& a, launch b) noexcept {
    return a = a | b;
}
constexpr launch& operator^=(launch& a, launch b) noexcept {
    return a = a ^ b;
}

namespace detail {

class category_of_futures final : public std::error_category {
  public:
    [[nodiscard]] const char* name() const noexcept override { return "future"; }
    [[nodiscard]] std::string message(int value) const override {
        switch (static_cast<future_errc>(value)) {
        case future_errc::future_already_retrieved:
            return "Future already retrieved";
        case future_errc::promise_already_satisfied:
            return "Promise already satisfied";
        case future_errc::no_state:
            return "No associated state";
        case future_errc::broken_promise:
            return "Broken promise";
        }
        return "Unknown error";
    }
};

/// Never destroyed: threads may go on while the process ends.
union category_that_stays {
    category_of_futures category;
    category_that_stays() : category() {}
    // NOLINTNEXTLINE(modernize-use-equals-default): of a union like this, it would be deleted.
    ~category_that_stays() {}
};

} // namespace detail

[[nodiscard]] inline const std::error_category& future_category() noexcept {
    static const detail::category_that_stays futures;
    return futures.category;
}

[[nodiscard]] inline std::error_code make_error_code(future_errc code) noexcept {
    return {static_cast<int>(code), future_category()};
}
[[nodiscard]] inline std::error_condition make_error_condition(future_errc code) noexcept {
    return {static_cast<int>(code), future_category()};
}

class future_error : public std::logic_error {
  public:
    explicit future_error(future_errc code)
        : logic_error("weft::future_error: " + make_error_code(code).message()),
          code_(make_error_code(code)) {}
    [[nodiscard]] const std::error_code& code() const noexcept { return code_; }

  private:
    std::error_code code_;
};

} // namespace weft

template <>
struct std::is_error_code_enum<weft::future_errc> : std::true_type {};
