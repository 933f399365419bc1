// A function's address is its place in WebAssembly's table. Its name is in the program's file,
// where that is linked with --profiling-funcs, and where the file can be read at once: not by a
// page.
#include <emscripten/emscripten.h>

#include "host.hpp"
#include "place.hpp"

/// Writes what JavaScript's stack traces call the function. Returns the size, with the 0.
EM_JS(int, weft_function_at, (std::uintptr_t address, char* text, int room), {
    const names_in_file = () => {
        const names = new Map();
        // A thread of node's knows no directory but that of the file that it runs itself.
        const file = ENVIRONMENT_IS_NODE && ENVIRONMENT_IS_WORKER
            ? require('path').resolve(location.href, '..', wasmBinaryFile)
            : wasmBinaryFile;
        // Not by getBinary(), which aborts the program where the file cannot be read.
        const module = new WebAssembly.Module(wasmBinary || readBinary(file));
        const [section] = WebAssembly.Module.customSections(module, 'name');
        const bytes = new Uint8Array(section);
        let at = 0;
        const number = () => {
            let value = 0;
            for (let shift = 0;; shift += 7) {
                const byte = bytes[at++];
                value |= (byte & 127) << shift;
                if (byte < 128)
                    return value;
            }
        };
        while (at < bytes.length) {
            const of_functions = number() === 1;
            const end = number() + at;
            for (let count = of_functions ? number() : 0; count > 0; --count) {
                const index = number();
                const size = number();
                names.set(index, UTF8ArrayToString(bytes, at, size));
                at += size;
            }
            at = end;
        }
        return names;
    };
    if (weft_function_at.names === undefined) {
        try {
            weft_function_at.names = names_in_file();
        } catch (unreadable) {
            weft_function_at.names = new Map();
        }
    }
    const index = Number(wasmTable.get(address).name);
    const name = weft_function_at.names.get(index) || 'wasm-function[' + index + ']';
    stringToUTF8(name, text, room);
    return lengthBytesUTF8(name) + 1;
});

namespace weft::host {

std::string place_of(std::uintptr_t address) {
    const int size = weft_function_at(address, nullptr, 0);
    std::string name(static_cast<std::size_t>(size), '\0');
    weft_function_at(address, name.data(), size);
    name.pop_back();
    return function_name(name.c_str());
}

} // namespace weft::host
