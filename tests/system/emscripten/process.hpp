// Programs that a test runs as processes of their own: Node starts them.
#pragma once

#include <cstdlib>
#include <string>

#include <emscripten/emscripten.h>

#include "again.hpp"

namespace support {

inline int call_to_run() {
    return EM_ASM_INT({ return Number(process.env.WEFT_TEST_CALL || 0); });
}

/// Writes to a file of the process's, which is none of Emscripten's.
inline void write_to(int file, const std::string& text) {
    EM_ASM({ require('fs').writeSync(arguments[0], UTF8ToString(arguments[1])); }, file,
           text.c_str());
}

inline int process_output() {
    return 3;
}

inline ended_process run_again(const std::string& test, int call) {
    ended_process ended;
    char* output = nullptr;
    ended.status = EM_ASM_INT(
        {
            const program = process.argv[1].replace('.worker.js', '.js'); // as it is in a thread
            const test = '--test-case=' + UTF8ToString(arguments[0]);
            const options = new Object();
            options.env = Object.assign(new Object(), process.env);
            options.env.WEFT_TEST_CALL = arguments[1];
            options.stdio = Array.of('ignore', 'ignore', 'inherit', 'pipe');
            options.timeout = 60000;
            const spawn = require('child_process').spawnSync;
            const ended = spawn(process.execPath, process.execArgv.concat(program, test), options);
            HEAP32[arguments[2] >> 2] = allocateUTF8(ended.output[3].toString());
            return Number.isInteger(ended.status) ? ended.status : -1;
        },
        test.c_str(), call, &output);
    ended.output = output;
    std::free(output);
    return ended;
}

} // namespace support
