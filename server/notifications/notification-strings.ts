import type { Language } from '@aw-flow/messages'
import type { NotificationEvent } from './notification.ts'

interface NotificationStrings {
  /** Email subjects. Each is followed by the workflow name. */
  subjects: Record<NotificationEvent, string>
  /** Describes an event in a sentence that includes the workflow name. */
  describe(event: NotificationEvent, workflowName: string): string
  time: string
  run: string
  workflow: string
  /** Explains why the email was sent. Followed by the URL for managing notification rules. */
  reason: string
  /** Explains why the email about a mention was sent. */
  mentionReason: string
  /** Creates the title of a push notification. */
  formatTitle(event: NotificationEvent, workflowName: string): string
}

/** Localized strings for emails and push notifications about runs. */
export const notificationStrings: Record<Language, NotificationStrings> = {
  en: {
    subjects: {
      'run.completed': 'Run completed',
      'run.failed': 'Run failed',
      'run.cancelled': 'Run canceled',
      'approval.needed': 'Approval needed',
      'comment.mention': 'Mentioned in a comment',
    },
    describe: (event, workflowName) =>
      event === 'comment.mention'
        ? `A comment on "${workflowName}" mentions you.`
        : `A run of "${workflowName}" ${
            {
              'run.completed': 'completed',
              'run.failed': 'failed',
              'run.cancelled': 'was canceled',
              'approval.needed': 'is waiting for approval',
            }[event]
          }.`,
    time: 'Time',
    run: 'Run',
    workflow: 'Workflow',
    reason: 'You received this email because of a notification rule',
    mentionReason: 'You received this email because somebody mentioned you in a comment',
    formatTitle: (event, workflowName) =>
      ({
        'run.completed': `Run of “${workflowName}” completed`,
        'run.failed': `Run of “${workflowName}” failed`,
        'run.cancelled': `Run of “${workflowName}” canceled`,
        'approval.needed': `“${workflowName}” needs approval`,
        'comment.mention': `Mentioned in a comment on “${workflowName}”`,
      })[event],
  },
  de: {
    subjects: {
      'run.completed': 'Lauf abgeschlossen',
      'run.failed': 'Lauf gescheitert',
      'run.cancelled': 'Lauf abgebrochen',
      'approval.needed': 'Genehmigung nötig',
      'comment.mention': 'Im Kommentar erwähnt',
    },
    describe: (event, workflowName) =>
      ({
        'run.completed': `Ein Lauf von „${workflowName}“ ist abgeschlossen.`,
        'run.failed': `Ein Lauf von „${workflowName}“ ist gescheitert.`,
        'run.cancelled': `Ein Lauf von „${workflowName}“ wurde abgebrochen.`,
        'approval.needed': `Ein Lauf von „${workflowName}“ wartet auf eine Genehmigung.`,
        'comment.mention': `Ein Kommentar zu „${workflowName}“ erwähnt Sie.`,
      })[event],
    time: 'Zeit',
    run: 'Lauf',
    workflow: 'Ablauf',
    reason: 'Grund dieser Nachricht ist eine Benachrichtigungsregel',
    mentionReason: 'Grund dieser Nachricht ist eine Erwähnung in einem Kommentar',
    formatTitle: (event, workflowName) =>
      ({
        'run.completed': `Lauf von „${workflowName}“ abgeschlossen`,
        'run.failed': `Lauf von „${workflowName}“ gescheitert`,
        'run.cancelled': `Lauf von „${workflowName}“ abgebrochen`,
        'approval.needed': `„${workflowName}“ braucht eine Genehmigung`,
        'comment.mention': `In einem Kommentar zu „${workflowName}“ erwähnt`,
      })[event],
  },
}
