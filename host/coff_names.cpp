// The symbol table that MinGW-w64's linker leaves in a program or DLL (PE/COFF), read from the
// file. Visual C++'s leaves none: it writes a file of its own format beside the program.
#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <utility>
#include <vector>
#include <windows.h>

#include "coff_names.hpp"
#include "hold.hpp"

namespace weft::host {

namespace {

/// What a file has of functions, by their offsets.
struct symbol_table {
    std::vector<IMAGE_SYMBOL> functions; ///< `Value` is the offset from where the file is loaded
    std::vector<char> strings;           ///< the names that are longer than a symbol has room for
};

/// A file whose parts are read into what they are.
class reader {
  public:
    explicit reader(const char* name) : file_(std::fopen(name, "rb"), std::fclose) {}

    [[nodiscard]] bool is_open() const { return file_ != nullptr; }
    bool go_to(std::uint32_t offset) {
        return std::fseek(file_.get(), static_cast<long>(offset), SEEK_SET) == 0;
    }
    bool read(void* to, std::size_t size) { return std::fread(to, 1, size, file_.get()) == size; }
    template <class T>
    bool read(std::vector<T>& all) {
        return read(all.data(), all.size() * sizeof(T));
    }
    template <class T>
    bool read(T& one) {
        return read(&one, sizeof one);
    }

  private:
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

/// Empty where the file has no table, or another format.
symbol_table symbols_in(const char* name) {
    reader file(name);
    IMAGE_DOS_HEADER start{};
    DWORD signature = 0;
    IMAGE_FILE_HEADER header{};
    if (!file.is_open() || !file.read(start) ||
        !file.go_to(static_cast<std::uint32_t>(start.e_lfanew)) || !file.read(signature) ||
        signature != IMAGE_NT_SIGNATURE || !file.read(header) || header.PointerToSymbolTable == 0)
        return {};
    std::vector<IMAGE_SECTION_HEADER> sections(header.NumberOfSections);
    std::vector<IMAGE_SYMBOL> symbols(header.NumberOfSymbols);
    const auto headers_end = static_cast<std::uint32_t>(start.e_lfanew) +
                             static_cast<std::uint32_t>(sizeof signature + sizeof header);
    std::uint32_t size = 0; // of the strings, with itself
    if (!file.go_to(headers_end + header.SizeOfOptionalHeader) || !file.read(sections) ||
        !file.go_to(header.PointerToSymbolTable) || !file.read(symbols) || !file.read(size) ||
        size < sizeof size)
        return {};
    std::vector<char> strings(size + std::size_t{1}); // a null ends one that is cut off
    if (!file.read(strings.data() + sizeof size, size - sizeof size))
        return {};

    std::size_t functions = 0;
    for (std::size_t i = 0, next = 0; i < symbols.size(); i = next) {
        IMAGE_SYMBOL symbol = symbols[i];
        next = i + 1 + symbol.NumberOfAuxSymbols;
        const auto section = static_cast<std::size_t>(symbol.SectionNumber) - 1;
        if (ISFCN(symbol.Type) && section < sections.size()) {
            symbol.Value += sections[section].VirtualAddress;
            symbols[functions++] = symbol;
        }
    }
    symbols.resize(functions);
    std::sort(symbols.begin(), symbols.end(),
              [](const IMAGE_SYMBOL& a, const IMAGE_SYMBOL& b) { return a.Value < b.Value; });
    return {std::move(symbols), std::move(strings)};
}

std::string name_of(const IMAGE_SYMBOL& symbol, const std::vector<char>& strings) {
    std::string name;
    if (symbol.N.Name.Short != 0) {
        const auto* const text = reinterpret_cast<const char*>(symbol.N.ShortName);
        name.assign(text, std::find(text, text + sizeof symbol.N.ShortName, '\0'));
    } else if (symbol.N.Name.Long < strings.size()) {
        name = &strings[symbol.N.Name.Long];
    }
    // On 32-bit x86, the linker's name has an underscore more than the compiler's.
    constexpr bool prefixed = sizeof(void*) == 4;
    return prefixed && name.starts_with('_') ? name.substr(1) : name;
}

constinit own_lock guard;

/// Read once, and never freed: threads may go on while the process ends.
const symbol_table& known_symbols_in(const char* file) {
    const hold held(guard);
    static auto& known = *new std::map<std::string, symbol_table>;
    const auto found = known.find(file);
    return found != known.end() ? found->second
                                : known.emplace(file, symbols_in(file)).first->second;
}

} // namespace

std::string coff_name(const char* file, std::uint32_t offset) {
    const symbol_table& known = known_symbols_in(file);
    const auto after = std::upper_bound(
        known.functions.begin(), known.functions.end(), offset,
        [](std::uint32_t wanted, const IMAGE_SYMBOL& each) { return wanted < each.Value; });
    return after == known.functions.begin() ? "" : name_of(*std::prev(after), known.strings);
}

} // namespace weft::host
