// The heap, in which the stacks are.
#include <cstddef>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "memory.hpp"

TEST_CASE("a report is whole for which the heap has to grow") {
    static std::string reported;
    const support::excepthook_while seen(
        [](const weft::excepthook_args& args) { reported = args.report; });
    const std::string text(100'000, 'x');
    weft::start_new_thread([&] { throw std::runtime_error(text); });
    support::wait_for_threads();
    CHECK(reported.ends_with(text + '\n'));
}

TEST_CASE("a thread allocates memory for which the heap has to grow") {
    constexpr std::size_t size = 262144;
    std::vector<std::unique_ptr<char[]>> all;
    const auto before = support::resident_memory();
    const auto allocate = [&] {
        for (int i = 0; i < 8; ++i) {
            all.push_back(std::make_unique<char[]>(size));
            std::memset(all.back().get(), i, size);
            weft::this_thread::yield();
        }
    };
    weft::start_new_thread(allocate);
    support::run(allocate);
    support::wait_for_threads();
    CHECK(all.size() == 16);
    CHECK(support::resident_memory() >= before + 16 * size);
}

TEST_CASE("what threads that have ended had of stacks is there for others") {
    const support::default_stack_size_at_end restored;
    weft::stack_size(262144);
    const auto before = support::resident_memory();
    weft::lock_type gate;
    gate.acquire();
    for (int i = 0; i < 8; ++i) {
        weft::start_new_thread([&] {
            gate.acquire();
            gate.release();
        });
    }
    CHECK(support::resident_memory() >= before + 8 * 262144);
    gate.release();
    support::wait_for_threads();
    CHECK(support::resident_memory() < before + 2 * 262144 + 65536);
}
