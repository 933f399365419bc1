// What is known of each eight bytes of memory: who has accessed them, and which of that still
// counts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "calls.hpp"
#include "held_locks.hpp"

namespace weft::accesses {

/// What is done to a cell.
struct deed {
    std::uint8_t bytes; ///< which of the eight, a bit each
    bool writes;
    bool is_atomic;
};

struct access : deed {
    unsigned thread;
    std::uint32_t time;
    std::uintptr_t place; ///< in the code, behind the access
    const call* in;
    const held_locks* holding;
};

struct cell {
    unsigned run = 0; ///< of which the accesses are
    /// Accesses of two threads have conflicted, and nothing ordered them.
    bool is_shared = false;
    // Of the last access, as most are like that; no bytes where there is none.
    deed last{};
    unsigned last_thread = 0;
    std::uint32_t last_time = 0;
    std::vector<access> accesses;

    void forget() {
        is_shared = false;
        last.bytes = 0;
        accesses.clear();
    }
};

/// Cells stay where they are.
class shadow {
  public:
    static constexpr std::uintptr_t cell_size = 8;

    /// Forgets all accesses.
    void begin_run() { ++run_; }

    cell& of(std::uintptr_t address) {
        cell& found = page_of(address / page_size).cells[address % page_size / cell_size];
        if (found.run != run_) {
            found.run = run_;
            found.forget();
        }
        return found;
    }

    /// Calls `look` with each cell of that memory, and its address, of which accesses are known.
    template <class F>
    void each_in(std::uintptr_t begin, std::size_t size, F look) {
        const std::uintptr_t end = begin + size;
        for (auto each = pages_.lower_bound(begin / page_size);
             each != pages_.end() && each->first * page_size < end; ++each) {
            if (each->second->run != run_)
                continue;
            std::uintptr_t address = each->first * page_size;
            for (cell& one : each->second->cells) {
                if (address + cell_size > begin && address < end && one.run == run_)
                    look(one, address);
                address += cell_size;
            }
        }
    }

  private:
    static constexpr std::uintptr_t page_size = 4096;

    struct page {
        unsigned run = 0; ///< in which it was used last
        std::array<cell, page_size / cell_size> cells;
    };

    page& page_of(std::uintptr_t number) {
        recent& entry = recent_[number % recent_.size()];
        if (entry.number != number || entry.used == nullptr)
            entry = {number, &find(number)};
        entry.used->run = run_;
        return *entry.used;
    }
    page& find(std::uintptr_t number);

    struct recent {
        std::uintptr_t number = 0;
        page* used = nullptr;
    };
    std::array<recent, 256> recent_;
    std::map<std::uintptr_t, page*> pages_; ///< never destroyed
    page* free_ = nullptr;                  ///< memory for more
    std::size_t count_free_ = 0;
    unsigned run_ = 0;
};

} // namespace weft::accesses
