"""Security support for programs: of one model for everybody; the register behind it, and confirmations."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.opaque import PassportId
from lifecycle.domain.support.endings import Ending
from lifecycle.domain.support.of_model import ModelUpdates
from lifecycle.domain.support.releases import LICENCE, TITLE, Release, ReleaseName, write_release
from lifecycle.service.support import KnownRelease, ModelSupport, Support

Asking = Annotated[Actor, Depends(asking)]


@dataclass(frozen=True, kw_only=True)
class NewConfirmation:
    """Which release a model is (`pixel/7`), or none."""

    release: Annotated[str | None, Field(max_length=200, pattern="^[^/]+/.+$")]


def support_routes(support: Support) -> APIRouter:
    """Below `/api/v1/support`."""
    routes = APIRouter(prefix="/api/v1/support", tags=["security support"])

    @routes.get("/releases")
    def releases(actor: Asking, product: Annotated[list[str] | None, Query()] = None) -> Response:
        table = support.table(actor, product or ())
        return answer({"releases": [_known(each) for each in table.releases], "loads": table.loads})

    @routes.get("/releases/{product}/{release}")
    def history(actor: Asking, product: str, release: str) -> Response:
        said = support.history(actor, ReleaseName(product, release))
        lines = [
            {"dated": load.dated, "retrieved_at": load.retrieved_at, "listed": entry.listed, **_release(entry.release)}
            for load, entry in said
        ]
        return answer({"history": lines})

    @routes.get("/models")
    def models(actor: Asking) -> Response:
        return answer({"models": [_model(each) for each in support.models(actor)]})

    @routes.get("/models/{model}")
    def of_model(model: PassportId) -> Response:
        return answer(updates_answer(support.of_model(model)))

    @routes.post("/models/{model}/confirmations", status_code=201)
    def confirm(actor: Asking, model: PassportId, body: NewConfirmation) -> Response:
        release = None if body.release is None else ReleaseName(*body.release.split("/", 1))
        return answer(updates_answer(support.confirm(actor, model, release)), 201)

    return routes


def updates_answer(updates: ModelUpdates) -> dict[str, Any]:
    """Both words, and which counts; an end is a day, true (has ended), false (none announced) or null (not said)."""
    word, own = updates.dataset, updates.passport
    dataset = word and {
        **_release(word.release),
        "source": TITLE,
        "licence": LICENCE,
        "dated": word.dated,
        "retrieved": word.retrieved,
        "matched_by": word.match.by,
        "listed": not word.gone,
    }
    return {
        "security_support": _plain(updates.ending),
        "counts": "dataset" if updates.dataset_leads and word else "passport" if own else None,
        "differ": updates.differ,
        "passport": own,
        "dataset": dataset,
        "alternative_systems": updates.alternatives,
    }


def _known(known: KnownRelease) -> dict[str, Any]:
    return {**_release(known.release), "dated": known.dated, "retrieved": known.retrieved, "listed": not known.gone}


def _model(found: ModelSupport) -> dict[str, Any]:
    return {
        "model": found.model.model_id,
        "brand": found.model.brand,
        "name": found.model.name,
        "updates": updates_answer(found.updates),
        "proposals": [str(each.name) for each in found.proposals],
    }


def _release(release: Release) -> dict[str, Any]:
    return {"release": str(release.name), **write_release(release)}


def _plain(ending: Ending) -> date | bool | None:
    return ending.ended if ending.day is None else ending.day
