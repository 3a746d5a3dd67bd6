import { editorStrings } from '../elements/editor/editor-strings.ts'
import type { NodeType } from '@aw-flow/schema'
import { wordsOf } from './languages.ts'
import { nodeTypeMessages } from './node-type-texts.ts'
import type { LanguageRenderers } from './with-language.ts'

/** How much of the editor a language translates. @internal */
export interface LanguageCompleteness {
  /** The share of texts and messages that the language has, from 0 to 1. */
  readonly share: number
  /** Paths of texts that are shown in English: `runBar.states.running`. */
  readonly missingTexts: readonly string[]
  /** Codes of messages that are shown in English: `join.no-keys`, `join.no-keys.hint`, `type.filter.title`. */
  readonly missingMessages: readonly string[]
}

/** Entries that are not texts: the tag of the language, and what renders messages and node types. */
const renderers: ReadonlySet<string> = new Set<keyof LanguageRenderers>(['language', 'renderText', 'nodeTypes'])

/** The paths of all texts of a group of strings. */
export function textPaths(strings: object, before = ''): string[] {
  return Object.entries(strings).flatMap(([key, value]: [string, unknown]) => {
    if (renderers.has(key)) return []
    const path = before === '' ? key : `${before}.${key}`
    return typeof value === 'object' && value !== null ? textPaths(value, path) : [path]
  })
}

/**
 * Reports how much of the editor a language translates. Missing texts are shown in English.
 *
 * @param locale A tag for which a language is registered; any other one has a share of 0.
 * @param types Node types whose texts are counted too, such as `session.engine.catalogue`.
 * @internal
 */
export async function languageCompleteness(
  locale: string,
  types: readonly NodeType[] = [],
): Promise<LanguageCompleteness> {
  const [{ messages: first = {}, loadMessages, ...words }, { english }, { runMonitorStrings }] = await Promise.all([
    wordsOf(locale),
    import('@aw-flow/messages/catalogs'),
    import('../monitor/monitor-strings.ts'),
  ])
  const messages = { ...first, ...(await loadMessages?.()) }
  const present = new Set(textPaths(words))
  const paths = textPaths({ ...editorStrings, runMonitor: runMonitorStrings })
  const codes = [...Object.keys(english), ...(types.length === 0 ? [] : Object.keys(nodeTypeMessages(types)))]
  const missingTexts = paths.filter((path) => !present.has(path))
  const missingMessages = codes.filter((code) => !Object.hasOwn(messages, code))
  const all = paths.length + codes.length
  return { share: (all - missingTexts.length - missingMessages.length) / all, missingTexts, missingMessages }
}
