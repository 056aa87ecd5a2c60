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
CREATE INDEX "messages_streaming" ON "messages" USING btree ("appended_at") WHERE "messages"."stream" = 'open';