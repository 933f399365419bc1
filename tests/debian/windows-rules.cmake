# After CMake's own rules: who asks for C++11 gets C++20, which weft needs, and every program libweft.
set(CMAKE_CXX11_STANDARD_COMPILE_OPTION -std=c++20)
set(CMAKE_CXX11_EXTENSION_COMPILE_OPTION -std=gnu++20)
set(CMAKE_CXX_STANDARD_LIBRARIES_INIT "-L${weft}/lib -lweft -lsynchronization -lkernel32 -luser32 -lshlwapi -ldbghelp")
