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
