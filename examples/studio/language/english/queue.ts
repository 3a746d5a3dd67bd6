import type { Formats } from '../formats.ts'

/** UI strings for the queue page. */
export const createEnglishQueue = ({ pluralize }: Formats) => ({
  queue: {
    title: 'Queue',
    needsServer: 'A server runs workflows in order of priority. Connect a server to use the queue.',
    summary: (active: number, queued: number): string =>
      `${pluralize(active, 'run', 'runs')} in progress, ${queued} queued`,
    active: 'In progress',
    noActiveRuns: 'No runs in progress',
    queued: 'Queued',
    noQueuedRuns: 'No runs in the queue',
    more: (others: number): string => `${pluralize(others, 'more run', 'more runs')} in the queue`,
    priority: 'Priority',
    priorities: { high: 'High', default: 'Default', low: 'Low' },
    key: (key: string): string => `Key: ${key}`,
    emptyKey: 'Key: (empty)',
    blocked: 'Waiting for another run with this key',
    cancel: 'Cancel run',
    cancelLabel: (name: string): string => `Cancel run of “${name}”`,
    settings: 'Priority and concurrency',
    settingsHint:
      'High-priority runs start first. A concurrency key limits how many runs with the same key run at once: with {{customer.id}} and a limit of 1, each customer has one run at a time.',
    workflow: 'Workflow',
    selectWorkflow: 'Select a workflow',
    keyLabel: 'Concurrency key (empty: no limit)',
    keyExample: '{{customer.id}}',
    limit: 'Concurrent runs per key',
    save: 'Save',
    saved: (name: string): string => `Queue settings for “${name}” saved.`,
  },
})
