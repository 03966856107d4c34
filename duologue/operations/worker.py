"""The worker process: runs the clinic's jobs until it is asked to stop."""

import sys


def main() -> int:
    import django

    django.setup()
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]
        # A finished job would say when something private happened; none is kept.
        worker_app.run_worker(delete_jobs="successful", shutdown_graceful_timeout=15)
    return 0


if __name__ == "__main__":
    sys.exit(main())
