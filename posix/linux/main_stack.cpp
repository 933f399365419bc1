// Where the main thread's stack is, as the C library tells it.
#include <cerrno>

#include "attributes.hpp"
#include "c_library.hpp"
#include "thread_storage.hpp"

namespace weft::posix {

namespace {

constinit c_library_function<int(pthread_t, pthread_attr_t*)> tell("pthread_getattr_np");
constinit c_library_function<int(const pthread_attr_t*, void**, std::size_t*)>
    get("pthread_attr_getstack");
constinit c_library_function<int(pthread_attr_t*)> destroy("pthread_attr_destroy");

} // namespace

int tell_stack_of_main(thread_attributes& all) noexcept {
    if (tell == nullptr || get == nullptr || destroy == nullptr)
        return ENOSYS;
    pthread_attr_t told;
    const auto main = reinterpret_cast<pthread_t>(backend::thread_storage::of_main());
    if (const int error = tell(main, &told))
        return error;
    get(&told, &all.stack, &all.stack_size);
    destroy(&told);
    return 0;
}

} // namespace weft::posix
