// WEFT_TRACE=file.json in the environment: what the threads of the program do, as a trace.
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "backend.hpp"
#include "exclusive.hpp" // the backend's
#include "host.hpp"
#include "lock_word.hpp"
#include "own_lock.hpp"
#include "thread_name.hpp"
#include "trace_file.hpp"
#include "word.hpp" // the backend's

namespace weft {

constinit watcher* watching = nullptr;

void watch(watcher* who) noexcept {
    watching = who;
    if (who != nullptr)
        detail::sole_holder = 0;
}

namespace {

constinit own_lock guard;

/// Is never destroyed: threads may go on while the process ends.
class program_trace final : public watcher {
  public:
    bool begin(const char* path) {
        if (!file_.open(path))
            return false;
        file_.write_at_once();
        file_.name(main_ident, "main");
        file_.add({.thread = main_ident, .what = event::begins}, now());
        return true;
    }

    void sees(event what, const std::uint32_t* word, backend::purpose why) noexcept override {
        const trace_file::happened seen{.thread = backend::self().ident,
                                        .what = what,
                                        .object = word,
                                        .why = why,
                                        .holder = what == event::waits && says_holder(why)
                                                      ? owner_of(backend::load(*word))
                                                      : 0};
        const backend::exclusive only(guard);
        if (file_.is_open())
            file_.add(seen, now());
    }

    void sees_start(const thread_record& started) override {
        const std::string name = thread_name(started.ident, started.started);
        const backend::exclusive only(guard);
        if (file_.is_open())
            file_.name(started.ident, name);
    }

    void end() {
        const backend::exclusive only(guard);
        if (file_.is_open() && !file_.close(now()))
            std::fprintf(stderr, "weft: not all of the trace could be written: %s\n",
                         std::strerror(errno)); // NOLINT(concurrency-mt-unsafe): it is the last
    }

    /// Its parent goes on with it.
    void leave_to_parent() {
        std::construct_at(&guard);
        file_.forget();
    }

  private:
    trace_file file_;
};
constinit program_trace traced;

WEFT_INITIALISED_EARLY const host::at_fork leave_to_parent([] {
    watch(nullptr);
    traced.leave_to_parent();
});

/// Before the program's own initialisers, which may start threads.
// NOLINTBEGIN(concurrency-mt-unsafe): there is one thread.
WEFT_INITIALISED_EARLY const struct begin_trace {
    begin_trace() {
        const char* const path = std::getenv("WEFT_TRACE");
        if (path == nullptr || *path == '\0')
            return;
        if (!traced.begin(path)) {
            std::fprintf(stderr, "weft: WEFT_TRACE=%s cannot be written: %s\n", path,
                         std::strerror(errno));
            return;
        }
        watch(&traced);
        std::atexit([] { traced.end(); });
    }
} at_initialisation;
// NOLINTEND(concurrency-mt-unsafe)

} // namespace

} // namespace weft
