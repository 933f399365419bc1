#include "program_file.hpp"

#include <cstdint>
#include <cstring>
#include <elf.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace weft::posix {

namespace {

template <class T>
std::vector<T> read_at(std::istream& file, std::uint64_t place, std::size_t count) {
    std::vector<T> all(count);
    file.clear();
    file.seekg(static_cast<std::streamoff>(place));
    if (!file.read(reinterpret_cast<char*>(all.data()),
                   static_cast<std::streamsize>(count * sizeof(T))))
        all.clear();
    return all;
}

bool has_interpreter(std::istream& file, const Elf64_Ehdr& header) {
    for (const auto& part : read_at<Elf64_Phdr>(file, header.e_phoff, header.e_phnum)) {
        if (part.p_type == PT_INTERP)
            return true;
    }
    return false;
}

/// The names of its dynamic symbols, and of the libraries that it needs.
std::string names_in(std::istream& file, const Elf64_Ehdr& header) {
    const auto sections = read_at<Elf64_Shdr>(file, header.e_shoff, header.e_shnum);
    for (const auto& each : sections) {
        if (each.sh_type != SHT_DYNSYM || each.sh_link >= sections.size())
            continue;
        const auto& names = sections[each.sh_link];
        const auto text = read_at<char>(file, names.sh_offset, names.sh_size);
        return {text.begin(), text.end()};
    }
    return {};
}

/// Whether a sanitizer's runtime is in it, or in a library that it needs.
bool has_interceptors(const std::string& names) {
    for (const char* const each :
         {"__interceptor_pthread_create", "libasan.so", "liblsan.so", "libtsan.so"}) {
        if (names.find(each) != std::string::npos)
            return true;
    }
    return false;
}

} // namespace

std::string unfitness_of(const std::string& path) {
    struct stat found {};
    if (stat(path.c_str(), &found) == 0 && (found.st_mode & (S_ISUID | S_ISGID)) != 0 &&
        geteuid() != 0)
        return "runs with the rights of another user, for which the dynamic linker takes no "
               "library that the caller names";
    std::ifstream file(path, std::ios::binary);
    const auto headers = read_at<Elf64_Ehdr>(file, 0, 1);
    if (headers.empty() || std::memcmp(headers.front().e_ident, ELFMAG, SELFMAG) != 0)
        return "";
    const Elf64_Ehdr& header = headers.front();
    if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_machine != EM_X86_64)
        return "is a program for another processor than libweft_posix";
    if (!has_interpreter(file, header))
        return "is linked statically: link it with libweft_posix instead";
    if (has_interceptors(names_in(file, header)))
        return "has the runtime of a sanitizer, which stands where libweft_posix would: build it "
               "without, or for races, link it with libweft_posix_accesses instead";
    return "";
}

} // namespace weft::posix
