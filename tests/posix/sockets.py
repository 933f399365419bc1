"""A server with a thread for each connection, and clients: prints the same on real threads and on one."""
import socket
import socketserver
import threading


class Shouted(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


class Server(socketserver.ThreadingTCPServer):
    request_queue_size = 16


answers = {}


def ask(address, number):
    with socket.create_connection(address) as connection, connection.makefile('rw') as lines:
        for turn in range(10):
            print(f'client {number}, turn {turn}', file=lines, flush=True)
            answers[number, turn] = lines.readline()


with Server(('127.0.0.1', 0), Shouted) as server:
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    clients = [threading.Thread(target=ask, args=(server.server_address, number)) for number in range(8)]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    server.shutdown()
    serving.join()
for key in sorted(answers):
    print(*key, answers[key], end='')

# More than a pair of sockets, or a pipe, takes at once.
near, far = socket.socketpair()
sender = threading.Thread(target=near.sendall, args=(b'x' * 1_000_000,))
sender.start()
received = 0
while received < 1_000_000:
    received += len(far.recv(65536))
sender.join()
print(received)
