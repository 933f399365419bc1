// A folder of a test's own, where the system has those.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

namespace suite {

/// Removed with all that is in it.
class temporary_folder {
  public:
    temporary_folder() : path_((std::filesystem::temp_directory_path() / "weft_XXXXXX").string()) {
        REQUIRE(mkdtemp(path_.data()) != nullptr);
    }
    ~temporary_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;

    /// The path of a file in it.
    [[nodiscard]] std::string of(const char* name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

} // namespace suite
