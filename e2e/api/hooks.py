"""Hooks of schemathesis: sign in as Claire, again after a request ended her session, and use existing IDs."""

import os
import uuid

import requests
import schemathesis

ROOT = os.environ["API_URL"] + "/api/v1"
WORDS = {"name": "Claire", "password": os.environ["API_PASSWORD"]}
# The list that contains the IDs of a path.
LISTS = ["accounts", "assets", "banks", "books", "holdings", "notes", "tasks", "taxonomies", "operations",
         "backups", "backup-targets", "personal-tokens", "sessions", "people"]

known: dict[str, list[str]] = {}
current: list[str] = []


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def sign_in() -> str:
    answer = requests.post(f"{ROOT}/tokens", json=WORDS, timeout=30)
    answer.raise_for_status()
    token = answer.json()["access_token"]
    for name in LISTS:
        got = requests.get(f"{ROOT}/{name}", headers=bearer(token), timeout=30)
        if got.ok:
            body = got.json()
            items = body if isinstance(body, list) else body.get("items", [])
            known[name] = [str(item["id"]) for item in items if "id" in item]
    return token


@schemathesis.auth(refresh_interval=None)
class Claire:
    def get(self, case, context):
        if not current or requests.get(f"{ROOT}/me", headers=bearer(current[0]), timeout=30).status_code != 200:
            current[:] = [sign_in()]
        return current[0]

    def set(self, case, data, context):
        case.headers["Authorization"] = f"Bearer {data}"


def is_identity(value) -> bool:
    try:
        return bool(uuid.UUID(str(value)))
    except ValueError:
        return False


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Replaces every second well-formed ID by an existing one."""
    if not path_parameters or "id" not in path_parameters or not is_identity(path_parameters["id"]):
        return path_parameters
    collection = context.operation.path.split("/")[1]
    there = known.get(collection, [])
    chosen = uuid.UUID(str(path_parameters["id"])).int
    if there and chosen % 2:
        path_parameters["id"] = there[chosen % len(there)]
    return path_parameters
