/* Jumps, which take no object of C++'s with them. */
#ifndef JUMPS_H
#define JUMPS_H

#ifdef __cplusplus
extern "C" {
#endif

/* What setjmp returns after `longjmp(..., by)` in a function that it called. */
int returns_again_with(int by);

/* Calls `waits(with)`, in which a handler of the signal jumps away with its number; returns that
   number, or 0 where `waits` has returned. */
int comes_back_by_longjmp(int number, void (*waits)(void*), void* with);
int comes_back_by_old_longjmp(int number, void (*waits)(void*), void* with);

#ifdef __cplusplus
}
#endif

#endif
