"""What can be chosen in a form, in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpp.domain.actor import Role
from dpp.domain.search.folding import Style, folded
from web.accounts.domain.account import Account
from web.accounts.domain.organisation import Organisation
from web.accounts.service.choosing_ports import Among, Choosable, Working

if TYPE_CHECKING:
    from tests.support.fake_accounts import FakeAccounts, FakeOrganisations


@dataclass
class FakeOrganisationChoice:
    organisations: "FakeOrganisations"
    accounts: "FakeAccounts"

    def first(self, among: Among, limit: int) -> Sequence[Choosable]:
        return self._all(among)[:limit]

    def these(self, among: Among, ids: Collection[str]) -> Sequence[Choosable]:
        return [each for each in self._all(among) if each.id in ids]

    def named(self, among: Among, text: str, limit: int) -> Sequence[Choosable]:
        part = folded(text, Style.WORDS)
        names = {each.id: folded(each.name, Style.WORDS) for each in self._all(among)}
        found = [each for each in self._all(among) if each.id == text or (part and part in names[each.id])]
        return sorted(found, key=lambda each: (each.id != text, len(each.name), each.name))[:limit]

    def _all(self, among: Among) -> list[Choosable]:
        return [Choosable(each.id, each.name) for each in self.organisations.all() if self._is_among(each, among)]

    def _is_among(self, it: Organisation, among: Among) -> bool:
        there = [each for each in self.accounts.of(it.id) if _can(each, among.roles)]
        wanted = among.in_state in {None, it.in_state} and among.only in {None, it.id} and among.without != it.id
        return wanted and (among.roles is None or bool(there))


@dataclass
class FakePersonChoice:
    organisations: "FakeOrganisations"
    accounts: "FakeAccounts"

    def first(self, among: Working, limit: int) -> Sequence[Choosable]:
        return self._all(among)[:limit]

    def these(self, among: Working, ids: Collection[str]) -> Sequence[Choosable]:
        return [each for each in self._all(among) if each.id in ids]

    def named(self, among: Working, text: str, limit: int) -> Sequence[Choosable]:
        words = text.lower().split()
        found = [each for each in self._all(among) if each.id == text or all(map(_texts(each).__contains__, words))]
        return sorted(found, key=lambda each: (each.id != text, len(each.name), each.name, each.also))[:limit]

    def _all(self, among: Working) -> list[Choosable]:
        found = [each for each in self.accounts.all() if among.at in {None, each.organisation}]
        able = [each for each in found if _can(each, among.roles) and each.id != among.without]
        lines = (Choosable(each.id, each.display_name, each.sign_in_name, self._of(each)) for each in able)
        return sorted(lines, key=lambda each: (each.name, each.also))

    def _of(self, account: Account) -> str:
        return self.organisations.rows[account.organisation].name


def _can(account: Account, roles: frozenset[Role] | None) -> bool:
    return account.active and (roles is None or not account.roles.isdisjoint(roles))


def _texts(person: Choosable) -> str:
    return f"{person.name}\n{person.also}".lower()
