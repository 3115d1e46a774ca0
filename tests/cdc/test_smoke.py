from __future__ import annotations
import pytest
from tests.cdc.world import World

@pytest.mark.parametrize("source", ["15", "17", "18"])
def test_rows(make_world, source) -> None:
    world = make_world(source, "15" if source == "18" else "18")
    odoo = world.odoo
    odoo.execute("insert into account_move (name, amount, data, big, posted, at, weight, kind, tags) select 'n'||i, i/3.0, '{\"a\": 1.00}', repeat(md5(i::text), 200), i%2=0, now(), i/7.0, 'glad', array[i] from generate_series(1, 1000) i")
    odoo.execute("insert into res_partner (name, note) select 'p'||i, repeat('x', 3000) from generate_series(1, 50) i")
    odoo.execute("insert into project_task select i, 'a', 't', repeat('y', 5000) from generate_series(1, 50) i")
    print(world.run())
    assert not world.differences()
    odoo.execute("update account_move set name = 'm' where id <= 20; delete from account_move where id = 1000; update res_partner set name = 'z'; update project_task set id = id + 1000 where id < 10")
    print(world.run())
    assert not world.differences()
    print(world.events)
    odoo.execute("truncate res_partner; insert into res_partner (name) values ('again')")
    odoo.execute("alter table account_move add ok boolean default false; alter table project_task drop title")
    print(world.run())
    assert not world.differences()
    odoo.execute("alter table account_move alter name type jsonb using to_jsonb(name); alter table res_partner rename ref to refs; update res_partner set name = 'b'")
    print(world.run())
    print(world.events)
    assert not world.differences()
