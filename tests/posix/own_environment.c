/* A program that has functions of its own by these names, as shells do, pays as deposits.c does,
   and executes itself, which nobody is to steer. */
#include <pthread.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

char* getenv(const char* name) {
    (void)name;
    return NULL;
}
int setenv(const char* name, const char* value, int replace) {
    (void)name, (void)value, (void)replace;
    return 0;
}
int unsetenv(const char* name) {
    (void)name;
    return 0;
}

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static int balance = 0;

static void* deposit(void* amount) {
    pthread_mutex_lock(&guard);
    const int before = balance;
    pthread_mutex_unlock(&guard);
    pthread_mutex_lock(&guard);
    balance = before + *(const int*)amount;
    pthread_mutex_unlock(&guard);
    return NULL;
}

static int is_steered(void) {
    for (char** each = environ; *each != NULL; ++each) {
        if (strncmp(*each, "WEFT_RE", 7) == 0 || strncmp(*each, "WEFT_RU", 7) == 0)
            return 1;
    }
    return 0;
}

int main(int count, char** arguments) {
    if (count > 1)
        return is_steered() ? 3 : 0;
    const int ten = 10;
    const int twenty = 20;
    pthread_t thread;
    pthread_create(&thread, NULL, deposit, (void*)&ten);
    deposit((void*)&twenty);
    pthread_join(thread, NULL);
    char again[] = "again";
    char* const given[] = {arguments[0], again, NULL};
    pid_t child;
    int status;
    if (posix_spawn(&child, "/proc/self/exe", NULL, NULL, given, environ) != 0 ||
        waitpid(child, &status, 0) != child || WEXITSTATUS(status) != 0)
        return 3;
    return balance == 30 ? 0 : 1;
}
