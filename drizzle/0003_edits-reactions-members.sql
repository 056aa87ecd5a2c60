ALTER TABLE "conversation_members" ADD COLUMN "joined_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "title_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "message_reactions" ADD COLUMN "seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "client_updated_at" timestamp (3) with time zone;--> statement-breakpoint
-- Locks the conversation, then looks whether this is a member of it now: its sandbox, or null for everybody else.
CREATE FUNCTION lock_as_member(p_conversation text, p_member text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_sandbox text;
BEGIN
  SELECT c.sandbox_id INTO v_sandbox FROM conversations c WHERE c.id = p_conversation FOR NO KEY UPDATE;
  PERFORM 1 FROM conversation_members m
    WHERE m.conversation_id = p_conversation AND m.member_id = p_member AND m.left_at IS NULL;
  RETURN CASE WHEN FOUND THEN v_sandbox END;
END $$;
--> statement-breakpoint
-- One edit, one round trip: of the version that the editor had in mind, or with a time that is newer than the last one's.
-- What it would replace is told to an author whose edit is stale. The same edit again finds its own words and is no conflict.
-- outcome: edited | repeated | conflict | deleted | forbidden (somebody else's) | not_found
CREATE FUNCTION edit_message(
  p_conversation text, p_sender text, p_message text, p_content jsonb, p_expected bigint, p_at timestamptz
) RETURNS TABLE (
  outcome text, sandbox_id text, version integer, content jsonb, head bigint, is_last boolean
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_old messages%ROWTYPE;
  v_now timestamptz(3);
  v_at timestamptz(3);
BEGIN
  outcome := 'not_found';
  sandbox_id := lock_as_member(p_conversation, p_sender);
  IF sandbox_id IS NULL THEN RETURN NEXT; RETURN; END IF;
  SELECT * INTO v_old FROM messages m WHERE m.conversation_id = p_conversation AND m.id = p_message;
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;
  IF v_old.sender_id <> p_sender THEN outcome := 'forbidden'; RETURN NEXT; RETURN; END IF;
  IF v_old.deleted_at IS NOT NULL THEN outcome := 'deleted'; RETURN NEXT; RETURN; END IF;

  version := v_old.version; content := v_old.content;
  IF v_old.content = p_content AND (p_expected IS NULL OR v_old.version - p_expected IN (0, 1)) THEN
    outcome := 'repeated'; RETURN NEXT; RETURN;
  END IF;

  v_now := clock_timestamp();
  v_at := least(coalesce(p_at, v_now), v_now);
  IF p_expected <> v_old.version OR (p_at IS NOT NULL AND v_at <= v_old.client_updated_at) THEN
    outcome := 'conflict'; RETURN NEXT; RETURN;
  END IF;

  INSERT INTO message_versions (conversation_id, message_id, version, content, replaced_at)
    VALUES (p_conversation, p_message, v_old.version, v_old.content, v_now);
  UPDATE messages m SET content = p_content, version = m.version + 1, edited_at = v_now, client_updated_at = v_at
    WHERE m.conversation_id = p_conversation AND m.id = p_message
    RETURNING m.version, m.content INTO version, content;
  head := append_event('conversation', p_conversation, '/kiloclaw/' || sandbox_id || '/' || p_conversation,
    'message.updated', jsonb_build_object('messageId', p_message, 'version', version), NULL, NULL);
  is_last := (SELECT c.last_message_id = p_message FROM conversations c WHERE c.id = p_conversation);
  outcome := 'edited';
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- Empties a message everywhere at once: its text, the texts that edits had replaced, and what was set beside it.
-- outcome: deleted | repeated | forbidden (somebody else's) | not_found
CREATE FUNCTION delete_message(p_conversation text, p_sender text, p_message text)
RETURNS TABLE (outcome text, sandbox_id text, head bigint, is_last boolean) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_sender text;
  v_deleted timestamptz;
  v_version integer;
BEGIN
  outcome := 'not_found';
  sandbox_id := lock_as_member(p_conversation, p_sender);
  IF sandbox_id IS NULL THEN RETURN NEXT; RETURN; END IF;
  SELECT m.sender_id, m.deleted_at INTO v_sender, v_deleted
    FROM messages m WHERE m.conversation_id = p_conversation AND m.id = p_message;
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;
  IF v_sender <> p_sender THEN outcome := 'forbidden'; RETURN NEXT; RETURN; END IF;
  IF v_deleted IS NOT NULL THEN outcome := 'repeated'; RETURN NEXT; RETURN; END IF;

  DELETE FROM message_versions v WHERE v.conversation_id = p_conversation AND v.message_id = p_message;
  DELETE FROM message_reactions r WHERE r.conversation_id = p_conversation AND r.message_id = p_message;
  UPDATE messages m SET content = '[]', version = m.version + 1, deleted_at = clock_timestamp()
    WHERE m.conversation_id = p_conversation AND m.id = p_message RETURNING m.version INTO v_version;
  head := append_event('conversation', p_conversation, '/kiloclaw/' || sandbox_id || '/' || p_conversation,
    'message.deleted', jsonb_build_object('messageId', p_message, 'version', v_version), NULL, NULL);
  is_last := (SELECT c.last_message_id = p_message FROM conversations c WHERE c.id = p_conversation);
  outcome := 'deleted';
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- Adds or removes one member's reaction. A row that was removed stays, for its position: what a reader was told of after
-- it is new to a snapshot that ends with it. With a hash, the operation's answer is kept, and given again to the same request.
-- outcome: done | operation_id_reused | deleted | not_found
CREATE FUNCTION change_reaction(
  p_conversation text, p_member text, p_message text, p_emoji text, p_adds boolean, p_operation text, p_hash bytea
) RETURNS TABLE (outcome text, sandbox_id text, operation_id text, is_changed boolean, is_repeated boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_kept operations%ROWTYPE;
  v_deleted timestamptz;
  v_is_live boolean;
  v_seq bigint;
BEGIN
  outcome := 'not_found'; is_changed := false; is_repeated := false;
  sandbox_id := lock_as_member(p_conversation, p_member);
  IF sandbox_id IS NULL THEN RETURN NEXT; RETURN; END IF;

  IF p_hash IS NOT NULL THEN
    SELECT * INTO v_kept FROM operations o WHERE o.member_id = p_member AND o.operation_id = p_operation;
    IF FOUND THEN
      outcome := CASE WHEN v_kept.request_hash = p_hash THEN 'done' ELSE 'operation_id_reused' END;
      is_repeated := true;
      is_changed := (v_kept.answer::jsonb ->> 'isChanged')::boolean;
      operation_id := v_kept.answer::jsonb ->> 'id';
      RETURN NEXT; RETURN;
    END IF;
  END IF;

  SELECT m.deleted_at INTO v_deleted FROM messages m WHERE m.conversation_id = p_conversation AND m.id = p_message;
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;
  IF v_deleted IS NOT NULL THEN outcome := 'deleted'; RETURN NEXT; RETURN; END IF;

  SELECT r.removed_at IS NULL, r.operation_id INTO v_is_live, operation_id FROM message_reactions r
    WHERE r.conversation_id = p_conversation AND r.message_id = p_message AND r.member_id = p_member AND r.emoji = p_emoji;
  IF coalesce(v_is_live, false) <> p_adds THEN
    is_changed := true; operation_id := p_operation;
    v_seq := append_event('conversation', p_conversation, '/kiloclaw/' || sandbox_id || '/' || p_conversation,
      CASE WHEN p_adds THEN 'reaction.added' ELSE 'reaction.removed' END,
      jsonb_build_object('messageId', p_message, 'operationId', p_operation, 'memberId', p_member, 'emoji', p_emoji),
      NULL, NULL);
    INSERT INTO message_reactions AS r (conversation_id, message_id, member_id, emoji, operation_id, seq)
      VALUES (p_conversation, p_message, p_member, p_emoji, p_operation, v_seq)
      ON CONFLICT (conversation_id, message_id, member_id, emoji) DO UPDATE SET
        operation_id = p_operation, seq = v_seq,
        added_at = CASE WHEN p_adds THEN now() ELSE r.added_at END, removed_at = CASE WHEN NOT p_adds THEN now() END;
  END IF;
  IF p_hash IS NOT NULL THEN
    -- The same id at the same moment in another conversation is two requests with one id: the first one keeps it.
    INSERT INTO operations (member_id, operation_id, request_hash, answer) VALUES (p_member, p_operation, p_hash,
      jsonb_build_object('isChanged', is_changed, 'id', operation_id)::text) ON CONFLICT DO NOTHING;
  END IF;
  outcome := 'done';
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- What a reply shows of the message replied to is as of that one's version, so a send answers with it.
DROP FUNCTION send_message(text, text, text, text, bytea, jsonb, text);
--> statement-breakpoint
-- One send, one round trip. Separate statements, not one with CTEs: each must see what was committed while it waited for
-- the lock, or a member removed in that moment would still get a message in.
-- outcome: sent | repeated (same client id, same request) | client_id_reused | not_found (or no member any more) | unknown_reply
CREATE FUNCTION send_message(
  p_conversation text, p_sender text, p_message text, p_client text, p_hash bytea, p_content jsonb, p_reply_to text
) RETURNS TABLE (
  outcome text, message_id text, seq bigint, sandbox_id text, sent_at timestamptz,
  parent_sender_id text, parent_version integer, parent_deleted_at timestamptz, parent_text text
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
    SELECT m.sender_id, m.version, m.deleted_at, left(m.content #>> '{0,text}', 400)
      INTO parent_sender_id, parent_version, parent_deleted_at, parent_text
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
