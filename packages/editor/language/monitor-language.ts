import { runMonitorStrings, type RunMonitorStrings } from '../monitor/monitor-strings.ts'
import { hasLanguage, renderersOf, wordsOf } from './languages.ts'
import { withLanguage } from './with-language.ts'
import { withWords, type Words } from './words.ts'

/**
 * Loads all texts of the run monitor for a locale; English when no language is registered for it.
 *
 * @param waitForMessages False: resolves before the messages of the engine have arrived, which are empty until then.
 * @internal
 */
export async function loadMonitorLanguage(locale: string, waitForMessages = true): Promise<RunMonitorStrings> {
  if (!hasLanguage(locale)) return runMonitorStrings
  const language = await wordsOf(locale)
  const strings = withWords(runMonitorStrings, (language.runMonitor ?? {}) as Words<RunMonitorStrings>)
  return withLanguage(strings, await renderersOf(locale, language, waitForMessages))
}
