import { loadLanguageTexts } from '../../language/languages.ts'
import { overrideTexts } from '../../language/override-texts.ts'

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

/** Loads the UI strings for a locale. Missing strings fall back to English. */
export async function loadScheduleStrings(locale: string): Promise<ScheduleStrings> {
  const { loadTexts } = await loadLanguageTexts(locale)
  return overrideTexts(scheduleStrings, (await loadTexts?.())?.schedule ?? {})
}
