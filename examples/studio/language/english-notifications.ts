import type { NotificationEvent } from '../notifications/server-notifications.ts'

/** Texts of the notifications page. */
export const englishNotifications = () => ({
  runNotifications: {
    title: 'Notifications',
    help: 'Get an email or a browser notification when runs end or need approval.',
    needsServer: 'A server notifies you of runs, even when this page is closed. Connect a server to set rules.',
    connect: 'Connect a server',
    rules: 'Your rules',
    noRules: 'A rule notifies you when runs end or need approval.',
    on: 'On',
    off: 'Off',
    turnOn: (rule: string): string => `Rule: ${rule}`,
    allWorkflows: 'All workflows',
    deletedWorkflow: 'Deleted workflow',
    channels: { browser: 'Browser notification', mail: 'Email' },
    mailTo: (email: string): string => `Email to ${email}`,
    events: {
      'run.failed': 'Run failed',
      'run.completed': 'Run completed',
      'run.cancelled': 'Run canceled',
      'approval.needed': 'Approval needed',
    },
    remove: 'Delete rule',
    removeLabel: (rule: string): string => `Delete rule: ${rule}`,
    newRule: 'New rule',
    workflow: 'Workflow',
    channel: 'Notify by',
    email: 'Email address',
    ownEmail: (email: string): string => `Emails are sent to ${email}.`,
    reasons: 'When',
    noReason: 'Select at least one event.',
    add: 'Add rule',
    added: 'Rule added.',
    browserHint: 'The browser notifies you while a page of the studio is open.',
    browserBlocked:
      'The browser does not show notifications from this site. Allow them in the browser’s site settings.',
    latest: 'Latest notifications',
    noLatest: 'Notifications from the last 30 days appear here.',
    states: { pending: 'Pending', sent: 'Sent', failed: 'Failed', dropped: 'Not sent' },
    message: (event: NotificationEvent, workflow: string): string =>
      ({
        'run.failed': `Run of “${workflow}” failed`,
        'run.completed': `Run of “${workflow}” completed`,
        'run.cancelled': `Run of “${workflow}” canceled`,
        'approval.needed': `“${workflow}” needs approval`,
      })[event],
    endpoints: 'Outgoing webhooks',
    endpointsHint:
      'The server calls these URLs when the state of a run changes. Requests are signed (Standard Webhooks).',
    noEndpoints: 'No URLs yet',
    endpointEvents: {
      'run.started': 'Run started',
      'run.waiting': 'Run waiting',
      'run.completed': 'Run completed',
      'run.failed': 'Run failed',
      'run.cancelled': 'Run canceled',
    },
    endpointOn: (name: string): string => `Webhook to ${name}`,
    gone: 'Turned off, because the URL no longer exists (410).',
    newEndpoint: 'New URL',
    name: 'Name',
    url: 'URL',
    addEndpoint: 'Add URL',
    test: 'Send test',
    testSent: (name: string): string => `Test sent to “${name}”.`,
    secret: 'Copy the signing secret now. It is shown only once.',
    removeEndpoint: 'Delete URL',
    removeEndpointLabel: (name: string): string => `Delete URL of ${name}`,
  },
})

export type EnglishNotifications = ReturnType<typeof englishNotifications>
