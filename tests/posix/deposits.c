/* Two threads pay into an account; between the look at it and the payment, another may come. */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static int balance = 0;

static void deposit(int amount) {
    pthread_mutex_lock(&guard);
    const int before = balance;
    pthread_mutex_unlock(&guard);
    pthread_mutex_lock(&guard);
    balance = before + amount;
    pthread_mutex_unlock(&guard);
}

static void* pay_ten(void* argument) {
    deposit(10);
    return argument;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, pay_ten, NULL);
    deposit(20);
    pthread_join(thread, NULL);
    printf("%d\n", balance);
    return balance == 30 ? 0 : 1;
}
