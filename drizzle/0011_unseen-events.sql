-- What a consumer of the log has not seen yet; takes its cursor, and is empty while another node has it. By index whatever
-- the planner believes: a plan that was made while a week was young would walk through all of that week for some rows.
CREATE FUNCTION unseen_events(p_consumer text, p_max integer)
RETURNS TABLE (context text, seq bigint, type text, payload jsonb, about text, also_to text[], at timestamptz)
LANGUAGE plpgsql SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  v_cursor pg_snapshot;
BEGIN
  SELECT c.cursor INTO v_cursor FROM consumers c WHERE c.name = p_consumer FOR NO KEY UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT unseen.* FROM (
    SELECT e.context, e.seq, e.type, e.payload, e.about, e.also_to, e.at FROM events e
    WHERE e.tx >= pg_snapshot_xmin(v_cursor) AND NOT pg_visible_in_snapshot(e.tx, v_cursor)
    -- Else the limit makes it walk through the log in its order.
    OFFSET 0
  ) unseen
  ORDER BY unseen.context, unseen.seq LIMIT p_max;
END
$$;
