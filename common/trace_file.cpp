#include "trace_file.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>
#include <utility>

#include "purpose_words.hpp"

namespace weft {

namespace {

using text = std::array<char, 96>;

text text_of(const trace_file::happened& each) {
    text shown{};
    const purpose_words words = words_of(each.why);
    const auto show = [&](std::string_view does, std::string_view name) {
        text holder{"a thread"};
        if (each.holder != 0)
            std::snprintf(holder.data(), holder.size(), each.holder == main_ident ? "main" : "#%ju",
                          static_cast<std::uintmax_t>(each.holder));
        say(shown, does, nullptr, "");
        say(std::span(shown).subspan(does.size()), name, each.object, holder.data());
    };
    if (each.what == event::waits)
        show("waits for ", words.name);
    else if (each.what == event::has_lock)
        show(words.has.empty() ? words.takes : words.has, words.name);
    else if (each.what == event::releases)
        show(words.gives_back, words.name);
    else
        show(each.what == event::sleeps ? "sleeps" : "runs", "");
    return shown;
}

} // namespace

bool trace_file::open(const char* path) noexcept {
    file_ = std::fopen(path, "wb");
    if (file_ == nullptr)
        return false;
    std::fputs(R"([{"name":"process_name","ph":"M","pid":1,"args":{"name":"weft"}})", file_);
    return true;
}

void trace_file::write_at_once() noexcept {
    std::fflush(file_);
    std::setvbuf(file_, nullptr, _IONBF, 0);
}

void trace_file::name(ident_t thread, const std::string& shown) {
    const std::string text = quoted(shown);
    std::fprintf(file_,
                 ",\n"
                 R"({"name":"thread_name","ph":"M","pid":1,"tid":%ju,"args":{"name":%s}})",
                 static_cast<std::uintmax_t>(thread), text.c_str());
}

void trace_file::write(ident_t thread, deadline_t time, const char* phase, const char* what,
                       const char* more) noexcept {
    std::fprintf(file_,
                 ",\n"
                 R"({"name":"%s","ph":%s,"pid":1,"tid":%ju,"ts":%jd.%03d%s})",
                 what, phase, static_cast<std::uintmax_t>(thread),
                 static_cast<std::intmax_t>(time / 1000), static_cast<int>(time % 1000), more);
}

void trace_file::write_slice(const slice& each, deadline_t time, const char* phase,
                             const char* more) noexcept {
    write(each.thread, time, phase, text_of(each).data(), more);
}

void trace_file::mark(ident_t thread, deadline_t time, const char* what,
                      const char* more) noexcept {
    write(thread, time, R"("i","s":"t")", what, more);
}

template <class Wanted>
trace_file::slice* trace_file::newest(Wanted is_wanted) noexcept {
    for (slice* each = open_ + size_; each != open_;) {
        if (is_wanted(*--each))
            return each;
    }
    return nullptr;
}

void trace_file::begin(const slice& begun, deadline_t time, const char* more) noexcept {
    if (size_ == capacity_) {
        const std::size_t larger = std::max<std::size_t>(2 * capacity_, 64);
        void* const moved = std::realloc(open_, larger * sizeof(slice));
        if (moved == nullptr)
            return;
        open_ = static_cast<slice*>(moved);
        capacity_ = larger;
    }
    open_[size_++] = begun;
    write_slice(begun, time, R"("B")", more);
}

/// In the format, what a thread began last ends first. What it began after this one is cut in two.
void trace_file::end(slice* ended, deadline_t time) noexcept {
    const slice wanted = *ended;
    slice* const last = open_ + size_;
    const auto is_inside = [&](const slice& each) { return each.thread == wanted.thread; };
    for (slice* each = last; each != ended;) {
        if (is_inside(*--each))
            write_slice(*each, time, R"("E")");
    }
    std::copy(ended + 1, last, ended);
    --size_;
    for (slice* each = ended; each != open_ + size_; ++each) {
        if (is_inside(*each))
            write_slice(*each, time, R"("B")");
    }
}

void trace_file::add(const happened& each, deadline_t time, const char* more) noexcept {
    const auto is_own = [&](const slice& begun) { return begun.thread == each.thread; };
    const auto holds = [&](const slice& begun) {
        return begun.what == event::has_lock && begun.object == each.object;
    };
    switch (each.what) {
    case event::begins:
    case event::waits:
    case event::sleeps:
        return begin(each, time, more);
    case event::has_lock:
        if (words_of(each.why).has.empty())
            return mark(each.thread, time, text_of(each).data(), more);
        // Where it was destroyed while it was held, another one may be at its address.
        if (slice* const before = newest(holds))
            end(before, time);
        return begin(each, time, more);
    case event::releases: {
        slice* const held = newest(holds);
        if (held == nullptr || !is_own(*held))
            mark(each.thread, time, text_of(each).data(), more);
        if (held != nullptr)
            end(held, time);
        return;
    }
    case event::stops_waiting:
    case event::wakes:
        if (slice* const waited = newest([&](const slice& begun) {
                return is_own(begun) &&
                       begun.what == (each.what == event::wakes ? event::sleeps : event::waits);
            }))
            end(waited, time);
        return;
    case event::ends:
        while (slice* const last = newest(is_own))
            end(last, time);
        return;
    case event::yields:
    case event::starts:
    case event::at_point:
        return;
    }
}

bool trace_file::close(deadline_t time) noexcept {
    while (size_ != 0)
        end(open_ + size_ - 1, time);
    std::free(open_);
    open_ = nullptr;
    capacity_ = 0;
    std::fputs("]\n", file_);
    const bool failed = std::ferror(file_) != 0;
    return std::fclose(std::exchange(file_, nullptr)) == 0 && !failed;
}

std::string quoted(const std::string& text) {
    std::string json = "\"";
    for (const char each : text) {
        if (each == '"' || each == '\\')
            json += '\\';
        json += static_cast<unsigned char>(each) < ' ' ? ' ' : each;
    }
    return json + '"';
}

} // namespace weft
