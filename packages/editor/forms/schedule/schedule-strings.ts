/** UI strings of the schedule picker, loaded together with it. */
export const scheduleStrings = {
  repeat: 'Repeat',
  frequencies: {
    minutes: 'Every few minutes',
    hours: 'Every few hours',
    day: 'Every day',
    weekday: 'Monday to Friday',
    week: 'Every week',
    month: 'Every month',
    custom: 'Custom',
  },
  minuteStep: 'Minutes between runs',
  hourStep: 'Hours between runs',
  minute: 'At minute',
  time: 'At',
  weekday: 'On',
  day: 'On day',
  expression: (cron: string): string => `Expression: ${cron}`,
}

/** UI strings of the schedule picker. */
export type ScheduleStrings = typeof scheduleStrings
