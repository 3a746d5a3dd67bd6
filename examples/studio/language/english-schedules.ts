import type { Formats } from './formats.ts'

/** Texts of the schedules page. */
export const englishSchedules = ({ pluralize }: Formats) => ({
  schedules: {
    title: 'Schedules',
    description:
      'Published workflows with a Schedule node are listed here. A schedule starts runs on the server once you turn it on.',
    needsServer: 'Schedules start workflows on a server, even when this page is closed. Connect a server to use them.',
    connect: 'Connect a server',
    empty: 'Schedules of your workflows appear here. Add a Schedule node to a workflow and publish it.',
    openWorkflows: 'Open workflows',
    calendar: 'Calendar',
    previousMonth: 'Previous month',
    nextMonth: 'Next month',
    yourTimeZone: (zone: string): string => `Times are shown in your time zone, ${zone}.`,
    on: 'On',
    off: 'Off',
    turnOn: (name: string, workflow: string): string => `Schedule “${name}” of ${workflow}`,
    every: (duration: string): string => `Every ${duration}`,
    dates: (dates: number): string => pluralize(dates, 'date', 'dates'),
    noNext: 'No next time',
    details: 'Details',
    detailsOf: (name: string): string => `Details of ${name}`,
    nextTimes: 'Next times',
    history: 'History',
    noHistory: 'Starts appear here.',
    settings: 'Settings',
    overlap: 'If the previous run is still active',
    overlaps: {
      skip: 'Skip the start',
      queue: 'Start after it ends',
      cancel: 'Cancel it',
      allow: 'Run both',
    },
    note: 'Note (optional)',
    pause: 'Turn off',
    missed: (times: number): string => `${pluralize(times, 'start', 'starts')} missed`,
    statuses: {
      due: 'Waiting',
      started: 'Running',
      completed: 'Completed',
      failed: 'Failed',
      cancelled: 'Canceled',
      skipped: 'Skipped',
      rejected: 'Could not start',
    },
  },
})

export type EnglishSchedules = ReturnType<typeof englishSchedules>
