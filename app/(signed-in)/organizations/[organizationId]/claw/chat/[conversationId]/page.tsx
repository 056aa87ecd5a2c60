export { default } from '#app/(signed-in)/claw/chat/[conversationId]/page.tsx';
