-- Where a retail day of this shop begins and ends.
update scout.settings set value = %(time_zone)s where key = 'time_zone';
