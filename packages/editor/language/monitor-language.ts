import { runMonitorStrings, type RunMonitorStrings } from '../monitor/monitor-strings.ts'
import { wordsOf } from './languages.ts'
import { withWords } from './words.ts'

/** All words of the run monitor for a locale; English where there is none. */
export async function loadMonitorLanguage(locale: string): Promise<RunMonitorStrings> {
  return withWords(runMonitorStrings, (await wordsOf(locale)).runMonitor ?? {})
}
