import { runMonitorStrings, type RunMonitorStrings } from '../monitor/monitor-strings.ts'
import { hasLanguage, createRenderers, loadLanguageTexts, loadSourceFormat } from './languages.ts'
import { withLanguage } from './with-language.ts'
import { overrideTexts, type TextOverrides } from './override-texts.ts'

/**
 * Loads the run monitor's strings for a locale. Returns the English strings if no language is registered for it.
 *
 * @param waitForMessages - Whether to wait for the engine's messages, which render as empty strings until they are
 *   loaded. Default: true.
 * @internal
 */
export async function loadMonitorLanguage(locale: string, waitForMessages = true): Promise<RunMonitorStrings> {
  if (!hasLanguage(locale)) return runMonitorStrings
  const language = await loadLanguageTexts(locale)
  const strings = overrideTexts(
    runMonitorStrings,
    (language.runMonitor ?? {}) as TextOverrides<RunMonitorStrings>,
    await loadSourceFormat(locale),
  )
  return withLanguage(strings, await createRenderers(locale, language, waitForMessages))
}
