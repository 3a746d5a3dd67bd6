import { withMoments } from '@aw-flow/messages'
import { runMonitorStrings, type RunMonitorStrings } from '../monitor/monitor-strings.ts'
import { rendererOf, wordsOf } from './languages.ts'
import { withTextRenderer } from './text-renderer.ts'
import { withWords } from './words.ts'

/** Loads all texts of the run monitor for a locale; English when no language is registered for it. */
export async function loadMonitorLanguage(locale: string): Promise<RunMonitorStrings> {
  const words = await wordsOf(locale)
  const strings = withWords(runMonitorStrings, words.runMonitor ?? {})
  const renderText = await rendererOf(locale, words)
  if (!renderText) return strings
  return withTextRenderer(strings, (text) => withMoments(renderText(text), locale))
}
