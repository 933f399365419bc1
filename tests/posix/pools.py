"""Threads, queues, events and pools of them: prints the same on real threads and on one OS thread."""
import concurrent.futures
import hashlib
import queue
import threading

work, done = queue.Queue(maxsize=3), queue.PriorityQueue()


def worker():
    while (number := work.get()) is not None:
        done.put((number, hashlib.sha256(b'%d' % number * 10000).hexdigest()))
        work.task_done()


workers = [threading.Thread(target=worker) for _ in range(4)]
for each in workers:
    each.start()
for number in range(100):
    work.put(number)
work.join()
for each in workers:
    work.put(None)
for each in workers:
    each.join()
while not done.empty():
    print(*done.get())

with concurrent.futures.ThreadPoolExecutor(4) as pool:
    print(sum(pool.map(lambda number: number * number, range(1000))))
    first, later = threading.Event(), threading.Event()
    waiting = pool.submit(later.wait)
    pool.submit(first.wait).add_done_callback(lambda _: later.set())
    first.set()
    print(waiting.result())
    failed = pool.submit(lambda: 1 / 0)
    print(repr(failed.exception()))

own = threading.local()
turns, met = threading.Condition(), threading.Barrier(3)
order = []


def in_turn(number):
    own.number = number
    with turns:
        turns.wait_for(lambda: len(order) % 3 == own.number)
        order.append(own.number)
        turns.notify_all()
    met.wait()


for _ in range(10):
    rounds = [threading.Thread(target=in_turn, args=(number,)) for number in (2, 1, 0)]
    for each in rounds:
        each.start()
    for each in rounds:
        each.join()
print(order)
