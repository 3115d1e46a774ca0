"""A simulated Odoo: enough of Odoo 16 to 20 over JSON-RPC and JSON-2 to hold a sync against, in memory.

    SimulatedOdoo       the server: `SimulatedOdoo(version=19)`, `.transport()`, `.settings(protocol="json2")`,
                        `.create/.write/.write_raw/.unlink/.transaction(at=…)`, `.clock`, `.requests`, `.inject(fault)`,
                        `.hide/.deny_model/.drop_model/.add_field/.drop_field/.add_method/.grant_companies`
    Clock               its clock: set `.now`, `.advance(seconds=…)`, `Clock(now, running=True)`
    Fault               what goes wrong: `.answer(503)`, `.refused()`, `.cut()`, `.dropped()`, `.delay(s)`, `.hook(f)`
    Call                one request: model, method, arguments
    FieldSpec, model    how to describe further fields and models (`add_field`, `add_model`)
    DEBUG_MARKER        stands in every error's `debug`, which must never be logged
    API_KEY             the key it accepts unless told otherwise
    serve               `with serve(odoo) as base_url`: the same on a socket

`demo.shop` fills it with a believable shop. What is simulated is held against a real Odoo 19 by the contract suite; of
20 only what its sources and its documentation say, and where they say nothing it does as 19 does.
"""

from __future__ import annotations

from demo.odoo.clock import Clock
from demo.odoo.errors import DEBUG_MARKER
from demo.odoo.faults import Call, Fault
from demo.odoo.fields import FieldSpec, ModelSpec, model
from demo.odoo.server import serve
from demo.odoo.simulated import API_KEY, SimulatedOdoo

__all__ = [
    "API_KEY",
    "DEBUG_MARKER",
    "Call",
    "Clock",
    "Fault",
    "FieldSpec",
    "ModelSpec",
    "SimulatedOdoo",
    "model",
    "serve",
]
