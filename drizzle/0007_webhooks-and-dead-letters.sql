CREATE TABLE "bot_endpoints" (
	"sandbox_id" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"secret" text NOT NULL,
	"previous_secret" text,
	"previous_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	"disabled_why" text
);
--> statement-breakpoint
CREATE TABLE "delivery_attempts" (
	"delivery_id" text NOT NULL,
	"n" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"status" integer,
	"failure" text,
	"answer" text,
	"duration_ms" integer NOT NULL,
	CONSTRAINT "delivery_attempts_delivery_id_n_pk" PRIMARY KEY("delivery_id","n")
);
--> statement-breakpoint
DROP INDEX "deliveries_of_conversation";--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "detail" jsonb;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "maybe_arrived" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "delay_told_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "died_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "replayed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "next_try_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "delivery_seq" bigint;--> statement-breakpoint
ALTER TABLE "sandboxes" ADD COLUMN "subscriptions" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "bot_endpoints" ADD CONSTRAINT "bot_endpoints_sandbox_id_sandboxes_id_fk" FOREIGN KEY ("sandbox_id") REFERENCES "public"."sandboxes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_attempts" ADD CONSTRAINT "delivery_attempts_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deliveries_of_message" ON "deliveries" USING btree ("conversation_id","message_id");--> statement-breakpoint
CREATE INDEX "deliveries_of_sandbox" ON "deliveries" USING btree ("sandbox_id","id");--> statement-breakpoint
CREATE INDEX "deliveries_dead" ON "deliveries" USING btree ("sandbox_id","id") WHERE "deliveries"."state" = 'dead';
--> statement-breakpoint
UPDATE deliveries SET maybe_arrived = true WHERE attempts > 0;
--> statement-breakpoint
UPDATE deliveries SET died_at = dies_at WHERE state = 'dead';
--> statement-breakpoint
-- Says on the log what became of a message on its way to its agent, and keeps it in the message's row. Under the
-- conversation's lock.
CREATE FUNCTION tell_of_delivery(
  p_sandbox text, p_conversation text, p_message text, p_type text, p_failed_at timestamptz, p_next_try_at timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_seq bigint := append_event('conversation', p_conversation, '/kiloclaw/' || p_sandbox || '/' || p_conversation, p_type,
    jsonb_strip_nulls(jsonb_build_object('messageId', p_message,
      'nextTryAt', floor(extract(epoch FROM p_next_try_at) * 1000)::bigint)), NULL, NULL);
BEGIN
  UPDATE messages m SET delivery_failed_at = p_failed_at, next_try_at = p_next_try_at, delivery_seq = v_seq
    WHERE m.conversation_id = p_conversation AND m.id = p_message;
END $$;
--> statement-breakpoint
-- Ends an urgent delivery: nobody acknowledged it in time, or its agent's endpoint refused it. A decision that certainly
-- arrived nowhere is taken back; one that may have had an effect says so. The delivery's row is locked last: who marks it as
-- sent holds nothing else.
-- outcome: undone | unconfirmed | ended; no row when there was nothing to end any more
DROP FUNCTION end_urgent_delivery(text, timestamptz);
--> statement-breakpoint
CREATE FUNCTION end_urgent_delivery(p_delivery text, p_now timestamptz, p_refused boolean)
RETURNS TABLE (outcome text, in_sandbox text, in_conversation text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_delivery deliveries%ROWTYPE;
  v_group text;
BEGIN
  SELECT d.sandbox_id, d.conversation_id INTO in_sandbox, in_conversation FROM deliveries d WHERE d.id = p_delivery;
  PERFORM 1 FROM conversations c WHERE c.id = in_conversation FOR NO KEY UPDATE;
  PERFORM 1 FROM sandboxes s WHERE s.id = in_sandbox FOR NO KEY UPDATE;
  UPDATE deliveries d SET state = 'dead', died_at = p_now
    WHERE d.id = p_delivery AND d.state IN ('pending', 'sent') AND (d.dies_at <= p_now OR p_refused)
    RETURNING * INTO v_delivery;
  IF NOT FOUND THEN RETURN; END IF;

  outcome := 'ended';
  SELECT r.group_id INTO v_group FROM action_resolutions r
    WHERE r.conversation_id = in_conversation AND r.id = v_delivery.resolution_id AND r.reverted_at IS NULL;
  IF FOUND AND NOT v_delivery.maybe_arrived THEN
    outcome := 'undone';
    PERFORM revert_action(in_conversation, 'bot:kiloclaw:' || in_sandbox, v_delivery.message_id, v_group,
      v_delivery.resolution_id, p_now);
  ELSIF FOUND THEN
    outcome := 'unconfirmed';
    UPDATE action_resolutions r SET unconfirmed_at = p_now
      WHERE r.conversation_id = in_conversation AND r.id = v_delivery.resolution_id;
    PERFORM tell_of_action(in_sandbox, in_conversation, v_delivery.message_id, 'action.unconfirmed',
      jsonb_build_object('groupId', v_group, 'resolutionId', v_delivery.resolution_id));
  END IF;
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- A request to an agent's endpoint came to nothing: it is tried again at p_next, or given up when that is null. From the third
-- time on people are told when a message is tried next, and in the end that it never arrived. Says nothing of a try that
-- another one has overtaken.
-- outcome: waits | delayed | failed, or what end_urgent_delivery says; no row when there was nothing to note any more
CREATE FUNCTION note_failed_try(
  p_delivery text, p_attempt integer, p_now timestamptz, p_next timestamptz, p_maybe_arrived boolean
) RETURNS TABLE (outcome text, in_sandbox text, in_conversation text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_delivery deliveries%ROWTYPE;
BEGIN
  SELECT d.* INTO v_delivery FROM deliveries d WHERE d.id = p_delivery;
  in_sandbox := v_delivery.sandbox_id;
  in_conversation := v_delivery.conversation_id;
  PERFORM 1 FROM conversations c WHERE c.id = in_conversation FOR NO KEY UPDATE;
  IF v_delivery.lane = 'urgent' THEN PERFORM 1 FROM sandboxes s WHERE s.id = in_sandbox FOR NO KEY UPDATE; END IF;
  UPDATE deliveries d SET failures = failures + 1, next_attempt_at = coalesce(p_next, next_attempt_at),
      maybe_arrived = p_maybe_arrived,
      state = CASE WHEN p_next IS NULL AND lane = 'log' THEN 'dead' ELSE state END,
      died_at = CASE WHEN p_next IS NULL AND lane = 'log' THEN p_now END
    WHERE d.id = p_delivery AND d.state = 'sent' AND d.attempts = p_attempt
    RETURNING * INTO v_delivery;
  IF NOT FOUND THEN RETURN; END IF;

  IF v_delivery.lane = 'urgent' THEN
    IF p_next IS NULL THEN
      RETURN QUERY SELECT * FROM end_urgent_delivery(p_delivery, p_now, true);
      RETURN;
    END IF;
    outcome := 'waits';
    RETURN NEXT;
    RETURN;
  END IF;

  outcome := 'waits';
  PERFORM 1 FROM messages m
    WHERE m.conversation_id = in_conversation AND m.id = v_delivery.message_id AND m.deleted_at IS NULL;
  IF FOUND AND v_delivery.type = 'message.created' AND p_next IS NULL THEN
    outcome := 'failed';
    PERFORM tell_of_delivery(in_sandbox, in_conversation, v_delivery.message_id, 'message.delivery_failed', p_now, NULL);
  ELSIF FOUND AND v_delivery.type = 'message.created' AND v_delivery.failures >= 3 THEN
    outcome := 'delayed';
    UPDATE deliveries d SET delay_told_at = p_now WHERE d.id = p_delivery;
    PERFORM tell_of_delivery(in_sandbox, in_conversation, v_delivery.message_id, 'message.delivery_delayed', NULL, p_next);
  END IF;
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- An agent has acknowledged what people were told was late: they are told that it has arrived.
CREATE FUNCTION acknowledge_delayed(p_delivery text, p_now timestamptz)
RETURNS TABLE (in_sandbox text, in_conversation text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_message text;
BEGIN
  SELECT d.sandbox_id, d.conversation_id INTO in_sandbox, in_conversation FROM deliveries d WHERE d.id = p_delivery;
  PERFORM 1 FROM conversations c WHERE c.id = in_conversation FOR NO KEY UPDATE;
  UPDATE deliveries d SET state = 'acknowledged', acknowledged_at = p_now
    WHERE d.id = p_delivery AND d.state = 'sent' RETURNING d.message_id INTO v_message;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM 1 FROM messages m
    WHERE m.conversation_id = in_conversation AND m.id = v_message AND m.next_try_at IS NOT NULL;
  IF FOUND THEN
    PERFORM tell_of_delivery(in_sandbox, in_conversation, v_message, 'message.delivered', NULL, NULL);
  END IF;
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- An agent says that it could do nothing with a message. A report of a delivery that another has followed says nothing.
-- outcome: failed | nothing | not_found
CREATE FUNCTION report_message_failed(p_conversation text, p_bot text, p_message text, p_delivery text, p_now timestamptz)
RETURNS TABLE (outcome text, in_sandbox text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_message messages%ROWTYPE;
BEGIN
  outcome := 'not_found';
  in_sandbox := lock_as_member(p_conversation, p_bot);
  IF in_sandbox IS NULL THEN RETURN NEXT; RETURN; END IF;
  SELECT m.* INTO v_message FROM messages m
    WHERE m.conversation_id = p_conversation AND m.id = p_message AND m.sender_id <> p_bot;
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;

  outcome := 'nothing';
  IF v_message.deleted_at IS NOT NULL OR v_message.delivery_failed_at IS NOT NULL OR p_delivery <> (
    SELECT max(d.id) FROM deliveries d WHERE d.conversation_id = p_conversation AND d.message_id = p_message
      AND d.sandbox_id = in_sandbox AND d.type = 'message.created')
  THEN RETURN NEXT; RETURN; END IF;
  outcome := 'failed';
  PERFORM tell_of_delivery(in_sandbox, p_conversation, p_message, 'message.delivery_failed', p_now, NULL);
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- Sends a message on its way to its agent once more: from the event that says so a new delivery is made. Asked for by its author;
-- or, when p_author is null, by who looks after the agent.
-- outcome: redelivered | nothing (it wasn't given up) | forbidden (somebody else's) | not_found
CREATE FUNCTION redeliver_message(p_conversation text, p_author text, p_message text, p_now timestamptz)
RETURNS TABLE (outcome text, in_sandbox text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_message messages%ROWTYPE;
BEGIN
  outcome := 'not_found';
  IF p_author IS NULL THEN
    SELECT c.sandbox_id INTO in_sandbox FROM conversations c WHERE c.id = p_conversation FOR NO KEY UPDATE;
  ELSE
    in_sandbox := lock_as_member(p_conversation, p_author);
  END IF;
  IF in_sandbox IS NULL THEN RETURN NEXT; RETURN; END IF;
  SELECT m.* INTO v_message FROM messages m WHERE m.conversation_id = p_conversation AND m.id = p_message;
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;
  outcome := 'forbidden';
  IF v_message.sender_id <> p_author THEN RETURN NEXT; RETURN; END IF;
  outcome := 'nothing';
  IF v_message.deleted_at IS NOT NULL OR v_message.delivery_failed_at IS NULL THEN RETURN NEXT; RETURN; END IF;
  outcome := 'redelivered';
  UPDATE deliveries d SET replayed_at = p_now
    WHERE d.conversation_id = p_conversation AND d.message_id = p_message AND d.type = 'message.created' AND d.state = 'dead';
  PERFORM tell_of_delivery(in_sandbox, p_conversation, p_message, 'message.redelivered', NULL, NULL);
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- Has what was given up go again: a message by redeliver_message, anything else as it stands. What was urgent is over.
-- outcome: replayed | nothing
CREATE FUNCTION replay_delivery(p_sandbox text, p_delivery text, p_now timestamptz)
RETURNS TABLE (outcome text, in_conversation text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_delivery deliveries%ROWTYPE;
BEGIN
  outcome := 'nothing';
  SELECT d.* INTO v_delivery FROM deliveries d
    WHERE d.id = p_delivery AND d.sandbox_id = p_sandbox AND d.state = 'dead' AND d.lane = 'log';
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;
  in_conversation := v_delivery.conversation_id;
  IF v_delivery.type = 'message.created' THEN
    PERFORM 1 FROM redeliver_message(in_conversation, NULL, v_delivery.message_id, p_now) r
      WHERE v_delivery.replayed_at IS NULL AND r.outcome = 'redelivered';
    IF FOUND THEN outcome := 'replayed'; END IF;
    RETURN NEXT;
    RETURN;
  END IF;
  UPDATE deliveries d SET state = 'pending', failures = 0, died_at = NULL, next_attempt_at = p_now, replayed_at = p_now
    WHERE d.id = p_delivery AND d.state = 'dead';
  IF FOUND THEN outcome := 'replayed'; END IF;
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- What an endpoint answered may repeat what it was told: with the message that goes, too.
CREATE FUNCTION forget_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE delivery_attempts a SET answer = NULL FROM deliveries d
    WHERE d.conversation_id = NEW.conversation_id AND d.message_id = NEW.id AND a.delivery_id = d.id AND a.answer IS NOT NULL;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER forget_answers AFTER UPDATE OF deleted_at ON messages
  FOR EACH ROW WHEN (NEW.deleted_at IS NOT NULL AND OLD.deleted_at IS NULL) EXECUTE FUNCTION forget_answers();
