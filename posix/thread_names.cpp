#include "thread_names.hpp"

#include <cerrno>
#include <pthread.h>

#include "process_name.hpp" // the system's

namespace weft::posix {

// The process's name is kept by the system, and here it is empty where it was not asked for since
// it changed.

const char* name_of(thread& which) noexcept {
    if (which.name[0] == '\0' && has_name_of_process(which))
        get_process_name(which.name);
    return which.name;
}

void rename(thread& which, std::string_view name) noexcept {
    which.name[name.copy(which.name, sizeof which.name - 1)] = '\0';
    if (!has_name_of_process(which))
        return;
    set_process_name(which.name);
    which.name[0] = '\0'; // in a child of vfork, this is its parent's memory
}

extern "C" {

int pthread_setname_np(pthread_t id, const char* name) {
    thread* const given = find(id);
    if (given == nullptr)
        return ESRCH;
    const std::string_view wanted(name);
    if (wanted.size() >= sizeof given->name)
        return ERANGE;
    rename(*given, wanted);
    return 0;
}

int pthread_getname_np(pthread_t id, char* name, std::size_t size) {
    thread* const given = find(id);
    if (given == nullptr)
        return ESRCH;
    const std::string_view had(name_of(*given));
    if (had.size() >= size)
        return ERANGE;
    name[had.copy(name, had.size())] = '\0';
    return 0;
}

} // extern "C"

} // namespace weft::posix
