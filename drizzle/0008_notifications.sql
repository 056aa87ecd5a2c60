CREATE TABLE "action_tokens" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"target_id" text NOT NULL,
	"conversation_id" text NOT NULL,
	"message_id" text NOT NULL,
	"group_id" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "dispatch_targets" (
	"dispatch_id" text NOT NULL,
	"target_id" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"ticket" text,
	"receipt_due_at" timestamp (3) with time zone,
	"error" text,
	CONSTRAINT "dispatch_targets_dispatch_id_target_id_pk" PRIMARY KEY("dispatch_id","target_id")
);
--> statement-breakpoint
CREATE TABLE "dispatches" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" text NOT NULL,
	"sandbox_id" text,
	"conversation_id" text,
	"message_id" text,
	"group_id" text,
	"detail" jsonb,
	"state" text DEFAULT 'pending' NOT NULL,
	"reason" text,
	"due_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "notification_preferences" (
	"user_id" text PRIMARY KEY NOT NULL,
	"preview" text DEFAULT 'title' NOT NULL,
	"messages" boolean DEFAULT true NOT NULL,
	"approvals" boolean DEFAULT true NOT NULL,
	"lifecycle" boolean DEFAULT true NOT NULL,
	"quiet_from" integer,
	"quiet_until" integer,
	"time_zone" text DEFAULT 'UTC' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "push_targets" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"session_id" text,
	"kind" text NOT NULL,
	"address" text NOT NULL,
	"keys" text,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "instance" ADD COLUMN "vapid_public" text;--> statement-breakpoint
ALTER TABLE "instance" ADD COLUMN "vapid_private" text;--> statement-breakpoint
ALTER TABLE "action_tokens" ADD CONSTRAINT "action_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_tokens" ADD CONSTRAINT "action_tokens_target_id_push_targets_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."push_targets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_tokens" ADD CONSTRAINT "action_tokens_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispatch_targets" ADD CONSTRAINT "dispatch_targets_dispatch_id_dispatches_id_fk" FOREIGN KEY ("dispatch_id") REFERENCES "public"."dispatches"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispatch_targets" ADD CONSTRAINT "dispatch_targets_target_id_push_targets_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."push_targets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispatches" ADD CONSTRAINT "dispatches_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispatches" ADD CONSTRAINT "dispatches_sandbox_id_sandboxes_id_fk" FOREIGN KEY ("sandbox_id") REFERENCES "public"."sandboxes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispatches" ADD CONSTRAINT "dispatches_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_preferences" ADD CONSTRAINT "notification_preferences_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_targets" ADD CONSTRAINT "push_targets_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_targets" ADD CONSTRAINT "push_targets_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "action_tokens_of_target" ON "action_tokens" USING btree ("target_id");--> statement-breakpoint
CREATE INDEX "action_tokens_of_conversation" ON "action_tokens" USING btree ("conversation_id");--> statement-breakpoint
CREATE INDEX "action_tokens_expiry" ON "action_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "dispatch_targets_of_target" ON "dispatch_targets" USING btree ("target_id");--> statement-breakpoint
CREATE INDEX "dispatch_targets_due" ON "dispatch_targets" USING btree ("next_attempt_at") WHERE "dispatch_targets"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "dispatch_targets_receipts" ON "dispatch_targets" USING btree ("receipt_due_at") WHERE "dispatch_targets"."state" = 'accepted';--> statement-breakpoint
CREATE UNIQUE INDEX "dispatches_once" ON "dispatches" USING btree ("kind","subject","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "dispatches_waiting" ON "dispatches" USING btree ("user_id","conversation_id") WHERE "dispatches"."state" = 'pending' and "dispatches"."kind" = 'message';--> statement-breakpoint
CREATE INDEX "dispatches_due" ON "dispatches" USING btree ("due_at") WHERE "dispatches"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "dispatches_of_conversation" ON "dispatches" USING btree ("conversation_id");--> statement-breakpoint
CREATE INDEX "dispatches_of_sandbox" ON "dispatches" USING btree ("sandbox_id");--> statement-breakpoint
CREATE INDEX "dispatches_ended" ON "dispatches" USING btree ("ended_at");--> statement-breakpoint
CREATE UNIQUE INDEX "push_targets_address" ON "push_targets" USING btree ("address");--> statement-breakpoint
CREATE INDEX "push_targets_of_user" ON "push_targets" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "push_targets_of_session" ON "push_targets" USING btree ("session_id");