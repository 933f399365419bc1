"""Threads that share a database, each by a connection of its own: prints the same on real threads and on one."""
import sqlite3
import sys
import tempfile
import threading

# Otherwise a thread that waits asks for its turn when some time has passed.
sys.setswitchinterval(3600)
with tempfile.TemporaryDirectory() as folder:
    file = folder + '/shared'
    first = sqlite3.connect(file)
    first.execute('pragma journal_mode = wal')
    first.execute('create table entry (thread, number)')

    def insert(thread):
        connection = sqlite3.connect(file, timeout=60)
        connection.execute('pragma synchronous = off')
        for number in range(50):
            with connection:
                connection.execute('insert into entry values (?, ?)', (thread, number))
        connection.close()

    threads = [threading.Thread(target=insert, args=(thread,)) for thread in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    for row in first.execute('select * from entry order by thread, number'):
        print(*row)
    first.close()
