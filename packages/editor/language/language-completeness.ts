import { editorStrings } from '../elements/editor/editor-strings.ts'
import { wordsOf } from './languages.ts'

/** What a language lacks. */
export interface LanguageCompleteness {
  /** The share of texts and messages that the language has, from 0 to 1. */
  readonly share: number
  /** Paths of texts that are shown in English: `runBar.states.running`. */
  readonly missingTexts: readonly string[]
  /** Codes of messages that are shown in English: `join.no-keys`, `join.no-keys.hint`. */
  readonly missingMessages: readonly string[]
}

/** Entries that are no texts: the tag of the language, and functions that render what comes from the engine. */
const isSetting = (path: string): boolean =>
  /(^|\.)(language|renderText|nodeType|problem|summary|operation|validation\.file)$/.test(path) &&
  !path.endsWith('loadPlan.summary')

/** The paths of all texts of a group of strings. */
export function textPaths(strings: object, before = ''): string[] {
  return Object.entries(strings).flatMap(([key, value]: [string, unknown]) => {
    const path = before === '' ? key : `${before}.${key}`
    if (isSetting(path)) return []
    return typeof value === 'object' && value !== null ? textPaths(value, path) : [path]
  })
}

/**
 * Reports how much of the editor a language translates. What it lacks is shown in English.
 *
 * @param locale A tag for which a language is registered; any other one has a share of 0.
 */
export async function languageCompleteness(locale: string): Promise<LanguageCompleteness> {
  const [{ messages = {}, ...words }, { english }, { runMonitorStrings }] = await Promise.all([
    wordsOf(locale),
    import('@aw-flow/messages/catalogs'),
    import('../monitor/monitor-strings.ts'),
  ])
  const present = new Set(textPaths(words))
  const paths = textPaths({ ...editorStrings, runMonitor: runMonitorStrings })
  const codes = Object.keys(english)
  const missingTexts = paths.filter((path) => !present.has(path))
  const missingMessages = codes.filter((code) => !Object.hasOwn(messages, code))
  const all = paths.length + codes.length
  return { share: (all - missingTexts.length - missingMessages.length) / all, missingTexts, missingMessages }
}
