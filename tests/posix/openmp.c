// What OpenMP's runtime waits on are futexes, which it calls the system for by itself.
#include <omp.h>
#include <stdio.h>

int main(void) {
    long sum = 0;
    for (int round = 0; round < 100; ++round) {
#pragma omp parallel for reduction(+ : sum) num_threads(4)
        for (int i = 0; i < 1000; ++i)
            sum += i;
#pragma omp parallel num_threads(4)
        {
#pragma omp critical
            sum += omp_get_thread_num();
#pragma omp barrier
#pragma omp single
            ++sum;
        }
    }
    return printf("%ld\n", sum) < 0;
}
