import type { Metadata } from 'next';
import { Notifications } from '#components/settings/notifications/notifications.tsx';
import { notificationText } from '#components/text/notification-text.ts';

export const metadata: Metadata = { title: notificationText.title };

export default function NotificationsPage() {
  return <Notifications />;
}
