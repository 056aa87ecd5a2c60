export { default } from '#app/(signed-in)/claw/chat/page.tsx';
