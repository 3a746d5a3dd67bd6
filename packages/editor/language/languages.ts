import type { TranslatedLanguage } from '@aw-flow/messages'
import { editorStrings, type EditorStrings } from '../elements/editor/editor-strings.ts'
import type { NodeTypeTranslator } from './node-type-translator.ts'
import { createTextRenderer } from './render-text.ts'
import { withLanguage, type LanguageRenderers } from './with-language.ts'
import { overrideTexts, type FormatSource, type TextOverrides } from './override-texts.ts'
import type { LanguageSource, LanguageTexts, LazyTexts } from './language-texts.ts'

const translations: Readonly<Record<TranslatedLanguage, LanguageSource>> = {
  de: async () => (await import('./de/index.ts')).translation,
}
const sources = new Map<string, LanguageSource>(Object.entries(translations))

/**
 * Adds or replaces a language. Untranslated strings, which `measureLanguageCompleteness` lists, are shown in English.
 *
 * @param tag - A BCP 47 tag, such as `fr` or `zh-Hant`.
 * @param language - The UI strings and messages, or a function that loads them when they are first needed.
 * @example
 * registerLanguage('fr', { undo: 'Annuler', messages: { 'join.no-keys': 'Choisissez une colonne.' } })
 * registerLanguage('fr', async () => (await import('./french.js')).french)
 * @public
 */
export function registerLanguage(tag: string, language: LanguageTexts | LanguageSource): void {
  sources.set(tag.toLowerCase(), typeof language === 'function' ? language : () => language)
}

/** Returns a locale's language: for `zh-Hant-TW`, the first registered one of `zh-Hant-TW`, `zh-Hant` and `zh`. */
function findSource(locale: string): LanguageSource | undefined {
  const subtags = locale.toLowerCase().split('-')
  for (let length = subtags.length; length > 0; length--) {
    const source = sources.get(subtags.slice(0, length).join('-'))
    if (source) return source
  }
  return undefined
}

/** Returns whether a locale is valid and a language is registered for it. */
export const hasLanguage = (locale: string): boolean => findSource(locale) !== undefined && isLocale(locale)

function isLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1
  } catch {
    return false
  }
}

/** Loads the strings for a locale. Returns an empty object if no language is registered for it. */
export async function loadLanguageTexts(locale: string): Promise<LanguageTexts> {
  const source = isLocale(locale) ? findSource(locale) : undefined
  return (await source?.(locale)) ?? {}
}

/**
 * Loads the function that renders UI strings in MessageFormat 2.
 *
 * @internal
 */
export async function loadSourceFormat(locale: string): Promise<FormatSource> {
  const { createLanguageFormatter } = await import('@aw-flow/messages/catalogs')
  return createLanguageFormatter(locale, {}).formatSource
}

/** Loads strings that are not part of the initial load. Strings that are missing or cannot be loaded are English. */
export async function loadLazyTexts<Key extends keyof LazyTexts>(
  locale: string,
  key: Key,
  english: LazyTexts[Key],
): Promise<LazyTexts[Key]> {
  try {
    const { loadTexts } = await loadLanguageTexts(locale)
    if (!loadTexts) return english
    const [texts, formatSource] = await Promise.all([loadTexts(), loadSourceFormat(locale)])
    return overrideTexts(english, texts[key] ?? {}, formatSource)
  } catch {
    return english
  }
}

/** Creates a language's renderers for messages and node types. Missing messages are rendered in English. */
export async function createRenderers(
  locale: string,
  { messages = {}, loadMessages }: LanguageTexts,
  waitForMessages: boolean,
): Promise<LanguageRenderers> {
  const [{ createLanguageFormatter }, { createNodeTypeTranslator }] = await Promise.all([
    import('@aw-flow/messages/catalogs'),
    import('./node-type-texts.ts'),
  ])
  const { has, format } = createLanguageFormatter(locale, messages)
  const nodeTypes: NodeTypeTranslator = createNodeTypeTranslator((code, _, params = {}) =>
    has(code) ? format({ code, params }) : undefined,
  )
  if (!loadMessages) return { language: locale, renderText: format, nodeTypes }
  const renderer = createTextRenderer(async () =>
    createLanguageFormatter(locale, { ...messages, ...(await loadMessages()) }),
  )
  const loadingPromise = renderer.load()
  if (waitForMessages) await loadingPromise
  // Ignore a failure: the next rendering retries.
  else loadingPromise.catch(() => undefined)
  return { language: locale, renderText: renderer.render, nodeTypes }
}

/**
 * Loads the editor's strings for a locale. Returns the English strings if no language is registered for it. The
 * result includes the strings of most elements that can be used without an editor.
 *
 * @param locale - A BCP 47 tag. If `de-AT` is not registered, `de` is used.
 * @param waitForMessages - Whether to wait for the engine's messages, which render as empty strings until they are
 *   loaded. Default: true.
 * @returns The UI strings. Rejects if the language cannot be loaded.
 * @example
 * table.strings = (await loadLanguage('de')).resultsStrings.table
 * @public
 */
export async function loadLanguage(locale: string, waitForMessages = true): Promise<EditorStrings> {
  if (!hasLanguage(locale)) return editorStrings
  const language = await loadLanguageTexts(locale)
  const { runMonitor: _, nodeDocs, messages: __, loadMessages: ___, loadTexts: ____, ...uiStrings } = language
  const strings = withLanguage(
    overrideTexts(editorStrings, uiStrings as TextOverrides<EditorStrings>, await loadSourceFormat(locale)),
    await createRenderers(locale, language, waitForMessages),
  )
  return nodeDocs ? { ...strings, inspectorStrings: { ...strings.inspectorStrings, nodeDocs } } : strings
}
