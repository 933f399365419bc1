// The symbol table of an ELF file (.symtab), which has the functions that are not exported, too. It
// is looked through from its beginning: 6 ns a symbol, and some 50 us for the file.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "elf_names.hpp"

namespace weft::host {

namespace {

/// A file in memory; empty where there is none. Nothing that it says of itself is believed.
class mapped_file {
  public:
    explicit mapped_file(const char* name) {
        const int file = open(name, O_RDONLY | O_CLOEXEC);
        if (file < 0)
            return;
        struct stat status {};
        if (fstat(file, &status) == 0 && status.st_size > 0) {
            const auto size = static_cast<std::size_t>(status.st_size);
            void* const begin = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
            if (begin != MAP_FAILED) {
                begin_ = static_cast<const char*>(begin);
                size_ = size;
            }
        }
        close(file);
    }
    ~mapped_file() {
        if (begin_ != nullptr)
            munmap(const_cast<char*>(begin_), size_);
    }
    mapped_file(const mapped_file&) = delete;
    mapped_file& operator=(const mapped_file&) = delete;

    /// What is at `offset`, or null where the file has no `size` bytes there.
    [[nodiscard]] const char* at(std::uint64_t offset, std::uint64_t size) const {
        return offset <= size_ && size <= size_ - offset ? begin_ + offset : nullptr;
    }
    /// Copied, as nothing needs to be aligned there.
    template <class T>
    bool read(T& one, std::uint64_t offset) const {
        const char* const from = at(offset, sizeof one);
        if (from != nullptr)
            std::memcpy(&one, from, sizeof one);
        return from != nullptr;
    }

  private:
    const char* begin_ = nullptr;
    std::size_t size_ = 0;
};

/// The part of the file that is loaded first, or one that is not where the file has none.
ElfW(Phdr) first_loaded(const mapped_file& file, const ElfW(Ehdr) & header) {
    ElfW(Phdr) part{};
    for (unsigned i = 0; i < header.e_phnum; ++i) {
        if (file.read(part, header.e_phoff + std::uint64_t{i} * sizeof part) &&
            part.p_type == PT_LOAD)
            return part;
    }
    return {};
}

/// Whether `file` is what was loaded to `base`, as it begins there: with the headers and, mostly,
/// the build ID. Code, where a debugger sets breakpoints, comes later.
bool is_loaded(const mapped_file& file, const ElfW(Phdr) & first, const void* base) {
    const auto size = std::min<std::size_t>(first.p_filesz, 1024);
    const char* const begin = file.at(0, size);
    return first.p_type == PT_LOAD && first.p_offset == 0 && size >= sizeof(ElfW(Ehdr)) &&
           begin != nullptr && std::memcmp(begin, base, size) == 0;
}

owned_text symbol_in(const mapped_file& file, const ElfW(Shdr) & table, const char* names,
                     std::size_t names_size, ElfW(Addr) value) {
    ElfW(Sym) symbol{};
    for (std::uint64_t at = 0; table.sh_size - at >= sizeof symbol; at += sizeof symbol) {
        if (!file.read(symbol, table.sh_offset + at))
            break;
        // The same in 64 bits. On ARM, a value has Thumb's bit, as an address does.
        if (symbol.st_value == value && ELF32_ST_TYPE(symbol.st_info) == STT_FUNC &&
            symbol.st_name < names_size)
            return {strndup(names + symbol.st_name, names_size - symbol.st_name), std::free};
    }
    return {nullptr, std::free};
}

owned_text symbol_of(const char* name, const void* base, std::uintptr_t address) {
    const mapped_file file(name);
    ElfW(Ehdr) header{};
    if (!file.read(header, 0))
        return {nullptr, std::free};
    const ElfW(Phdr) first = first_loaded(file, header);
    if (!is_loaded(file, first, base))
        return {nullptr, std::free};
    // 0 for a program that cannot be loaded elsewhere.
    const auto moved = reinterpret_cast<std::uintptr_t>(base) - first.p_vaddr;
    const auto section = [&](unsigned i, ElfW(Shdr) & found) {
        return i < header.e_shnum &&
               file.read(found, header.e_shoff + std::uint64_t{i} * sizeof found);
    };
    ElfW(Shdr) table{};
    for (unsigned i = 0; section(i, table); ++i) {
        ElfW(Shdr) strings{};
        if (table.sh_type == SHT_SYMTAB && section(table.sh_link, strings)) {
            const char* const names = file.at(strings.sh_offset, strings.sh_size);
            if (names != nullptr)
                return symbol_in(file, table, names, strings.sh_size, address - moved);
        }
    }
    return {nullptr, std::free};
}

} // namespace

owned_text elf_symbol(const char* file, const void* base, std::uintptr_t address) noexcept {
    // The loader has the program by the name that it was called by.
    if (owned_text symbol = symbol_of("/proc/self/exe", base, address); symbol != nullptr)
        return symbol;
    return symbol_of(file, base, address);
}

} // namespace weft::host
