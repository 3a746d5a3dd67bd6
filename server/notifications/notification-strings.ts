import type { Language } from '../http/language.ts'
import type { NotificationEvent } from './notification.ts'

interface NotificationStrings {
  /** Email subjects. Each is followed by the workflow name. */
  subjects: Record<NotificationEvent, string>
  /** Describes an event in a sentence that includes the workflow name. */
  describe(event: NotificationEvent, workflow: string): string
  time: string
  run: string
  /** Explains why the email was sent. Followed by the URL for managing notification rules. */
  reason: string
  /** Creates the title of a push notification. */
  formatTitle(event: NotificationEvent, workflow: string): string
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
    describe: (event, workflow) =>
      `A run of "${workflow}" ${
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
    formatTitle: (event, workflow) =>
      ({
        'run.completed': `Run of “${workflow}” completed`,
        'run.failed': `Run of “${workflow}” failed`,
        'run.cancelled': `Run of “${workflow}” canceled`,
        'approval.needed': `“${workflow}” needs approval`,
      })[event],
  },
  de: {
    subjects: {
      'run.completed': 'Lauf abgeschlossen',
      'run.failed': 'Lauf gescheitert',
      'run.cancelled': 'Lauf abgebrochen',
      'approval.needed': 'Genehmigung nötig',
    },
    describe: (event, workflow) =>
      ({
        'run.completed': `Ein Lauf von „${workflow}“ ist abgeschlossen.`,
        'run.failed': `Ein Lauf von „${workflow}“ ist gescheitert.`,
        'run.cancelled': `Ein Lauf von „${workflow}“ wurde abgebrochen.`,
        'approval.needed': `Ein Lauf von „${workflow}“ wartet auf eine Genehmigung.`,
      })[event],
    time: 'Zeit',
    run: 'Lauf',
    reason: 'Grund dieser Nachricht ist eine Benachrichtigungsregel',
    formatTitle: (event, workflow) =>
      ({
        'run.completed': `Lauf von „${workflow}“ abgeschlossen`,
        'run.failed': `Lauf von „${workflow}“ gescheitert`,
        'run.cancelled': `Lauf von „${workflow}“ abgebrochen`,
        'approval.needed': `„${workflow}“ braucht eine Genehmigung`,
      })[event],
  },
}
