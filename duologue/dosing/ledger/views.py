from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.dosing.ledger import actions, queries
from duologue.dosing.ledger.forms import ReceiveForm, TakeOutForm
from duologue.dosing.ledger.models import StockLot
from duologue.dosing.reasons import Refused
from duologue.people.doors import for_team
from duologue.web.paging import page_asked


@for_team("prescriber", "monitor")
def stock(request: HttpRequest) -> HttpResponse:
    form, now = ReceiveForm(request.user, request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        values = {k: v for k, v in form.cleaned_data.items() if k != "once"}
        try:
            actions.receive(id=form.key(request.user.pk), by=request.user, at=now, **values)
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            messages.success(request, "The lot is in stock.")
            return redirect("stock")
    shown = {"form": form, "lots": queries.lots(timezone.localdate())}
    return render(request, "dosing/stock.html", shown)


@for_team("prescriber", "monitor")
def lot(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    found = get_object_or_404(StockLot, id=lot_id)
    form = TakeOutForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {k: v for k, v in form.cleaned_data.items() if k != "once"}
        try:
            actions.take_out(
                id=form.key(request.user.pk),
                lot=found,
                by=request.user,
                at=timezone.now(),
                **values,
            )
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            messages.success(request, "Written into the ledger.")
            return redirect("stock-lot", found.id)
    entries, page = queries.entries_of(found, page_asked(request))
    shown = {"form": form, "lot": found, "entries": entries, "page": page}
    return render(request, "dosing/lot.html", shown)
