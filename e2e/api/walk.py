"""Walks through the API with the client that openapi-python-client generates from its description."""

import os

from pecule_client import AuthenticatedClient, Client
from pecule_client.api.accounts import add_account
from pecule_client.api.assets import add_asset
from pecule_client.api.banks import add_bank
from pecule_client.api.books import list_books
from pecule_client.api.holdings import add_holding, list_holdings
from pecule_client.api.personal_tokens import list_personal_tokens, make_personal_token, revoke_personal_token
from pecule_client.api.reports import show_breakdown, show_summary
from pecule_client.api.settings import show_me
from pecule_client.api.tokens import refresh, sign_in, sign_out
from pecule_client.models import (
    AccountForm, AccountFormWrapper, AssetForm, AssetFormKind, BankForm, Credentials, HoldingForm, Refresh, TokenForm,
)

ROOT = os.environ["API_URL"] + "/api/v1"
steps = 0


def told(what, answer, status=200):
    """Counts a step, checks the status and returns the response."""
    global steps
    assert answer.status_code == status, f"{what}: {answer.status_code} instead of {status}: {answer.content[:300]!r}"
    steps += 1
    return answer.parsed


def signed(token):
    return AuthenticatedClient(base_url=ROOT, token=token)


guest = Client(base_url=ROOT)
told("a wrong password", sign_in.sync_detailed(
    client=guest, body=Credentials(name="Claire", password="not this one at all")), 401)
tokens = told("sign in", sign_in.sync_detailed(
    client=guest, body=Credentials(name="Anna", password=os.environ["API_PASSWORD"])))
anna = signed(tokens.access_token)
assert told("who", show_me.sync_detailed(client=anna)).name == "Anna"

books = told("books", list_books.sync_detailed(client=anna))
first = next(line for line in books if line.first)
assert first.access == "own"
before = told("summary before", show_summary.sync_detailed(client=anna))

bank = told("bank", add_bank.sync_detailed(client=anna, body=BankForm(name="Banque du parcours")), 201)
account = told("account", add_account.sync_detailed(client=anna, body=AccountForm(
    bank=bank.id, name="PEA du parcours", wrapper=AccountFormWrapper.PEA)), 201)
asset = told("asset", add_asset.sync_detailed(client=anna, body=AssetForm(
    name="Fonds du parcours", kind=AssetFormKind.ETF)), 201)
held = told("holding", add_holding.sync_detailed(client=anna, body=HoldingForm(
    account=account.id, asset=asset.id, value="1234.56")), 201)
assert held.value == "1234.56", held.value
lines = told("holdings", list_holdings.sync_detailed(client=anna))
assert any(str(line.id) == str(held.id) for line in lines.items), (held, lines)

after = told("summary after", show_summary.sync_detailed(client=anna))
assert after.net != before.net, (before.net, after.net)
report = told("report", show_breakdown.sync_detailed(client=anna, by="bank"))
row = next(row for row in report.rows if row.label == "Banque du parcours")
assert row.amount == "1234.56", row.amount

made = told("personal token", make_personal_token.sync_detailed(
    client=anna, body=TokenForm(name="Tableur", days=3)), 201)
reader = signed(made.token)
assert told("read with it", show_summary.sync_detailed(client=reader)).net == after.net
told("write with it", add_bank.sync_detailed(client=reader, body=BankForm(name="Jamais")), 403)
listed = told("tokens", list_personal_tokens.sync_detailed(client=anna))
line = next(line for line in listed.items if line.name == "Tableur")
told("revoke it", revoke_personal_token.sync_detailed(id=line.id, client=anna), 204)
told("read with it again", show_summary.sync_detailed(client=reader), 401)

fresh = told("refresh", refresh.sync_detailed(client=guest, body=Refresh(refresh_token=tokens.refresh_token)))
told("go on", show_me.sync_detailed(client=signed(fresh.access_token)))
again = told("refresh again", refresh.sync_detailed(
    client=guest, body=Refresh(refresh_token=fresh.refresh_token)))
told("the one of before the last", refresh.sync_detailed(
    client=guest, body=Refresh(refresh_token=tokens.refresh_token)), 401)
told("the whole family is ended", show_me.sync_detailed(client=signed(again.access_token)), 401)
told("its newest as well", refresh.sync_detailed(
    client=guest, body=Refresh(refresh_token=again.refresh_token)), 401)

tokens = told("sign in again", sign_in.sync_detailed(
    client=guest, body=Credentials(name="Anna", password=os.environ["API_PASSWORD"])))
told("sign out", sign_out.sync_detailed(client=signed(tokens.access_token)), 204)
told("signed out", show_me.sync_detailed(client=signed(tokens.access_token)), 401)
print(f"the walk with a generated client: {steps} steps, all as described")
