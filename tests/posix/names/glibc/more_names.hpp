// What POSIX does not name, and the C library does.
#pragma once
