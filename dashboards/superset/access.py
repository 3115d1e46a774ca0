"""Who sees what inside Superset: a role an audience, rules by company, and guests of embedded dashboards.

The first wall is the database login: it sees the companies granted to it in scout.company_access. These rules are the
second. A user has the role of an audience and the role of a company, or of all; one without a role of a company sees no
row. Guests have a role of their own: Superset adds its rules to those in the token, and both must hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboards.superset.bundle import Edition
from dashboards.superset.client import Row, Superset
from dashboards.superset.description import Description
from shared.errors import InputError, SupersetRefused

GUEST_ROLE = "Scout guest"
"""What GUEST_ROLE_NAME in superset_config.py has to name."""
_ADMIN = "Admin"

_LOOKING_AT_A_DASHBOARD = {
    ("can_read", "Dashboard"),
    ("can_read", "Chart"),
    ("can_dashboard", "Superset"),
    ("can_slice", "Superset"),
    ("can_explore_json", "Superset"),
    ("can_log", "Superset"),
    ("can_language_pack", "Superset"),
    ("can_read", "DashboardFilterStateRestApi"),
    ("can_write", "DashboardFilterStateRestApi"),
    ("can_time_range", "Api"),
    ("can_query", "Api"),
    ("can_query_form_data", "Api"),
    ("can_read", "CssTemplate"),
    ("can_read", "Theme"),
    ("can_read", "CurrentUserRestApi"),
    ("can_get", "Datasource"),
    ("can_external_metadata", "Datasource"),
    ("can_read", "AdvancedDataType"),
}
"""After PUBLIC_ROLE_PERMISSIONS of Superset 6.1 (superset/security/manager.py)."""
_FINDING_IT = {
    ("menu_access", "Home"),
    ("menu_access", "Dashboards"),
    ("can_get", "MenuApi"),
    ("can_csv", "Superset"),
    ("can_userinfo", "UserDBModelView"),
    ("can_recent_activity", "Log"),
}
_BEING_EMBEDDED = {("can_read", "EmbeddedDashboard"), ("can_get_embedded", "Dashboard")}


class Access:
    """What is there is left as it is; what is missing or differs is put right. Nothing of others is touched."""

    def __init__(self, superset: Superset, edition: Edition) -> None:
        self._superset = superset
        self._edition = edition
        self._roles = {str(row["name"]): int(row["id"]) for row in superset.rows("security/roles/")}
        self._permissions = {
            (str(row["permission"]["name"]), str(row["view_menu"]["name"])): int(row["id"])
            for row in superset.rows("security/permissions-resources/")
        }

    def admit(self, description: Description, companies: Iterable[int], *, embed_on: tuple[str, ...] = ()) -> None:
        """Makes roles and rules, and opens each dashboard to its audience; to guests on the sites `embed_on` names."""
        edition = self._edition
        audiences = {
            board.audience: self._role(edition.title(f"Scout {board.audience}"), _LOOKING_AT_A_DASHBOARD | _FINDING_IT)
            for board in description.dashboards
        }
        guest = self._role(GUEST_ROLE, _LOOKING_AT_A_DASHBOARD | _BEING_EMBEDDED)
        by_company = {company: self._role(f"Scout company {company}", set()) for company in companies}
        everything = self._role("Scout all companies", set())
        self._keep_rules(description, by_company, exempt=[self._roles[_ADMIN], guest, everything])
        for board in description.dashboards:
            self._open_dashboard(edition.slug(board.slug), audiences[board.audience])
            if embed_on:
                self._embed(edition.slug(board.slug), embed_on)

    def _role(self, name: str, permissions: set[tuple[str, str]]) -> int:
        if name not in self._roles:
            self._roles[name] = int(self._superset.post("security/roles/", {"name": name})["id"])
        role = self._roles[name]
        wanted = sorted(self._permissions[one] for one in permissions if one in self._permissions)
        held = self._superset.get(f"security/roles/{role}/permissions/")["result"]
        if sorted(one["id"] for one in held) != wanted and wanted:
            body = {"permission_view_menu_ids": wanted}
            self._superset.post(f"security/roles/{role}/permissions", body)
        return role

    def _keep_rules(self, description: Description, by_company: Mapping[int, int], *, exempt: list[int]) -> None:
        edition = self._edition
        names = {edition.title(one.name) for one in description.datasets.values() if one.has_companies}
        uuids = {edition.uuid("dataset", one.name) for one in description.datasets.values() if one.has_companies}
        tables = sorted(
            int(row["id"])
            for row in self._superset.rows("dataset/")
            if row["table_name"] in names and row["uuid"] in uuids
        )
        there = {str(row["name"]): row for row in self._superset.rows("rowlevelsecurity/")}
        group = edition.title("Scout companies")
        for company, role in by_company.items():
            rule = _rule(
                edition.title(f"Scout company {company}"), "Regular", f"company_id = {company}", tables, [role]
            )
            self._keep_rule(there, rule | {"group_key": group})
        # Holds for everybody but these roles, so a user without a role of a company sees nothing.
        nobody = _rule(edition.title("Scout: no company"), "Base", "1 = 0", tables, [*by_company.values(), *exempt])
        self._keep_rule(there, nobody | {"group_key": edition.title("Scout no company")})

    def _keep_rule(self, there: Mapping[str, Row], rule: Row) -> None:
        row = there.get(rule["name"])
        if row is None:
            self._superset.post("rowlevelsecurity/", rule)
            return
        shown = self._superset.get(f"rowlevelsecurity/{row['id']}")["result"]
        held = {name: shown.get(name) for name in ("name", "filter_type", "clause", "group_key", "description")} | {
            "tables": sorted(one["id"] for one in shown["tables"]),
            "roles": sorted(one["id"] for one in shown["roles"]),
        }
        if held != rule:
            self._superset.put(f"rowlevelsecurity/{row['id']}", rule)

    def _open_dashboard(self, slug: str, role: int) -> None:
        """Roles that somebody added besides stay."""
        board = self._superset.get(f"dashboard/{slug}")["result"]
        held = {int(one["id"]) for one in board["roles"]}
        if role not in held:
            self._superset.put(f"dashboard/{board['id']}", {"roles": sorted(held | {role})})

    def _embed(self, slug: str, domains: tuple[str, ...]) -> None:
        board = self._superset.get(f"dashboard/{slug}")["result"]["id"]
        there = self._superset.find(f"dashboard/{board}/embedded")
        if there is None or sorted(there["result"]["allowed_domains"]) != sorted(domains):
            self._superset.post(f"dashboard/{board}/embedded", {"allowed_domains": sorted(domains)})


def guest_token(superset: Superset, *, slug: str, companies: tuple[int, ...], guest: str) -> str:
    """A token for one embedded dashboard that shows these companies only; it holds for five minutes by default.

    Raises `InputError` without a company: Superset takes an empty list of clauses for every company.
    """
    if not companies:
        raise InputError(["a guest's token needs --company: without a clause it would show every company"])
    found = superset.find(f"dashboard/{slug}")
    embedded = superset.find(f"dashboard/{found['result']['id']}/embedded") if found else None
    if embedded is None:
        raise SupersetRefused(
            f"Superset shows no embedded dashboard {slug}.", fix="Import it with --embed-on, then ask again."
        )
    # Without a dataset the clause holds for each one; where a dataset has no company, the query fails.
    numbers = ", ".join(str(company) for company in sorted(set(companies)))
    token = {
        "user": {"username": guest},
        "resources": [{"type": "dashboard", "id": embedded["result"]["uuid"]}],
        "rls": [{"clause": f"company_id IN ({numbers})"}],
    }
    return str(superset.post("security/guest_token/", token)["token"])


def _rule(name: str, kind: str, clause: str, tables: list[int], roles: list[int]) -> Row:
    return {
        "name": name,
        "filter_type": kind,
        "clause": clause,
        "tables": tables,
        "roles": sorted(roles),
        "description": "Made by scout superset import",
    }
