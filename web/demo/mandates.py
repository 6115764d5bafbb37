"""Mandates, and decisions about classes of devices: one was approved, of the other nobody looked at the sample yet."""

from datetime import timedelta

from dpp.domain.opaque import PassportId
from lifecycle.domain.class_decisions import Selection
from lifecycle.domain.mandates import ApprovalAct
from lifecycle.domain.vocabulary import CosmeticGrade, Route
from lifecycle.service.mandates import NewMandate
from web.demo.stage import Stage


def grant(stage: Stage) -> None:
    """One for each person of DRZ, granted by the administrator, confirmed by the other; classes are for one of them."""
    everything = frozenset(ApprovalAct)
    _granted(stage, "drz", "drz-akkoord", everything - {ApprovalAct.CLASS})
    _granted(stage, "drz-akkoord", "drz", everything)


def approve_class(stage: Stage) -> None:
    """The displays of the second ministry as one decision: a sample is looked at, and a colleague approves."""
    classes, drz = stage.use.approvals.classes, stage.actors["drz"]
    alike = Selection(route=Route.REDEPLOY, category="display", owner=stage.organisation("noord"))
    decided = classes.decide(drz, "Beeldschermen van Ministerie Noord", alike).decision
    for member in decided.sample:
        classes.look(drz, decided.id, member.device, right=True)
    classes.approve(stage.actors["drz-akkoord"], decided.id)


def propose_class(stage: Stage, model: PassportId) -> None:
    """The laptops that wait for a destination, with their exceptions singled out; the sample waits for somebody."""
    alike = Selection(
        route=Route.REDEPLOY, model=model, cosmetic_at_least=CosmeticGrade.C5, cosmetic_at_most=CosmeticGrade.C5
    )
    stage.use.approvals.classes.decide(stage.actors["drz"], "Latitude 5420, klasse C5", alike)


def _granted(stage: Stage, who: str, second: str, acts: frozenset[ApprovalAct]) -> None:
    wanted = NewMandate(
        organisation=stage.organisation(who),
        account=stage.actors[who].account,
        acts=acts,
        routes=frozenset(Route),
        devices_at_most=250,
        from_day=stage.today - timedelta(days=30),
        reference=f"MB-2026-{len(acts)} (demo)",
    )
    made = stage.use.approvals.mandates.grant(stage.actors["beheer"], wanted)
    stage.use.approvals.mandates.confirm(stage.actors[second], made.mandate.id)
