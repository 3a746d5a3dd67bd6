import { editorStrings, type EditorStrings } from '../elements/editor/editor-strings.ts'
import type { RunMonitorStrings } from '../monitor/monitor-strings.ts'
import { withWords, type Words } from './words.ts'

/** The words of a language: those of the editor, and of what stands alone beside it. */
export type LanguageWords = Words<EditorStrings> & {
  readonly runMonitor?: Words<RunMonitorStrings>
  /** The page of a node type as Markdown; where it has none, that of the session is shown. */
  readonly nodeDocs?: (type: string) => Promise<string | undefined>
}

/** Answers the words of a language for a locale (`de-CH`): with the locale's numbers where it has its own. */
export type LanguageSource = (locale: string) => LanguageWords | Promise<LanguageWords>

const sources = new Map<string, LanguageSource>([
  ['de', async (locale) => (await import('./german.ts')).german(locale)],
])

/**
 * Adds a language, or replaces one: `registerLanguage('fr', async () => (await import('./fr.js')).words)`. It is asked
 * for when an editor with such a `lang` is shown. What it leaves out is English.
 */
export function registerLanguage(tag: string, source: LanguageSource): void {
  sources.set(tag.toLowerCase(), source)
}

/** The source of a locale's words: of the tag itself, else of the longest beginning of it (`zh-Hant-TW`, `zh-Hant`, `zh`). */
function sourceOf(locale: string): LanguageSource | undefined {
  const parts = locale.toLowerCase().split('-')
  for (let length = parts.length; length > 0; length--) {
    const source = sources.get(parts.slice(0, length).join('-'))
    if (source) return source
  }
  return undefined
}

/** True where the words of a locale are other than the usual ones, and have to be fetched. */
export const hasLanguage = (locale: string): boolean => sourceOf(locale) !== undefined && isLocale(locale)

function isLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1
  } catch {
    return false
  }
}

/** What a language has for a locale, as its source gives it; nothing where there is none. */
export async function wordsOf(locale: string): Promise<LanguageWords> {
  const source = isLocale(locale) ? sourceOf(locale) : undefined
  return (await source?.(locale)) ?? {}
}

/**
 * All words of the editor for a locale; English where there is none. Parts of it are the words of elements that stand
 * alone: `table.strings = (await loadLanguage('de')).resultsWords.dataTable`.
 */
export async function loadLanguage(locale: string): Promise<EditorStrings> {
  if (!hasLanguage(locale)) return editorStrings
  const { runMonitor: _, nodeDocs, ...words } = await wordsOf(locale)
  const inspectorWords = { language: locale, ...(nodeDocs ? { nodeDocs } : {}) }
  return withWords(withWords(editorStrings, { inspectorWords }), words)
}
