-- What is unread is counted in the index alone: who said it and whether it is still there stand beside its position. Without
-- them each message that is counted is looked at where it lies, among those of all other conversations: for somebody who comes
-- back to fifty busy conversations, 50,000 pages instead of some hundreds.
ALTER TABLE "messages" DROP CONSTRAINT "messages_seq";
--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_seq" UNIQUE ("conversation_id","seq") INCLUDE ("sender_id","deleted_at");
--> statement-breakpoint
-- That holds for pages that a vacuum has seen, and what is unread is new: so it comes after every fiftieth of the table, not
-- every fifth. It reads only what is new since the last one.
ALTER TABLE "messages" SET (autovacuum_vacuum_insert_scale_factor = 0.02);
