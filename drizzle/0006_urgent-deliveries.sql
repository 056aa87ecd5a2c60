DROP INDEX "deliveries_open";--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "lane" text DEFAULT 'log' NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "resolution_id" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "dies_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "action_resolutions" ADD COLUMN "unconfirmed_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "deliveries_urgent" ON "deliveries" USING btree ("sandbox_id","id") WHERE "deliveries"."state" in ('pending', 'sent') and "deliveries"."lane" = 'urgent';--> statement-breakpoint
CREATE INDEX "deliveries_dying" ON "deliveries" USING btree ("dies_at") WHERE "deliveries"."state" in ('pending', 'sent') and "deliveries"."lane" = 'urgent';--> statement-breakpoint
CREATE INDEX "deliveries_open" ON "deliveries" USING btree ("sandbox_id","conversation_id","id") WHERE "deliveries"."state" in ('pending', 'sent') and "deliveries"."lane" = 'log';
--> statement-breakpoint
-- Asks the agent of an open stream to stop, and says so on the log, from which the agent is told at once. Only the first time
-- counts; what has ended has stopped.
-- outcome: requested | repeated | closed | not_found (or no member)
CREATE OR REPLACE FUNCTION request_stop(p_conversation text, p_member text, p_message text, p_at timestamptz) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  v_sandbox text := lock_as_member(p_conversation, p_member);
  v_message messages%ROWTYPE;
BEGIN
  IF v_sandbox IS NULL THEN RETURN 'not_found'; END IF;
  SELECT * INTO v_message FROM messages m WHERE m.conversation_id = p_conversation AND m.id = p_message;
  IF NOT FOUND THEN RETURN 'not_found'; END IF;
  IF v_message.stream IS DISTINCT FROM 'open' THEN RETURN 'closed'; END IF;
  IF v_message.stop_requested_at IS NOT NULL THEN RETURN 'repeated'; END IF;
  UPDATE messages m SET stop_requested_at = p_at WHERE m.conversation_id = p_conversation AND m.id = p_message;
  PERFORM append_event('conversation', p_conversation, '/kiloclaw/' || v_sandbox || '/' || p_conversation,
    'message.stop_requested', jsonb_build_object('messageId', p_message, 'memberId', p_member), NULL, NULL);
  RETURN 'requested';
END $$;
--> statement-breakpoint
-- Ends an urgent delivery that nobody acknowledged in time. A decision that was never sent is taken back, for it can't have had
-- an effect; one that was sent may have had one, and that is said. The delivery's row is locked last: who marks it as sent
-- holds nothing else.
-- outcome: undone | unconfirmed | ended; no row when there was nothing to end any more
CREATE FUNCTION end_urgent_delivery(p_delivery text, p_now timestamptz)
RETURNS TABLE (outcome text, in_sandbox text, in_conversation text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_delivery deliveries%ROWTYPE;
  v_group text;
BEGIN
  SELECT d.sandbox_id, d.conversation_id INTO in_sandbox, in_conversation FROM deliveries d WHERE d.id = p_delivery;
  PERFORM 1 FROM conversations c WHERE c.id = in_conversation FOR NO KEY UPDATE;
  PERFORM 1 FROM sandboxes s WHERE s.id = in_sandbox FOR NO KEY UPDATE;
  UPDATE deliveries d SET state = 'dead' WHERE d.id = p_delivery AND d.state IN ('pending', 'sent') AND d.dies_at <= p_now
    RETURNING * INTO v_delivery;
  IF NOT FOUND THEN RETURN; END IF;

  outcome := 'ended';
  SELECT r.group_id INTO v_group FROM action_resolutions r
    WHERE r.conversation_id = in_conversation AND r.id = v_delivery.resolution_id AND r.reverted_at IS NULL;
  IF FOUND AND v_delivery.attempts = 0 THEN
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
