create trigger show_when_live after update of state on cdc.relations
    for each row when (new.state in ('live', 'absent') and old.state is distinct from new.state) execute function cdc.show_when_live();
