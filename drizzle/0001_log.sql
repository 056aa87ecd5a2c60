-- The installation's one row.
INSERT INTO instance DEFAULT VALUES;
--> statement-breakpoint
-- Catches an event whose week has no partition yet, so that a missed job never stops a message.
CREATE TABLE events_default PARTITION OF events DEFAULT;
--> statement-breakpoint
CREATE UNIQUE INDEX events_default_position ON events_default (context, seq);
--> statement-breakpoint
CREATE INDEX events_default_tx ON events_default (tx);
--> statement-breakpoint
-- Makes the partition of the week that begins on `monday` (UTC). Rows of that week which had gone to the default one move
-- over: Postgres refuses to attach a partition while the default holds rows that belong to it.
CREATE FUNCTION make_event_partition(monday date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  name text := 'events_' || to_char(monday, 'YYYY_MM_DD');
  since timestamptz := monday::timestamp AT TIME ZONE 'UTC';
  until timestamptz := (monday + 7)::timestamp AT TIME ZONE 'UTC';
BEGIN
  IF to_regclass(name) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING DEFAULTS)', name);
  EXECUTE format('WITH moved AS (DELETE FROM events_default WHERE at >= $1 AND at < $2 RETURNING *) INSERT INTO %I SELECT * FROM moved', name)
    USING since, until;
  EXECUTE format('CREATE UNIQUE INDEX %I ON %I (context, seq)', name || '_position', name);
  EXECUTE format('CREATE INDEX %I ON %I (tx)', name || '_tx', name);
  EXECUTE format('ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, since, until);
END $$;
--> statement-breakpoint
-- This week's partition and `ahead` more. The lock keeps two nodes that start together from making the same one.
CREATE FUNCTION make_event_partitions(ahead integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  this_monday date := date_trunc('week', now() AT TIME ZONE 'UTC')::date;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('make_event_partitions'));
  FOR week IN 0..ahead LOOP
    PERFORM make_event_partition(this_monday + 7 * week);
  END LOOP;
END $$;
--> statement-breakpoint
SELECT make_event_partitions(4);
--> statement-breakpoint
-- Appends one event: raises the head in the row that owns the context, which locks that row until the transaction ends,
-- and writes the event under that number. So numbers have no gaps and stand in the order of commits.
CREATE FUNCTION append_event(
  p_kind text, p_owner text, p_context text, p_type text, p_payload jsonb, p_about text, p_also_to text[]
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_seq bigint;
BEGIN
  CASE p_kind
    WHEN 'conversation' THEN UPDATE conversations SET seq = seq + 1 WHERE id = p_owner RETURNING seq INTO v_seq;
    WHEN 'sandbox' THEN UPDATE sandboxes SET seq = seq + 1 WHERE id = p_owner RETURNING seq INTO v_seq;
    WHEN 'user' THEN UPDATE users SET seq = seq + 1 WHERE id = p_owner RETURNING seq INTO v_seq;
  END CASE;
  IF v_seq IS NULL THEN RAISE EXCEPTION 'no % % to append to', p_kind, p_owner; END IF;
  INSERT INTO events (context, seq, type, payload, about, also_to)
    VALUES (p_context, v_seq, p_type, p_payload, p_about, p_also_to);
  RETURN v_seq;
END $$;
--> statement-breakpoint
-- One send, one round trip. Separate statements, not one with CTEs: each must see what was committed while it waited for
-- the lock, or a member removed in that moment would still get a message in.
-- outcome: sent | repeated (same client id, same request) | client_id_reused | not_found (or no member any more) | unknown_reply
CREATE FUNCTION send_message(
  p_conversation text, p_sender text, p_message text, p_client text, p_hash bytea, p_content jsonb, p_reply_to text
) RETURNS TABLE (
  outcome text, message_id text, seq bigint, sandbox_id text, sent_at timestamptz,
  parent_sender_id text, parent_deleted_at timestamptz, parent_text text
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_sandbox text;
  v_seq bigint;
  v_at timestamptz(3);
  v_message text;
  v_hash bytea;
BEGIN
  outcome := 'not_found';
  SELECT c.sandbox_id INTO v_sandbox FROM conversations c WHERE c.id = p_conversation FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;

  PERFORM 1 FROM conversation_members m
    WHERE m.conversation_id = p_conversation AND m.member_id = p_sender AND m.left_at IS NULL;
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;

  IF p_client IS NOT NULL THEN
    SELECT m.id, m.seq, m.request_hash INTO v_message, v_seq, v_hash FROM messages m
      WHERE m.conversation_id = p_conversation AND m.sender_id = p_sender AND m.client_id = p_client;
    IF FOUND THEN
      outcome := CASE WHEN v_hash = p_hash THEN 'repeated' ELSE 'client_id_reused' END;
      message_id := v_message; seq := v_seq; sandbox_id := v_sandbox;
      RETURN NEXT; RETURN;
    END IF;
  END IF;

  IF p_reply_to IS NOT NULL THEN
    SELECT m.sender_id, m.deleted_at, left(m.content #>> '{0,text}', 400) INTO parent_sender_id, parent_deleted_at, parent_text
      FROM messages m WHERE m.conversation_id = p_conversation AND m.id = p_reply_to;
    IF NOT FOUND THEN outcome := 'unknown_reply'; RETURN NEXT; RETURN; END IF;
  END IF;

  v_at := clock_timestamp();
  UPDATE conversations c SET seq = c.seq + 1, last_message_id = p_message, last_activity_at = v_at
    WHERE c.id = p_conversation RETURNING c.seq INTO v_seq;
  INSERT INTO messages (conversation_id, id, sender_id, client_id, request_hash, content, reply_to, seq, created_at)
    VALUES (p_conversation, p_message, p_sender, p_client, p_hash, p_content, p_reply_to, v_seq, v_at);
  INSERT INTO events (context, seq, type, payload)
    VALUES ('/kiloclaw/' || v_sandbox || '/' || p_conversation, v_seq, 'message.created',
      jsonb_build_object('messageId', p_message, 'version', 1));
  outcome := 'sent'; message_id := p_message; seq := v_seq; sandbox_id := v_sandbox; sent_at := v_at;
  RETURN NEXT;
END $$;
