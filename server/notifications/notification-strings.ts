import type { Language } from '@aw-flow/messages'
import type { NotificationEvent } from './notification.ts'

interface NotificationStrings {
  /** Email subjects. Each is followed by the workflow name. */
  subjects: Record<NotificationEvent, string>
  /** Describes an event in a sentence that includes the workflow name. */
  describe(event: NotificationEvent, workflowName: string): string
  time: string
  run: string
  /** Explains why the email was sent. Followed by the URL for managing notification rules. */
  reason: string
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
    },
    describe: (event, workflowName) =>
      `A run of "${workflowName}" ${
        {
          'run.completed': 'completed',
          'run.failed': 'failed',
          'run.cancelled': 'was canceled',
          'approval.needed': 'is waiting for approval',
        }[event]
      }.`,
    time: 'Time',
    run: 'Run',
    reason: 'You received this email because of a notification rule',
    formatTitle: (event, workflowName) =>
      ({
        'run.completed': `Run of “${workflowName}” completed`,
        'run.failed': `Run of “${workflowName}” failed`,
        'run.cancelled': `Run of “${workflowName}” canceled`,
        'approval.needed': `“${workflowName}” needs approval`,
      })[event],
  },
  de: {
    subjects: {
      'run.completed': 'Lauf abgeschlossen',
      'run.failed': 'Lauf gescheitert',
      'run.cancelled': 'Lauf abgebrochen',
      'approval.needed': 'Genehmigung nötig',
    },
    describe: (event, workflowName) =>
      ({
        'run.completed': `Ein Lauf von „${workflowName}“ ist abgeschlossen.`,
        'run.failed': `Ein Lauf von „${workflowName}“ ist gescheitert.`,
        'run.cancelled': `Ein Lauf von „${workflowName}“ wurde abgebrochen.`,
        'approval.needed': `Ein Lauf von „${workflowName}“ wartet auf eine Genehmigung.`,
      })[event],
    time: 'Zeit',
    run: 'Lauf',
    reason: 'Grund dieser Nachricht ist eine Benachrichtigungsregel',
    formatTitle: (event, workflowName) =>
      ({
        'run.completed': `Lauf von „${workflowName}“ abgeschlossen`,
        'run.failed': `Lauf von „${workflowName}“ gescheitert`,
        'run.cancelled': `Lauf von „${workflowName}“ abgebrochen`,
        'approval.needed': `„${workflowName}“ braucht eine Genehmigung`,
      })[event],
  },
}
