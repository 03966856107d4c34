"""What the clock does here: a separation takes effect at its time."""

from django.utils import timezone
from procrastinate.contrib.django import app

from duologue.record.separation.actions import carry_out_all


@app.periodic(cron="*/5 * * * *")
@app.task(name="record.separations", queueing_lock="record.separations")
def carry_out_separations(timestamp: int) -> None:
    """Every five minutes; the pages have closed to the minute already."""
    carry_out_all(at=timezone.now())
