"""An HTTP gateway for SMS that keeps its requests and answers as told."""
import contextlib
import http.server
import threading


class SmsSink:
    """`answers`: statuses, used up one a request; then 200."""

    def __init__(self):
        self.taken, self.answers = [], []

    @contextlib.contextmanager
    def serving(self):
        sink = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                sink.taken.append((self.path, dict(self.headers), body))
                self.send_response(sink.answers.pop(0) if sink.answers else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
