/** Events that a rule can select. `approval.needed`: a run is waiting for approval. */
export const ruleEvents = ['run.completed', 'run.failed', 'run.cancelled', 'approval.needed'] as const
export type RuleEvent = (typeof ruleEvents)[number]

/** Events that can cause a notification. `comment.mention`: a comment mentions the person, which needs no rule. */
export const notificationEvents = [...ruleEvents, 'comment.mention'] as const
export type NotificationEvent = (typeof notificationEvents)[number]

/**
 * `browser` notifications are shown by the studio's pages and sent to the person's browsers through their push
 * services.
 */
export const notificationChannels = ['mail', 'browser'] as const
export type NotificationChannel = (typeof notificationChannels)[number]
