#include <link.h>

#include "memory.hpp"

namespace weft::accesses {

bool is_thread_local(std::uintptr_t address) {
    const auto has = [](dl_phdr_info* object, std::size_t, void* sought) {
        const auto begin = reinterpret_cast<std::uintptr_t>(object->dlpi_tls_data);
        for (int i = 0; begin != 0 && i < object->dlpi_phnum; ++i) {
            if (object->dlpi_phdr[i].p_type == PT_TLS)
                return static_cast<int>(*static_cast<std::uintptr_t*>(sought) - begin <
                                        object->dlpi_phdr[i].p_memsz);
        }
        return 0;
    };
    return dl_iterate_phdr(has, &address) != 0;
}

} // namespace weft::accesses
