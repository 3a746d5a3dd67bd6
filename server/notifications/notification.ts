/** Events that can cause a notification. `approval.needed`: a run is waiting for approval. */
export const notificationEvents = ['run.completed', 'run.failed', 'run.cancelled', 'approval.needed'] as const
export type NotificationEvent = (typeof notificationEvents)[number]

/**
 * `browser` notifications are shown by the studio's pages and sent to the person's browsers through their push
 * services.
 */
export const notificationChannels = ['mail', 'browser'] as const
export type NotificationChannel = (typeof notificationChannels)[number]
