// All that Clang's thread safety analysis knows of weft's mutexes and guards, used rightly.
#include <chrono>

#include <weft/std/mutex.hpp>
#include <weft/std/shared_mutex.hpp>

using namespace std::chrono_literals;

namespace {

class account {
  public:
    void pay(int amount) {
        const weft::lock_guard held(mutex_);
        balance_ += amount;
    }
    int balance() {
        weft::unique_lock held(mutex_);
        const int seen = balance_;
        held.unlock();
        held.lock();
        return seen + balance_;
    }
    void pay_later(int amount) {
        weft::unique_lock held(mutex_, weft::defer_lock);
        held.lock();
        balance_ += amount;
    }
    bool pay_at_once(int amount) {
        const weft::unique_lock held(mutex_, weft::try_to_lock);
        if (!held.owns_lock())
            return false;
        balance_ += amount;
        return true;
    }
    bool try_to_pay(int amount) {
        if (!mutex_.try_lock())
            return false;
        balance_ += amount;
        mutex_.unlock();
        return true;
    }
    void pay_while_held(int amount) WEFT_THREAD_SAFETY(requires_capability(mutex_)) {
        balance_ += amount;
    }
    void pay_twice(int amount) {
        mutex_.lock();
        pay_while_held(amount);
        const weft::lock_guard held(mutex_, weft::adopt_lock);
        pay_while_held(amount);
    }
    void move_to(account& other, int amount) {
        const weft::scoped_lock held(mutex_, other.mutex_);
        balance_ -= amount;
        other.balance_ += amount;
    }
    void move_back(account& other, int amount) {
        weft::lock(mutex_, other.mutex_);
        const weft::lock_guard own(mutex_, weft::adopt_lock);
        const weft::unique_lock others(other.mutex_, weft::adopt_lock);
        balance_ += amount;
        other.balance_ -= amount;
    }

  private:
    weft::mutex mutex_;
    int balance_ WEFT_THREAD_SAFETY(guarded_by(mutex_)) = 0;
};

class table {
  public:
    int read() {
        const weft::shared_lock held(mutex_);
        return value_;
    }
    int read_in_time() {
        const weft::shared_lock held(mutex_, 1s);
        return held ? value_ : 0;
    }
    int read_by_hand() {
        mutex_.lock_shared();
        const int seen = value_;
        mutex_.unlock_shared();
        return seen;
    }
    void write(int value) {
        const weft::lock_guard held(mutex_);
        value_ = value;
    }
    bool write_in_time(int value) {
        const weft::unique_lock held(mutex_, 1s);
        if (held)
            value_ = value;
        return held.owns_lock();
    }
    void write_beside(weft::timed_mutex& other, int value) {
        const weft::scoped_lock held(other, mutex_);
        value_ = value;
    }

  private:
    weft::shared_timed_mutex mutex_;
    int value_ WEFT_THREAD_SAFETY(guarded_by(mutex_)) = 0;
};

class tree {
  public:
    void add() {
        const weft::lock_guard held(mutex_);
        ++nodes_;
    }
    bool add_in_time() {
        if (!mutex_.try_lock_for(1s))
            return false;
        ++nodes_;
        mutex_.unlock();
        return true;
    }

  private:
    weft::recursive_timed_mutex mutex_;
    int nodes_ WEFT_THREAD_SAFETY(guarded_by(mutex_)) = 0;
};

/// Which no thread safety analysis can follow: any thread may release it.
void use(weft::lock_type& lock) {
    const weft::lock_guard held(lock);
}

} // namespace

int main() {
    account one;
    account other;
    one.pay(1);
    one.pay_later(1);
    one.pay_twice(1);
    one.move_to(other, 1);
    one.move_back(other, 1);
    table values;
    values.write(1);
    weft::timed_mutex beside;
    values.write_beside(beside, 1);
    tree nodes;
    nodes.add();
    weft::lock_type lock;
    use(lock);
    return one.balance() + values.read() + values.read_in_time() + values.read_by_hand() +
           static_cast<int>(one.pay_at_once(1) && one.try_to_pay(1) && values.write_in_time(1) &&
                            nodes.add_in_time());
}
