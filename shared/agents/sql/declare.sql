declare agent no scroll cursor for select left(to_json(asked)::text, {longest}) from (
{statement}
) asked
