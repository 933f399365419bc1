// The exceptions that a thread handles and throws, as Emscripten's -fexceptions keeps them.
#pragma once

namespace weft::backend {

/// Of a thread that handles none, unless it is taken from one that does. Put once.
class exception_state {
  public:
    static exception_state taken() noexcept;
    void put() const noexcept;

  private:
    int place_ = 0; ///< where the runtime's variables are kept; 0: they are as at first
};

} // namespace weft::backend
