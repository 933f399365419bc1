// The locks that the C library takes itself. While it holds one, it calls nothing that lets others
// run. A file of its own, as nearly every program refers to these, and to nothing else here.

extern "C" {

void __lock(void*) {}

void __unlock(void*) {}

void __wait(volatile int*, volatile int*, int, int) {}

} // extern "C"
