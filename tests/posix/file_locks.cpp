// Locks of files, from POSIX's text: who waits for one lets others run.
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <string>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "descriptors.hpp"
#include "going_on.hpp"
#include "interrupted.hpp"

using suite::pipe_pair;

namespace {

using temporary_file = std::unique_ptr<FILE, int (*)(FILE*)>;

temporary_file made_file() {
    temporary_file file(std::tmpfile(), std::fclose);
    REQUIRE(file);
    return file;
}

/// The whole file.
struct flock whole(short type) {
    struct flock lock {};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    return lock;
}

/// A child of fork that has the file locked until it is told to end.
class holding_child {
  public:
    explicit holding_child(int file) : child_(fork()) {
        char got = 0;
        if (child_ == 0) {
            struct flock lock = whole(F_WRLCK);
            const bool has_it = fcntl(file, F_SETLK, &lock) == 0 && write(has_.in, "x", 1) == 1;
            _exit(has_it && read(ends_.out, &got, 1) == 1 ? 0 : 1);
        }
        REQUIRE(child_ > 0);
        REQUIRE(read(has_.out, &got, 1) == 1);
    }
    ~holding_child() {
        int status = -1;
        CHECK(waitpid(child_, &status, 0) == child_);
        CHECK(status == 0);
    }
    holding_child(const holding_child&) = delete;
    holding_child& operator=(const holding_child&) = delete;

    [[nodiscard]] pid_t id() const { return child_; }
    void end() const { CHECK(write(ends_.in, "x", 1) == 1); }

  private:
    pipe_pair has_;
    pipe_pair ends_;
    pid_t child_;
};

/// Takes it by `locks` while a child has it, and gives it back.
template <class Locks>
void waits_for_child(Locks locks) {
    const temporary_file held = made_file();
    const int file = fileno(held.get());
    const holding_child child(file);
    suite::while_one_waits([&] { CHECK(locks(file) == 0); }, [&] { child.end(); });
    CHECK(lockf(file, F_ULOCK, 0) == 0);
}

int locks_all(int file, int command) {
    struct flock lock = whole(F_WRLCK);
    return fcntl(file, command, &lock);
}

} // namespace

TEST_CASE("who waits for another process's lock lets others run") {
    waits_for_child([](int file) { return locks_all(file, F_SETLKW); });
    waits_for_child([](int file) { return lockf(file, F_LOCK, 0); });
}

TEST_CASE("who waits for the lock of another description of the file lets others run") {
    const temporary_file held = made_file();
    const suite::descriptor one(
        open(("/proc/self/fd/" + std::to_string(fileno(held.get()))).c_str(), O_RDWR));
    const auto waits = [&](auto locks, auto unlocks) {
        CHECK(locks(one) == 0);
        suite::while_one_waits([&] { CHECK(locks(fileno(held.get())) == 0); },
                               [&] { CHECK(unlocks(one) == 0); });
        CHECK(unlocks(fileno(held.get())) == 0);
    };
    waits([](int file) { return flock(file, LOCK_EX); },
          [](int file) { return flock(file, LOCK_UN); });
    waits([](int file) { return locks_all(file, F_OFD_SETLKW); },
          [](int file) {
              struct flock lock = whole(F_UNLCK);
              return fcntl(file, F_OFD_SETLK, &lock);
          });
}

TEST_CASE("what would have to wait for a lock and must not is told, and by whom it is held") {
    const temporary_file held = made_file();
    const int file = fileno(held.get());
    const holding_child child(file);
    CHECK(locks_all(file, F_SETLK) == -1);
    CHECK((errno == EAGAIN || errno == EACCES));
    CHECK(lockf(file, F_TLOCK, 0) == -1);
    CHECK((errno == EAGAIN || errno == EACCES));
    CHECK(lockf(file, F_TEST, 0) == -1);
    CHECK((errno == EAGAIN || errno == EACCES));
    struct flock asked = whole(F_WRLCK);
    CHECK(fcntl(file, F_GETLK, &asked) == 0);
    CHECK(asked.l_type == F_WRLCK);
    CHECK(asked.l_pid == child.id());
    child.end();
}

TEST_CASE("a handler ends the wait for a lock") {
    const temporary_file held = made_file();
    const int file = fileno(held.get());
    const holding_child child(file);
    CHECK(suite::error_when_interrupted([&] { return locks_all(file, F_SETLKW); }) == EINTR);
    CHECK(suite::error_when_interrupted([&] { return lockf(file, F_LOCK, 0); }) == EINTR);
    child.end();
}

TEST_CASE("a lock that cannot be is refused, also where there are other threads") {
    const pipe_pair waits;
    const auto refuses = [] {
        struct flock lock = whole(F_WRLCK);
        CHECK(fcntl(-1, F_SETLKW, &lock) == -1);
        CHECK(errno == EBADF);
        CHECK(lockf(-1, F_LOCK, 0) == -1);
        CHECK(errno == EBADF);
        CHECK(flock(-1, LOCK_EX) == -1);
        CHECK(errno == EBADF);
        const temporary_file file = made_file();
        CHECK(lockf(fileno(file.get()), -1, 0) == -1);
        CHECK(errno == EINVAL);
        lock.l_type = -1;
        CHECK(fcntl(fileno(file.get()), F_SETLKW, &lock) == -1);
        CHECK(errno == EINVAL);
        const suite::descriptor to_read(open("/dev/null", O_RDONLY));
        CHECK(lockf(to_read, F_LOCK, 0) == -1);
        CHECK(errno == EBADF);
    };
    refuses();
    char got = 0;
    suite::while_one_waits([&] { CHECK(read(waits.out, &got, 1) == 1); },
                           [&] {
                               refuses();
                               CHECK(write(waits.in, "x", 1) == 1);
                           });
}
