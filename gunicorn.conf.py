"""The web server's settings; every value can be changed from the environment."""

import os

pythonpath = "site"
wsgi_app = "config.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "3"))
# Loaded once before the workers start: refused settings end the server with their reason, and memory is shared.
preload_app = True
threads = int(os.environ.get("WEB_THREADS", "2"))
max_requests = 2000
max_requests_jitter = 200
timeout = 30
accesslog = "-"
