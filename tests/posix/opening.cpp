// Opening files, and named pipes, which wait for who opens their other ends.
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "descriptors.hpp"
#include "going_on.hpp"
#include "interrupted.hpp"
#include "started.hpp"
#include "temporary_folder.hpp"

using suite::descriptor;
using suite::elsewhere;
using suite::error_elsewhere;
using suite::temporary_folder;
using suite::while_one_waits;

// What the headers make of `open` where a program is fortified.
// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {
int __open_2(const char* name, int flags);
int __open64_2(const char* name, int flags);
int __openat_2(int folder, const char* name, int flags);
int __openat64_2(int folder, const char* name, int flags);
}
// NOLINTEND(bugprone-reserved-identifier)

namespace {

struct named_pipe {
    temporary_folder folder;
    std::string name = folder.of("fifo");
    named_pipe() { REQUIRE(mkfifo(name.c_str(), 0600) == 0); }
};

void passes_on(int reading, int writing) {
    const descriptor out(reading);
    const descriptor in(writing);
    char got = 0;
    CHECK(write(in, "x", 1) == 1);
    CHECK(read(out, &got, 1) == 1);
}

struct stat status_of(const std::string& name) {
    struct stat found {};
    REQUIRE(stat(name.c_str(), &found) == 0);
    return found;
}

} // namespace

TEST_CASE("open of a FIFO waits for the other end, which another thread opens") {
    const temporary_folder folder;
    const std::string name = folder.of("fifo");
    REQUIRE(mkfifo(name.c_str(), 0600) == 0);
    int reads = -1;
    int writes = -1;
    while_one_waits([&] { reads = open(name.c_str(), O_RDONLY); },
                    [&] { writes = open(name.c_str(), O_WRONLY); });
    const descriptor reading(reads);
    const descriptor writing(writes);
    char got = 0;
    CHECK(write(writing, "x", 1) == 1);
    CHECK(read(reading, &got, 1) == 1);
}

TEST_CASE("open by the names that fortified programs have for it waits, too") {
    const temporary_folder folder;
    const std::string name = folder.of("fifo");
    REQUIRE(mkfifo(name.c_str(), 0600) == 0);
    const auto waits = [&](auto call) {
        while_one_waits([&] { const descriptor reading(call(O_RDONLY)); },
                        [&] { const descriptor writing(call(O_WRONLY)); });
    };
    waits([&](int flags) { return __open_2(name.c_str(), flags); });
    waits([&](int flags) { return __open64_2(name.c_str(), flags); });
    waits([&](int flags) { return __openat_2(AT_FDCWD, name.c_str(), flags); });
    waits([&](int flags) { return __openat64_2(AT_FDCWD, name.c_str(), flags); });
}

TEST_CASE("creat of a FIFO waits until another thread opens it to read") {
    const named_pipe tested;
    const auto waits = [&](auto call) {
        int reads = -1;
        int writes = -1;
        while_one_waits([&] { writes = call(tested.name.c_str(), 0600); },
                        [&] { reads = open(tested.name.c_str(), O_RDONLY); });
        CHECK(fcntl(writes, F_GETFL) % (O_ACCMODE + 1) == O_WRONLY);
        passes_on(reads, writes);
    };
    waits(creat);
    waits(creat64);
}

TEST_CASE("openat of a FIFO waits for the other end, by its name in a folder") {
    const named_pipe tested;
    const descriptor folder(open(tested.folder.of("").c_str(), O_RDONLY | O_DIRECTORY));
    const auto waits = [&](auto call) {
        int reads = -1;
        int writes = -1;
        while_one_waits([&] { writes = call(folder, "fifo", O_WRONLY); },
                        [&] { reads = call(folder, "fifo", O_RDONLY); });
        passes_on(reads, writes);
    };
    waits([](int in, const char* name, int flags) { return openat(in, name, flags); });
    waits([](int in, const char* name, int flags) { return openat64(in, name, flags); });
}

TEST_CASE("open of a FIFO that is not to block does not wait, and to write is ENXIO") {
    const named_pipe tested;
    const char* const name = tested.name.c_str();
    CHECK(error_elsewhere([&] { return open(name, O_WRONLY | O_NONBLOCK); }) == ENXIO);
    const descriptor reading(elsewhere([&] { return open(name, O_RDONLY | O_NONBLOCK); }));
    const descriptor writing(elsewhere([&] { return open(name, O_WRONLY | O_NONBLOCK); }));
}

TEST_CASE("a handler ends open, openat and creat of a FIFO") {
    const named_pipe tested;
    const char* const name = tested.name.c_str();
    using suite::error_when_interrupted;
    CHECK(error_when_interrupted([&] { return open(name, O_RDONLY); }) == EINTR);
    CHECK(error_when_interrupted([&] { return openat(AT_FDCWD, name, O_WRONLY); }) == EINTR);
    CHECK(error_when_interrupted([&] { return creat(name, 0600); }) == EINTR);
}

TEST_CASE("creat makes a file to write to, and empties one that is there") {
    const temporary_folder folder;
    const std::string name = folder.of("file");
    const mode_t before = umask(022);
    const auto creates = [&](mode_t mode) {
        return elsewhere([&] { return creat(name.c_str(), mode); });
    };
    {
        const descriptor made(creates(0666));
        CHECK((status_of(name).st_mode & 07777) == 0644);
        CHECK(write(made, "abc", 3) == 3);
        char got = 0;
        CHECK(read(made, &got, 1) == -1);
        CHECK(errno == EBADF);
    }
    CHECK(status_of(name).st_size == 3);
    const descriptor again(creates(0600));
    CHECK((status_of(name).st_mode & 07777) == 0644);
    CHECK(status_of(name).st_size == 0);
    umask(before);
}

TEST_CASE("openat has names that begin at the root or in the folder that it is given") {
    const temporary_folder folder;
    const descriptor in(open(folder.of("").c_str(), O_RDONLY | O_DIRECTORY));
    const mode_t before = umask(0);
    const descriptor made(elsewhere([&] { return openat(in, "file", O_RDWR | O_CREAT, 0640); }));
    umask(before);
    const std::string name = folder.of("file");
    CHECK((status_of(name).st_mode & 07777) == 0640);
    CHECK(write(made, "abc", 3) == 3);
    const descriptor by_root(elsewhere([&] { return openat(-1, name.c_str(), O_RDONLY); }));
    char got = 0;
    CHECK(read(by_root, &got, 1) == 1);
    CHECK(got == 'a');
}

TEST_CASE("open, openat and creat tell why they cannot") {
    const temporary_folder folder;
    const std::string name = folder.of("file");
    const std::string loop = folder.of("loop");
    const std::string below = name + "/below";
    const std::string long_name = folder.of(std::string(NAME_MAX + 1, 'x').c_str());
    const std::string long_path(PATH_MAX, '/');
    const descriptor file(creat(name.c_str(), 0600));
    REQUIRE(symlink("loop", loop.c_str()) == 0);
    const auto all_tell = [&](const std::string& path, int error) {
        CAPTURE(path);
        const char* const given = path.c_str();
        CHECK(error_elsewhere([&] { return open(given, O_WRONLY); }) == error);
        CHECK(error_elsewhere([&] { return openat(AT_FDCWD, given, O_WRONLY); }) == error);
        CHECK(error_elsewhere([&] { return creat(given, 0600); }) == error);
    };
    all_tell("", ENOENT);
    all_tell(folder.of("none/such"), ENOENT);
    all_tell(folder.of(""), EISDIR);
    all_tell(below, ENOTDIR);
    all_tell(loop, ELOOP);
    all_tell(long_name, ENAMETOOLONG);
    all_tell(long_path, ENAMETOOLONG);
    const char* const given = name.c_str();
    CHECK(error_elsewhere([&] { return open(given, O_CREAT | O_EXCL, 0600); }) == EEXIST);
    CHECK(error_elsewhere([&] { return open(given, O_DIRECTORY); }) == ENOTDIR);
    CHECK(error_elsewhere([&] { return open(loop.c_str(), O_NOFOLLOW); }) == ELOOP);
    CHECK(error_elsewhere([&] { return openat(-1, "file", O_RDONLY); }) == EBADF);
    CHECK(error_elsewhere([&] { return openat(file, "file", O_RDONLY); }) == ENOTDIR);
}

TEST_CASE("open, openat and creat need a descriptor that is free") {
    const temporary_folder folder;
    const std::string name = folder.of("file");
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
    const rlimit none{0, before.rlim_max};
    REQUIRE(setrlimit(RLIMIT_NOFILE, &none) == 0);
    const char* const given = name.c_str();
    const int by_open = error_elsewhere([&] { return open("/", O_RDONLY); });
    const int by_openat = error_elsewhere([&] { return openat(AT_FDCWD, "/", O_RDONLY); });
    const int by_creat = error_elsewhere([&] { return creat(given, 0600); });
    REQUIRE(setrlimit(RLIMIT_NOFILE, &before) == 0);
    CHECK(by_open == EMFILE);
    CHECK(by_openat == EMFILE);
    CHECK(by_creat == EMFILE);
    CHECK(access(given, F_OK) == -1);
}
