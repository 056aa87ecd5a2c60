CREATE TABLE "message_appends" (
	"conversation_id" text NOT NULL,
	"message_id" text NOT NULL,
	"offset" integer NOT NULL,
	"text" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "message_appends_conversation_id_message_id_offset_pk" PRIMARY KEY("conversation_id","message_id","offset")
);
--> statement-breakpoint
CREATE TABLE "message_search" (
	"conversation_id" text NOT NULL,
	"message_id" text NOT NULL,
	"words" "tsvector" NOT NULL,
	CONSTRAINT "message_search_conversation_id_message_id_pk" PRIMARY KEY("conversation_id","message_id")
);
--> statement-breakpoint
CREATE TABLE "sandbox_approvers" (
	"sandbox_id" text NOT NULL,
	"user_id" text NOT NULL,
	CONSTRAINT "sandbox_approvers_sandbox_id_user_id_pk" PRIMARY KEY("sandbox_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "is_image" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "has_thumbnail" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "idempotency_key" text;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "uploaded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "conversation_members" ADD COLUMN "personal_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "waiting_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "mentions" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "stream" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "appended_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "message_appends" ADD CONSTRAINT "message_appends_of_message" FOREIGN KEY ("conversation_id","message_id") REFERENCES "public"."messages"("conversation_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_search" ADD CONSTRAINT "message_search_of_message" FOREIGN KEY ("conversation_id","message_id") REFERENCES "public"."messages"("conversation_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sandbox_approvers" ADD CONSTRAINT "sandbox_approvers_sandbox_id_sandboxes_id_fk" FOREIGN KEY ("sandbox_id") REFERENCES "public"."sandboxes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sandbox_approvers" ADD CONSTRAINT "sandbox_approvers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "message_search_words" ON "message_search" USING gin ("words");--> statement-breakpoint
CREATE INDEX "sandbox_approvers_of_user" ON "sandbox_approvers" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "approvals_waiting" ON "approvals" USING btree ("conversation_id") WHERE "approvals"."state" = 'pending';--> statement-breakpoint
CREATE UNIQUE INDEX "attachments_idempotency" ON "attachments" USING btree ("conversation_id","uploader_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "messages_streaming" ON "messages" USING btree ("appended_at") WHERE "messages"."stream" = 'open';--> statement-breakpoint
-- What one member sets for themselves, in one round trip. The person's row is locked first, since their log is told of it;
-- what stands so already is neither written nor told. A conversation that had come back from the archive by itself is
-- written as what it is, or muting it later would hide it again.
-- outcome: changed | repeated | not_found (or no member any more)
CREATE FUNCTION change_personal(p_conversation text, p_user text, p_change jsonb)
RETURNS TABLE (
  outcome text, is_muted boolean, is_pinned boolean, archived timestamptz, draft_text text, own_seq bigint
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_old conversation_members%ROWTYPE;
  v_archived timestamptz(3);
BEGIN
  outcome := 'not_found';
  PERFORM 1 FROM users u WHERE u.id = p_user FOR NO KEY UPDATE;
  SELECT * INTO v_old FROM conversation_members m
    WHERE m.conversation_id = p_conversation AND m.member_id = p_user AND m.left_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;
  v_archived := (SELECT CASE WHEN v_old.muted OR v_old.archived_at >= c.last_activity_at THEN v_old.archived_at END
    FROM conversations c WHERE c.id = p_conversation);

  is_muted := coalesce((p_change ->> 'muted')::boolean, v_old.muted);
  is_pinned := coalesce((p_change ->> 'pinned')::boolean, v_old.pinned);
  archived := CASE (p_change ->> 'archived')::boolean
    WHEN true THEN coalesce(v_archived, clock_timestamp()::timestamptz(3)) WHEN false THEN NULL ELSE v_archived END;
  draft_text := CASE WHEN p_change ? 'draft' THEN p_change ->> 'draft' ELSE v_old.draft END;
  own_seq := v_old.personal_seq;
  IF is_muted = v_old.muted AND is_pinned = v_old.pinned AND archived IS NOT DISTINCT FROM v_archived
    AND draft_text IS NOT DISTINCT FROM v_old.draft THEN
    outcome := 'repeated'; RETURN NEXT; RETURN;
  END IF;

  own_seq := append_event('user', p_user, '/user/' || p_user, 'conversation.personal',
    jsonb_build_object('conversationId', p_conversation), NULL, NULL);
  UPDATE conversation_members m
    SET muted = is_muted, pinned = is_pinned, archived_at = archived, draft = draft_text, personal_seq = own_seq
    WHERE m.conversation_id = p_conversation AND m.member_id = p_user;
  outcome := 'changed';
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- Who decides what an agent may do: its owner; in an organization those who are named for it, else its owners and admins. Of
-- the named only who is still there counts, so that an agent whose approvers have all gone is not without any.
CREATE FUNCTION approvers_of(p_sandboxes text[]) RETURNS TABLE (sandbox_id text, user_id text, name text)
LANGUAGE sql STABLE AS $$
  WITH people AS (
    SELECT s.id AS sandbox_id, s.owner_id AS user_id, false AS is_named, true AS is_usual
      FROM sandboxes s WHERE s.id = ANY (p_sandboxes) AND s.organization_id IS NULL
    UNION ALL
    SELECT s.id, o.user_id, a.user_id IS NOT NULL, o.role IN ('owner', 'admin')
      FROM sandboxes s
      JOIN organization_members o ON o.organization_id = s.organization_id
      LEFT JOIN sandbox_approvers a ON a.sandbox_id = s.id AND a.user_id = o.user_id
      WHERE s.id = ANY (p_sandboxes)
  ), present AS (
    SELECT p.*, u.name, bool_or(p.is_named) OVER (PARTITION BY p.sandbox_id) AS has_named
      FROM people p JOIN users u ON u.id = p.user_id AND u.disabled_at IS NULL
  )
  SELECT p.sandbox_id, p.user_id, p.name FROM present p
    WHERE CASE WHEN p.has_named THEN p.is_named ELSE p.is_usual END ORDER BY p.sandbox_id, p.name, p.user_id
$$;
--> statement-breakpoint
-- Says on the sandbox's log that a question waits or waits no more, and where that stands.
CREATE FUNCTION tell_waiting(p_sandbox text, p_conversation text, p_message text, p_group text, p_type text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_seq bigint := append_event('sandbox', p_sandbox, '/kiloclaw/' || p_sandbox, p_type,
    jsonb_build_object('conversationId', p_conversation, 'messageId', p_message, 'groupId', p_group), p_conversation, NULL);
BEGIN
  UPDATE conversations SET waiting_seq = v_seq WHERE id = p_conversation;
END $$;
--> statement-breakpoint
-- Says on the conversation's log what became of a question. Its message is a newer one for it.
CREATE FUNCTION tell_of_action(p_sandbox text, p_conversation text, p_message text, p_type text, p_payload jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_version integer;
BEGIN
  UPDATE messages SET version = version + 1 WHERE conversation_id = p_conversation AND id = p_message
    RETURNING version INTO v_version;
  PERFORM append_event('conversation', p_conversation, '/kiloclaw/' || p_sandbox || '/' || p_conversation, p_type,
    jsonb_build_object('messageId', p_message, 'version', v_version) || p_payload, NULL, NULL);
END $$;
--> statement-breakpoint
-- The one writer of an approval's state, under the conversation's lock. Whoever asks for any other change than these has a
-- mistake in them, and nothing of theirs is committed.
CREATE FUNCTION transition_approval(p_sandbox text, p_conversation text, p_message text, p_group text, p_to text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_from text := (SELECT a.state FROM approvals a
    WHERE a.conversation_id = p_conversation AND a.message_id = p_message AND a.group_id = p_group);
BEGIN
  IF (v_from || ' ' || p_to) IN ('pending decided', 'pending expired', 'pending withdrawn', 'decided pending', 'decided expired')
  THEN
    UPDATE approvals SET state = p_to
      WHERE conversation_id = p_conversation AND message_id = p_message AND group_id = p_group;
  ELSE
    RAISE EXCEPTION 'an approval that is % cannot become %', coalesce(v_from, 'nowhere'), p_to;
  END IF;
  IF 'pending' IN (v_from, p_to) THEN
    PERFORM tell_waiting(p_sandbox, p_conversation, p_message, p_group,
      CASE p_to WHEN 'pending' THEN 'approval.opened' ELSE 'approval.closed' END);
  END IF;
END $$;
--> statement-breakpoint
-- How long a question stands. Ten minutes unless its agent says otherwise: it is about the machine as the agent saw it, and a
-- decision lives no longer either. Half a minute at least, which is the time that one reading of it takes, and in which every
-- node looks once for what expires; a day at most, since nobody remembers then what was asked.
CREATE FUNCTION approval_expiry(p_asked jsonb, p_at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_asked IS NULL OR p_asked = 'null' THEN p_at + interval '10 minutes'
    ELSE p_at + interval '1 millisecond'
      * least(greatest(p_asked::numeric - floor(extract(epoch FROM p_at) * 1000), 30000), 86400000)::double precision END
$$;
--> statement-breakpoint
-- An edit can take a question back, not change it: what somebody may be deciding on at this moment stays as it was shown.
CREATE FUNCTION keep_offers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.content := (
    SELECT jsonb_agg(coalesce(a.snapshot -> 'block', b.value) ORDER BY b.n)
    FROM jsonb_array_elements(NEW.content) WITH ORDINALITY AS b (value, n)
    LEFT JOIN approvals a ON b.value ->> 'type' = 'actions' AND a.group_id = b.value ->> 'groupId'
      AND a.conversation_id = NEW.conversation_id AND a.message_id = NEW.id);
  RETURN NEW;
END $$;
--> statement-breakpoint
-- What a message asks, each with all that is shown of it: the block whole, and the words before it when it has no request of
-- its own, since then it is about them.
CREATE FUNCTION asked_in(p_content jsonb) RETURNS TABLE (n bigint, group_id text, block jsonb, shown jsonb)
LANGUAGE sql IMMUTABLE AS $$
  SELECT b.n, b.value ->> 'groupId', b.value, jsonb_build_object('block', b.value)
    || CASE WHEN coalesce(b.value -> 'request', 'null') <> 'null' THEN '{}' ELSE jsonb_build_object('text', (
      SELECT coalesce(string_agg(t.value ->> 'text', '' ORDER BY t.n), '')
      FROM jsonb_array_elements(p_content) WITH ORDINALITY AS t (value, n) WHERE t.n < b.n AND t.value ->> 'type' = 'text')) END
  FROM jsonb_array_elements(p_content) WITH ORDINALITY AS b (value, n) WHERE b.value ->> 'type' = 'actions'
$$;
--> statement-breakpoint
-- Opens what a message asks for the first time and withdraws what it asks no more: other words than those that were shown are
-- another question. What was ever decided on stays on record; of the rest nothing stays when its message is deleted.
CREATE FUNCTION settle_approvals() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_sandbox text := (SELECT c.sandbox_id FROM conversations c WHERE c.id = NEW.conversation_id);
  v_at timestamptz(3) := clock_timestamp();
  v_asked record;
  v_group text;
BEGIN
  FOR v_asked IN SELECT * FROM asked_in(NEW.content) q ORDER BY q.n LOOP
    INSERT INTO approvals (conversation_id, message_id, group_id, offered, snapshot, state, expires_at, created_at)
      VALUES (NEW.conversation_id, NEW.id, v_asked.group_id, v_asked.block -> 'actions', v_asked.shown, 'pending',
        approval_expiry(v_asked.block -> 'expiresAt', v_at), v_at)
      ON CONFLICT DO NOTHING;
    IF FOUND THEN
      PERFORM tell_waiting(v_sandbox, NEW.conversation_id, NEW.id, v_asked.group_id, 'approval.opened');
    END IF;
  END LOOP;

  FOR v_group IN SELECT a.group_id FROM approvals a
    WHERE a.conversation_id = NEW.conversation_id AND a.message_id = NEW.id AND a.state = 'pending'
      AND NOT EXISTS (SELECT FROM asked_in(NEW.content) q WHERE q.group_id = a.group_id AND q.shown = a.snapshot)
    ORDER BY a.group_id
  LOOP
    PERFORM transition_approval(v_sandbox, NEW.conversation_id, NEW.id, v_group, 'withdrawn');
  END LOOP;

  IF NEW.deleted_at IS NOT NULL THEN
    UPDATE approvals a SET offered = '[]', snapshot = '{}' WHERE a.conversation_id = NEW.conversation_id AND a.message_id = NEW.id
      AND NOT EXISTS (SELECT FROM action_resolutions d WHERE d.conversation_id = a.conversation_id
        AND d.message_id = a.message_id AND d.group_id = a.group_id);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- On the rows and not in each function that writes them: a send, an edit, a deletion and the end of a stream all change what is
-- asked, and none of them can forget it. A message that asks nothing costs one comparison.
CREATE TRIGGER messages_keep_offers BEFORE UPDATE OF content ON messages FOR EACH ROW
  WHEN (NEW.content @> '[{"type": "actions"}]') EXECUTE FUNCTION keep_offers();
--> statement-breakpoint
CREATE TRIGGER messages_ask AFTER INSERT ON messages FOR EACH ROW
  WHEN (NEW.content @> '[{"type": "actions"}]') EXECUTE FUNCTION settle_approvals();
--> statement-breakpoint
CREATE TRIGGER messages_ask_otherwise AFTER UPDATE OF content ON messages FOR EACH ROW
  WHEN (OLD.content @> '[{"type": "actions"}]' OR NEW.content @> '[{"type": "actions"}]' OR NEW.deleted_at IS NOT NULL)
  EXECUTE FUNCTION settle_approvals();
--> statement-breakpoint
-- One decision, one round trip. The sandbox is locked before rights are read, so that a decision never slips past somebody who
-- takes the right to it away. What a repeat is told is the decision that was made then, whatever happened to it since.
-- outcome: decided | repeated | already (decided by somebody else, or otherwise) | expired | withdrawn | impossible (a value
-- that wasn't offered) | forbidden | operation_id_reused | not_found
CREATE FUNCTION decide_action(
  p_conversation text, p_member text, p_message text, p_group text, p_value text, p_resolution text, p_now timestamptz,
  p_operation text, p_hash bytea
) RETURNS TABLE (
  outcome text, in_sandbox text, resolution_id text, value text, resolved_by text, resolved_at timestamptz
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_kept operations%ROWTYPE;
  v_asked approvals%ROWTYPE;
BEGIN
  outcome := 'not_found';
  in_sandbox := lock_as_member(p_conversation, p_member);
  IF in_sandbox IS NULL THEN RETURN NEXT; RETURN; END IF;
  PERFORM 1 FROM sandboxes s WHERE s.id = in_sandbox FOR NO KEY UPDATE;

  IF p_operation IS NOT NULL THEN
    SELECT * INTO v_kept FROM operations o WHERE o.member_id = p_member AND o.operation_id = p_operation;
    IF FOUND THEN
      outcome := CASE WHEN v_kept.request_hash = p_hash THEN 'repeated' ELSE 'operation_id_reused' END;
      SELECT d.id, d.value, d.resolved_by, d.resolved_at INTO resolution_id, value, resolved_by, resolved_at
        FROM action_resolutions d WHERE d.conversation_id = p_conversation
          AND d.id = CASE outcome WHEN 'repeated' THEN v_kept.answer END;
      RETURN NEXT; RETURN;
    END IF;
  END IF;

  SELECT a.* INTO v_asked FROM approvals a
    JOIN messages m ON m.conversation_id = a.conversation_id AND m.id = a.message_id AND m.deleted_at IS NULL
    WHERE a.conversation_id = p_conversation AND a.message_id = p_message AND a.group_id = p_group;
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;
  PERFORM 1 FROM approvers_of(ARRAY[in_sandbox]) may WHERE may.user_id = p_member;
  IF NOT FOUND THEN outcome := 'forbidden'; RETURN NEXT; RETURN; END IF;

  IF v_asked.state = 'decided' THEN
    SELECT d.id, d.value, d.resolved_by, d.resolved_at INTO resolution_id, value, resolved_by, resolved_at
      FROM action_resolutions d WHERE d.conversation_id = p_conversation AND d.message_id = p_message
        AND d.group_id = p_group AND d.reverted_at IS NULL;
    outcome := CASE WHEN resolved_by = p_member AND value = p_value THEN 'repeated' ELSE 'already' END;
    RETURN NEXT; RETURN;
  END IF;
  IF v_asked.state = 'withdrawn' THEN outcome := 'withdrawn'; RETURN NEXT; RETURN; END IF;
  -- Whether or not somebody has looked at the clock before us.
  IF v_asked.state = 'expired' OR v_asked.expires_at <= p_now THEN outcome := 'expired'; RETURN NEXT; RETURN; END IF;
  IF NOT v_asked.offered @> jsonb_build_array(jsonb_build_object('value', p_value)) THEN
    outcome := 'impossible'; RETURN NEXT; RETURN;
  END IF;

  outcome := 'decided';
  resolution_id := p_resolution; value := p_value; resolved_by := p_member; resolved_at := date_trunc('milliseconds', p_now);
  INSERT INTO action_resolutions (conversation_id, message_id, group_id, id, value, resolved_by, resolved_at)
    VALUES (p_conversation, p_message, p_group, p_resolution, p_value, p_member, p_now);
  PERFORM tell_of_action(in_sandbox, p_conversation, p_message, 'action.executed', jsonb_build_object(
    'groupId', p_group, 'resolutionId', p_resolution, 'value', p_value, 'executedBy', p_member,
    'executedAt', floor(extract(epoch FROM resolved_at) * 1000)::bigint));
  PERFORM transition_approval(in_sandbox, p_conversation, p_message, p_group, 'decided');
  IF p_operation IS NOT NULL THEN
    INSERT INTO operations (member_id, operation_id, request_hash, answer)
      VALUES (p_member, p_operation, p_hash, p_resolution) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- Ends what nobody has decided in time. The sandbox that is to hear of it, or null: somebody was here before.
CREATE FUNCTION expire_action(p_conversation text, p_message text, p_group text, p_now timestamptz) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  v_sandbox text;
BEGIN
  SELECT c.sandbox_id INTO v_sandbox FROM conversations c WHERE c.id = p_conversation FOR NO KEY UPDATE;
  PERFORM 1 FROM sandboxes s WHERE s.id = v_sandbox FOR NO KEY UPDATE;
  PERFORM 1 FROM approvals a WHERE a.conversation_id = p_conversation AND a.message_id = p_message AND a.group_id = p_group
    AND a.state = 'pending' AND a.expires_at <= p_now;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM tell_of_action(v_sandbox, p_conversation, p_message, 'action.expired', jsonb_build_object('groupId', p_group));
  PERFORM transition_approval(v_sandbox, p_conversation, p_message, p_group, 'expired');
  RETURN v_sandbox;
END $$;
--> statement-breakpoint
-- Takes a decision back that its agent says it never got. It is asked again, or is over when its time has passed; and what the
-- agent has meanwhile edited away or around isn't asked again. A report that names no decision is about the live one, if there is any.
-- outcome: reverted | nothing (reported before, or about another decision) | not_found
CREATE FUNCTION revert_action(
  p_conversation text, p_bot text, p_message text, p_group text, p_resolution text, p_now timestamptz
) RETURNS TABLE (outcome text, in_sandbox text, resolution_id text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_message messages%ROWTYPE;
  v_asked approvals%ROWTYPE;
BEGIN
  outcome := 'not_found';
  in_sandbox := lock_as_member(p_conversation, p_bot);
  IF in_sandbox IS NULL THEN RETURN NEXT; RETURN; END IF;
  PERFORM 1 FROM sandboxes s WHERE s.id = in_sandbox FOR NO KEY UPDATE;
  SELECT m.* INTO v_message FROM messages m
    WHERE m.conversation_id = p_conversation AND m.id = p_message AND m.sender_id = p_bot;
  SELECT a.* INTO v_asked FROM approvals a
    WHERE a.conversation_id = p_conversation AND a.message_id = v_message.id AND a.group_id = p_group;
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;

  outcome := 'nothing';
  IF v_message.deleted_at IS NOT NULL THEN RETURN NEXT; RETURN; END IF;
  UPDATE action_resolutions d SET reverted_at = p_now
    WHERE d.conversation_id = p_conversation AND d.message_id = p_message AND d.group_id = p_group
      AND d.reverted_at IS NULL AND d.id = coalesce(p_resolution, d.id)
    RETURNING d.id INTO resolution_id;
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;

  outcome := 'reverted';
  PERFORM tell_of_action(in_sandbox, p_conversation, p_message, 'action.delivery_failed',
    jsonb_build_object('groupId', p_group, 'resolutionId', resolution_id));
  IF v_asked.expires_at <= p_now THEN
    PERFORM transition_approval(in_sandbox, p_conversation, p_message, p_group, 'expired');
  ELSE
    PERFORM transition_approval(in_sandbox, p_conversation, p_message, p_group, 'pending');
    IF v_asked.snapshot NOT IN (SELECT q.shown FROM asked_in(v_message.content) q WHERE q.group_id = p_group) THEN
      PERFORM transition_approval(in_sandbox, p_conversation, p_message, p_group, 'withdrawn');
    END IF;
  END IF;
  RETURN NEXT;
END $$;

--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "stop_requested_at" timestamp (3) with time zone;
--> statement-breakpoint
-- In the units in which agents and readers count: a character beyond the first 65,536 is two of them.
CREATE FUNCTION utf16_length(p_text text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT length(p_text) + regexp_count(p_text, '[\U00010000-\U0010ffff]')
$$;
--> statement-breakpoint
-- Where the text of a message ends that holds these blocks and these appends.
CREATE FUNCTION end_of_text(p_conversation text, p_message text, p_content jsonb) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT a."offset" + utf16_length(a.text) FROM message_appends a
      WHERE a.conversation_id = p_conversation AND a.message_id = p_message ORDER BY a."offset" DESC LIMIT 1),
    (SELECT sum(utf16_length(block ->> 'text')) FROM jsonb_array_elements(p_content) block WHERE block ->> 'type' = 'text'),
    0)::integer
$$;
--> statement-breakpoint
-- Gives a conversation its first title: the position of that in its sandbox's log, or null when somebody has named it. The
-- caller holds the conversation's lock, so that no rename is overwritten; the sandbox's, which comes after it, is taken here.
CREATE FUNCTION give_title(p_conversation text, p_sandbox text, p_title text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_seq bigint;
BEGIN
  PERFORM 1 FROM conversations c WHERE c.id = p_conversation AND c.title IS NULL;
  IF NOT FOUND OR p_title IS NULL THEN RETURN NULL; END IF;
  v_seq := append_event('sandbox', p_sandbox, '/kiloclaw/' || p_sandbox, 'conversation.renamed',
    jsonb_build_object('conversationId', p_conversation), p_conversation, NULL);
  UPDATE conversations c SET title = p_title, title_seq = v_seq WHERE c.id = p_conversation;
  RETURN v_seq;
END $$;
--> statement-breakpoint
DROP FUNCTION send_message(text, text, text, text, bytea, jsonb, text);
--> statement-breakpoint
-- One send, one round trip. Separate statements, not one with CTEs: each must see what was committed while it waited for
-- the lock, or a member removed in that moment would still get a message in. With p_opened_at the message is a stream that
-- its agent goes on writing; p_title is what the conversation is called from now on if nobody has named it.
-- outcome: sent | repeated (same client id, same request) | client_id_reused | not_found (or no member any more) | unknown_reply
CREATE FUNCTION send_message(
  p_conversation text, p_sender text, p_message text, p_client text, p_hash bytea, p_content jsonb, p_reply_to text,
  p_mentions text[] DEFAULT '{}', p_title text DEFAULT NULL, p_opened_at timestamptz DEFAULT NULL
) RETURNS TABLE (
  outcome text, message_id text, seq bigint, sandbox_id text, sent_at timestamptz,
  parent_sender_id text, parent_version integer, parent_deleted_at timestamptz, parent_text text,
  mentioned text[], title_seq bigint
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_sandbox text;
  v_is_untitled boolean;
  v_seq bigint;
  v_at timestamptz(3);
  v_message text;
  v_hash bytea;
BEGIN
  outcome := 'not_found'; mentioned := '{}';
  SELECT c.sandbox_id, c.title IS NULL INTO v_sandbox, v_is_untitled
    FROM conversations c WHERE c.id = p_conversation FOR NO KEY UPDATE;
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

  IF cardinality(p_mentions) > 0 THEN
    mentioned := ARRAY(SELECT m.member_id FROM unnest(p_mentions) WITH ORDINALITY AS named (id, n)
      JOIN conversation_members m
        ON m.conversation_id = p_conversation AND m.member_id = named.id AND m.left_at IS NULL ORDER BY named.n);
  END IF;
  IF v_is_untitled AND p_title IS NOT NULL THEN title_seq := give_title(p_conversation, v_sandbox, p_title); END IF;

  v_at := clock_timestamp();
  UPDATE conversations c SET seq = c.seq + 1, last_message_id = p_message, last_activity_at = v_at
    WHERE c.id = p_conversation RETURNING c.seq INTO v_seq;
  INSERT INTO messages (conversation_id, id, sender_id, client_id, request_hash, content, reply_to, seq, created_at,
      mentions, stream, appended_at)
    VALUES (p_conversation, p_message, p_sender, p_client, p_hash, p_content, p_reply_to, v_seq, v_at,
      mentioned, CASE WHEN p_opened_at IS NOT NULL THEN 'open' END, p_opened_at);
  INSERT INTO events (context, seq, type, payload)
    VALUES ('/kiloclaw/' || v_sandbox || '/' || p_conversation, v_seq, 'message.created',
      jsonb_build_object('messageId', p_message, 'version', 1));
  outcome := 'sent'; message_id := p_message; seq := v_seq; sandbox_id := v_sandbox; sent_at := v_at;
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- Adds what comes next to an open stream, exactly where its text ends. Locks the message alone and not its conversation: an
-- append takes no position in the log, so nobody's message has to wait for it. Whoever ends, edits or deletes the message
-- locks the conversation and then this row, and an append locks nothing after it, so the two can't wait for each other.
-- Text of no length is a sign of life: kept as a time, and as no row.
-- outcome: appended | repeated (same offset, same text) | wrong_offset | full | closed | forbidden (somebody else's) | not_found
CREATE FUNCTION append_to_message(
  p_conversation text, p_sender text, p_message text, p_offset integer, p_text text, p_max integer, p_at timestamptz
) RETURNS TABLE (outcome text, sandbox_id text, version integer, text_length integer, is_stop_requested boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_message messages%ROWTYPE;
BEGIN
  outcome := 'not_found'; is_stop_requested := false;
  SELECT c.sandbox_id INTO sandbox_id FROM conversation_members m JOIN conversations c ON c.id = m.conversation_id
    WHERE m.conversation_id = p_conversation AND m.member_id = p_sender AND m.left_at IS NULL;
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;
  SELECT * INTO v_message FROM messages m
    WHERE m.conversation_id = p_conversation AND m.id = p_message FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;
  IF v_message.sender_id <> p_sender THEN outcome := 'forbidden'; RETURN NEXT; RETURN; END IF;
  IF v_message.stream IS DISTINCT FROM 'open' THEN outcome := 'closed'; RETURN NEXT; RETURN; END IF;

  version := v_message.version;
  is_stop_requested := v_message.stop_requested_at IS NOT NULL;
  text_length := end_of_text(p_conversation, p_message, v_message.content);
  IF p_offset <> text_length THEN
    PERFORM 1 FROM message_appends a WHERE a.conversation_id = p_conversation AND a.message_id = p_message
      AND a."offset" = p_offset AND a.text = p_text;
    outcome := CASE WHEN FOUND THEN 'repeated' ELSE 'wrong_offset' END;
    RETURN NEXT; RETURN;
  END IF;
  outcome := 'appended';
  IF p_text = '' THEN
    UPDATE messages m SET appended_at = p_at WHERE m.conversation_id = p_conversation AND m.id = p_message;
    RETURN NEXT; RETURN;
  END IF;
  IF text_length + utf16_length(p_text) > p_max THEN outcome := 'full'; RETURN NEXT; RETURN; END IF;
  INSERT INTO message_appends (conversation_id, message_id, "offset", text, at)
    VALUES (p_conversation, p_message, p_offset, p_text, p_at);
  text_length := text_length + utf16_length(p_text);
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- Ends a stream. p_content is what it says in the end, made of what stood there when its text had p_length units: if it has
-- grown since, nothing happens and the caller looks again. p_sender ends what is its own. Without one it is ended for an
-- agent that went, as interrupted, if it has given no sign since p_silent_before or was to stop before p_stopped_before.
-- outcome: ended | grown | alive | closed | forbidden (somebody else's) | not_found
CREATE FUNCTION end_stream(
  p_conversation text, p_sender text, p_message text, p_length integer, p_content jsonb, p_title text,
  p_silent_before timestamptz DEFAULT NULL, p_stopped_before timestamptz DEFAULT NULL
) RETURNS TABLE (outcome text, sandbox_id text, head bigint, is_last boolean, title_seq bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_old messages%ROWTYPE;
BEGIN
  outcome := 'not_found'; is_last := false;
  IF p_sender IS NOT NULL THEN sandbox_id := lock_as_member(p_conversation, p_sender);
  ELSE SELECT c.sandbox_id INTO sandbox_id FROM conversations c WHERE c.id = p_conversation FOR NO KEY UPDATE;
  END IF;
  IF sandbox_id IS NULL THEN RETURN NEXT; RETURN; END IF;
  -- No append comes between this look and what is written.
  SELECT * INTO v_old FROM messages m
    WHERE m.conversation_id = p_conversation AND m.id = p_message FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;
  IF v_old.sender_id <> p_sender THEN outcome := 'forbidden'; RETURN NEXT; RETURN; END IF;
  IF v_old.stream IS DISTINCT FROM 'open' THEN outcome := 'closed'; RETURN NEXT; RETURN; END IF;
  IF p_sender IS NULL AND coalesce(v_old.stop_requested_at >= p_stopped_before, true) AND NOT is_silent_since(v_old, p_silent_before)
    THEN outcome := 'alive'; RETURN NEXT; RETURN;
  END IF;
  IF end_of_text(p_conversation, p_message, v_old.content) <> p_length THEN outcome := 'grown'; RETURN NEXT; RETURN; END IF;

  title_seq := give_title(p_conversation, sandbox_id, p_title);
  DELETE FROM message_appends a WHERE a.conversation_id = p_conversation AND a.message_id = p_message;
  UPDATE messages m
    SET content = p_content, version = m.version + 1, appended_at = NULL, stop_requested_at = NULL,
      stream = CASE WHEN p_sender IS NULL THEN 'interrupted' END
    WHERE m.conversation_id = p_conversation AND m.id = p_message;
  head := append_event('conversation', p_conversation, '/kiloclaw/' || sandbox_id || '/' || p_conversation,
    'message.updated', jsonb_build_object('messageId', p_message, 'version', v_old.version + 1), NULL, NULL);
  is_last := (SELECT c.last_message_id = p_message FROM conversations c WHERE c.id = p_conversation);
  outcome := 'ended';
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- Has an open stream neither been opened nor grown nor said that it lives since then?
CREATE FUNCTION is_silent_since(p_message messages, p_since timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT p_message.appended_at < p_since AND NOT EXISTS (SELECT FROM (
    SELECT a.at FROM message_appends a WHERE a.conversation_id = p_message.conversation_id AND a.message_id = p_message.id
    ORDER BY a."offset" DESC LIMIT 1) newest WHERE newest.at >= p_since)
$$;
--> statement-breakpoint
-- Asks the agent of an open stream to stop. Only the first time counts; what has ended has stopped.
-- outcome: requested | repeated | closed | not_found (or no member)
CREATE FUNCTION request_stop(p_conversation text, p_member text, p_message text, p_at timestamptz) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  v_message messages%ROWTYPE;
BEGIN
  PERFORM 1 FROM conversation_members m
    WHERE m.conversation_id = p_conversation AND m.member_id = p_member AND m.left_at IS NULL;
  IF NOT FOUND THEN RETURN 'not_found'; END IF;
  SELECT * INTO v_message FROM messages m
    WHERE m.conversation_id = p_conversation AND m.id = p_message FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN 'not_found'; END IF;
  IF v_message.stream IS DISTINCT FROM 'open' THEN RETURN 'closed'; END IF;
  IF v_message.stop_requested_at IS NOT NULL THEN RETURN 'repeated'; END IF;
  UPDATE messages m SET stop_requested_at = p_at WHERE m.conversation_id = p_conversation AND m.id = p_message;
  RETURN 'requested';
END $$;
--> statement-breakpoint
-- What a message has been streamed beyond its content, as one more block; nothing for any other message.
CREATE FUNCTION streamed_blocks(p_conversation text, p_message text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('type', 'text', 'text', streamed.text)), '[]')
  FROM (SELECT string_agg(a.text, '' ORDER BY a."offset") AS text FROM message_appends a
    WHERE a.conversation_id = p_conversation AND a.message_id = p_message HAVING count(*) > 0) streamed
$$;
--> statement-breakpoint
-- One edit, one round trip: of the version that the editor had in mind, or with a time that is newer than the last one's.
-- What it would replace is told to an author whose edit is stale. The same edit again finds its own words and is no conflict.
-- An edit says all that the message says: a stream ends with it.
-- outcome: edited | repeated | conflict | deleted | forbidden (somebody else's) | not_found
CREATE OR REPLACE FUNCTION edit_message(
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
  SELECT * INTO v_old FROM messages m
    WHERE m.conversation_id = p_conversation AND m.id = p_message FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;
  IF v_old.sender_id <> p_sender THEN outcome := 'forbidden'; RETURN NEXT; RETURN; END IF;
  IF v_old.deleted_at IS NOT NULL THEN outcome := 'deleted'; RETURN NEXT; RETURN; END IF;

  version := v_old.version; content := v_old.content || streamed_blocks(p_conversation, p_message);
  IF v_old.stream IS NULL AND v_old.content = p_content AND (p_expected IS NULL OR v_old.version - p_expected IN (0, 1)) THEN
    outcome := 'repeated'; RETURN NEXT; RETURN;
  END IF;

  v_now := clock_timestamp();
  v_at := least(coalesce(p_at, v_now), v_now);
  IF p_expected <> v_old.version OR (p_at IS NOT NULL AND v_at <= v_old.client_updated_at) THEN
    outcome := 'conflict'; RETURN NEXT; RETURN;
  END IF;

  INSERT INTO message_versions (conversation_id, message_id, version, content, replaced_at)
    VALUES (p_conversation, p_message, v_old.version, content, v_now);
  DELETE FROM message_appends a WHERE a.conversation_id = p_conversation AND a.message_id = p_message;
  UPDATE messages m
    SET content = p_content, version = m.version + 1, edited_at = v_now, client_updated_at = v_at,
      stream = NULL, appended_at = NULL, stop_requested_at = NULL
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
CREATE OR REPLACE FUNCTION delete_message(p_conversation text, p_sender text, p_message text)
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
    FROM messages m WHERE m.conversation_id = p_conversation AND m.id = p_message FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;
  IF v_sender <> p_sender THEN outcome := 'forbidden'; RETURN NEXT; RETURN; END IF;
  IF v_deleted IS NOT NULL THEN outcome := 'repeated'; RETURN NEXT; RETURN; END IF;

  DELETE FROM message_versions v WHERE v.conversation_id = p_conversation AND v.message_id = p_message;
  DELETE FROM message_appends a WHERE a.conversation_id = p_conversation AND a.message_id = p_message;
  DELETE FROM message_reactions r WHERE r.conversation_id = p_conversation AND r.message_id = p_message;
  UPDATE messages m SET content = '[]', version = m.version + 1, deleted_at = clock_timestamp(),
      mentions = '{}', stream = NULL, appended_at = NULL, stop_requested_at = NULL
    WHERE m.conversation_id = p_conversation AND m.id = p_message RETURNING m.version INTO v_version;
  head := append_event('conversation', p_conversation, '/kiloclaw/' || sandbox_id || '/' || p_conversation,
    'message.deleted', jsonb_build_object('messageId', p_message, 'version', v_version), NULL, NULL);
  is_last := (SELECT c.last_message_id = p_message FROM conversations c WHERE c.id = p_conversation);
  outcome := 'deleted';
  RETURN NEXT;
END $$;
--> statement-breakpoint
CREATE INDEX "messages_replies" ON "messages" USING btree ("conversation_id","reply_to") WHERE "messages"."reply_to" is not null;

--> statement-breakpoint
ALTER TABLE "attachments" ALTER COLUMN "key" DROP NOT NULL;
--> statement-breakpoint
CREATE TABLE "unclaimed_files" (
	"key" text PRIMARY KEY NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "unclaimed_files_due" ON "unclaimed_files" USING btree ("due_at");
--> statement-breakpoint
CREATE INDEX "attachments_of_message" ON "attachments" USING btree ("conversation_id","message_id");
--> statement-breakpoint
-- Bytes that no row names any more are to be removed. Written in the transaction that ends the row, also where a whole
-- sandbox goes, so that nothing is ever forgotten; the bytes themselves go afterwards, as often as it takes.
CREATE FUNCTION unclaim_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO unclaimed_files (key, due_at) VALUES (OLD.key, clock_timestamp())
    ON CONFLICT (key) DO UPDATE SET due_at = clock_timestamp();
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER attachments_gone AFTER DELETE ON attachments FOR EACH ROW
  WHEN (OLD.key IS NOT NULL) EXECUTE FUNCTION unclaim_file();
--> statement-breakpoint
CREATE TRIGGER attachments_replaced AFTER UPDATE OF key ON attachments FOR EACH ROW
  WHEN (OLD.key IS NOT NULL AND OLD.key IS DISTINCT FROM NEW.key) EXECUTE FUNCTION unclaim_file();
--> statement-breakpoint
CREATE FUNCTION files_named(p_content jsonb) RETURNS TABLE (n bigint, id text) LANGUAGE sql IMMUTABLE AS $$
  SELECT b.n, b.value ->> 'attachmentId' FROM jsonb_array_elements(p_content) WITH ORDINALITY AS b (value, n)
  WHERE b.value ->> 'type' = 'attachment'
$$;
--> statement-breakpoint
-- Gives a new message the files that it names: uploaded by its sender, for this conversation, and in no message yet. The
-- rows are locked first, so that neither a second upload nor the sweeper changes them in between.
CREATE FUNCTION link_files() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_ids text[] := ARRAY(SELECT f.id FROM files_named(NEW.content) f ORDER BY f.id);
  v_known integer;
  v_own integer;
  v_free integer;
BEGIN
  PERFORM 1 FROM attachments a WHERE a.conversation_id = NEW.conversation_id AND a.id = ANY (v_ids)
    ORDER BY a.id FOR NO KEY UPDATE;
  SELECT count(*), count(*) FILTER (WHERE a.uploader_id = NEW.sender_id),
      count(*) FILTER (WHERE a.status = 'pending' AND a.uploaded_at IS NOT NULL)
    INTO v_known, v_own, v_free
    FROM attachments a WHERE a.conversation_id = NEW.conversation_id AND a.id = ANY (v_ids);
  IF v_known < cardinality(v_ids) THEN
    RAISE EXCEPTION 'A file of this message isn''t one of this conversation, or is named twice.' USING ERRCODE = 'CC400';
  ELSIF v_own < v_known THEN
    RAISE EXCEPTION 'A file of this message was uploaded by somebody else.' USING ERRCODE = 'CC403';
  ELSIF v_free < v_known THEN
    RAISE EXCEPTION 'A file of this message isn''t uploaded yet, or is in another message.' USING ERRCODE = 'CC409';
  END IF;
  UPDATE attachments a SET status = 'linked', message_id = NEW.id, idempotency_key = NULL
    WHERE a.conversation_id = NEW.conversation_id AND a.id = ANY (v_ids);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- A message that names a file no more loses it, whether it was edited or deleted. None can be added: what was sent with a
-- message is what its readers were told of.
CREATE FUNCTION drop_files() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT f.id FROM files_named(NEW.content) f EXCEPT SELECT f.id FROM files_named(OLD.content) f)
    OR (SELECT count(*) <> count(DISTINCT f.id) FROM files_named(NEW.content) f) THEN
    RAISE EXCEPTION 'A message can lose files by an edit, not gain any.' USING ERRCODE = 'CC409';
  END IF;
  DELETE FROM attachments a WHERE a.conversation_id = NEW.conversation_id AND a.message_id = NEW.id
    AND a.id NOT IN (SELECT f.id FROM files_named(NEW.content) f);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER messages_link_files AFTER INSERT ON messages FOR EACH ROW
  WHEN (NEW.content @> '[{"type": "attachment"}]') EXECUTE FUNCTION link_files();
--> statement-breakpoint
CREATE TRIGGER messages_drop_files AFTER UPDATE OF content ON messages FOR EACH ROW
  WHEN (OLD.content @> '[{"type": "attachment"}]' OR NEW.content @> '[{"type": "attachment"}]')
  EXECUTE FUNCTION drop_files();
--> statement-breakpoint
-- What previews show of a message that doesn't simply begin with a text: its first text, with what has been streamed of it
-- so far, or else the names of its files.
CREATE FUNCTION beginning_of(p_conversation text, p_message text, p_max integer) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT left(coalesce(
      first.text || CASE WHEN first.n = jsonb_array_length(m.content) THEN coalesce(streamed.text, '') ELSE '' END,
      streamed.text,
      (SELECT string_agg(f.filename, ', ' ORDER BY named.n) FROM files_named(m.content) named
        JOIN attachments f ON f.conversation_id = m.conversation_id AND f.id = named.id)),
    p_max)
  FROM messages m
  LEFT JOIN LATERAL (
    SELECT b.n, b.value ->> 'text' AS text FROM jsonb_array_elements(m.content) WITH ORDINALITY AS b (value, n)
    WHERE b.value ->> 'type' = 'text' ORDER BY b.n LIMIT 1) first ON true
  LEFT JOIN LATERAL (
    SELECT string_agg(a.text, '' ORDER BY a."offset") AS text FROM (
      SELECT * FROM message_appends a WHERE m.stream = 'open' AND a.conversation_id = m.conversation_id AND a.message_id = m.id
      ORDER BY a."offset" LIMIT p_max) a) streamed ON true
  WHERE m.conversation_id = p_conversation AND m.id = p_message
$$;
--> statement-breakpoint
ALTER TABLE "message_search" ADD COLUMN "sandbox_id" text NOT NULL;
--> statement-breakpoint
CREATE INDEX "message_search_newest" ON "message_search" USING btree ("sandbox_id","message_id");
--> statement-breakpoint
-- By its old words nobody finds a message from the moment on in which it was edited or deleted. The new ones are indexed
-- behind it, like those of a new message.
CREATE FUNCTION unindex_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM message_search s WHERE s.conversation_id = NEW.conversation_id AND s.message_id = NEW.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER messages_unindexed AFTER UPDATE OF content, deleted_at ON messages FOR EACH ROW
  WHEN (OLD.content IS DISTINCT FROM NEW.content OR OLD.deleted_at IS DISTINCT FROM NEW.deleted_at)
  EXECUTE FUNCTION unindex_message();
--> statement-breakpoint
-- Messages that were sent before there was a search are found as well: its cursor stands before all of the log.
INSERT INTO consumers (name, cursor) VALUES ('search-index', '1:1:');
--> statement-breakpoint
-- Adds or removes one member's reaction. A row that was removed stays, for its position: what a reader was told of after
-- it is new to a snapshot that ends with it. With a hash, the operation's answer is kept, and given again to the same request.
-- A message has at most fifty different ones: what everybody reads with it must not grow without an end.
-- outcome: done | operation_id_reused | too_many | deleted | not_found
CREATE OR REPLACE FUNCTION change_reaction(
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
  IF p_adds AND NOT coalesce(v_is_live, false) AND (
    SELECT count(DISTINCT r.emoji) >= 50 AND NOT bool_or(r.emoji = p_emoji) FROM message_reactions r
      WHERE r.conversation_id = p_conversation AND r.message_id = p_message AND r.removed_at IS NULL
  ) THEN
    outcome := 'too_many'; RETURN NEXT; RETURN;
  END IF;
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
