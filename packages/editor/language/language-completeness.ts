import { editorStrings } from '../elements/editor/editor-strings.ts'
import type { NodeType } from '@aw-flow/schema'
import { loadLanguageTexts } from './languages.ts'
import { getNodeTypeMessages } from './node-type-texts.ts'
import type { LanguageRenderers } from './with-language.ts'

/** How complete the translation of the editor is in a language. @internal */
export interface LanguageCompleteness {
  /** Fraction of strings and messages that are translated, from 0 to 1. */
  readonly fraction: number
  /** Paths of the strings without a translation, such as `runBar.states.running`. They are shown in English. */
  readonly missingTexts: readonly string[]
  /**
   * Codes of the messages without a translation, such as `join.no-keys`, `join.no-keys.hint` or `type.filter.title`.
   * They are shown in English.
   */
  readonly missingMessages: readonly string[]
}

/** Keys that do not contain strings: the language tag, and the renderers of messages and node types. */
const nonStringKeys: ReadonlySet<string> = new Set<keyof LanguageRenderers>(['language', 'renderText', 'nodeTypes'])

/** Returns the paths of all strings in an object of strings. */
export function listStringPaths(strings: object, prefix = ''): string[] {
  return Object.entries(strings).flatMap(([key, value]: [string, unknown]) => {
    if (nonStringKeys.has(key)) return []
    const path = prefix === '' ? key : `${prefix}.${key}`
    return typeof value === 'object' && value !== null ? listStringPaths(value, path) : [path]
  })
}

/** Loads all English UI strings of the editor and its elements, including those that are loaded on demand. */
export async function loadEnglishTexts(): Promise<object> {
  const [
    { runMonitorStrings },
    { accessStrings },
    { tableToolStrings },
    { selectionActionStrings },
    { mapStrings },
    { nodePreviewStrings },
    { peopleStrings },
    { commentsStrings },
    { keyFormStrings },
    { proposalStrings },
    { explanationStrings },
    { writerStrings },
    { chartKeyStrings },
    { subWorkflowPortStrings },
    { contentsStrings },
    { filterStrings },
    { ruleStrings },
    { scheduleStrings },
    { paletteShelfStrings },
  ] = await Promise.all([
    import('../monitor/monitor-strings.ts'),
    import('../elements/access/access-strings.ts'),
    import('../views/table/table-tool-strings.ts'),
    import('../elements/inspector/selection-action-strings.ts'),
    import('../views/map/map-strings.ts'),
    import('../elements/preview/node-preview-strings.ts'),
    import('../elements/people/people-strings.ts'),
    import('../comments/comments-strings.ts'),
    import('../elements/palette/key-form-strings.ts'),
    import('../elements/proposal/proposal-strings.ts'),
    import('../elements/explanation/explanation-strings.ts'),
    import('../elements/writer/writer-strings.ts'),
    import('../views/chart/chart-key-strings.ts'),
    import('../elements/inspector/sub-workflow-port-strings.ts'),
    import('../forms/contents/contents-strings.ts'),
    import('../forms/filter/filter-strings.ts'),
    import('../forms/rules/rule-strings.ts'),
    import('../forms/schedule/schedule-strings.ts'),
    import('../elements/palette/palette-shelf-strings.ts'),
  ])
  return {
    ...editorStrings,
    runMonitor: runMonitorStrings,
    access: accessStrings,
    nodePreview: nodePreviewStrings,
    people: peopleStrings,
    comments: commentsStrings,
    keyForm: keyFormStrings,
    proposal: proposalStrings,
    explanation: explanationStrings,
    writer: writerStrings,
    chartKeys: chartKeyStrings,
    subWorkflowPorts: subWorkflowPortStrings,
    contents: contentsStrings,
    filter: filterStrings,
    rules: ruleStrings,
    schedule: scheduleStrings,
    paletteShelf: paletteShelfStrings,
    tableTools: tableToolStrings,
    selectionActions: selectionActionStrings,
    map: mapStrings,
  }
}

/**
 * Determines how complete the translation of the editor is in a language.
 *
 * @param locale - BCP 47 tag of a registered language. The fraction for an unregistered language is 0.
 * @param types - Node types whose strings are included, such as `session.engine.catalog`. Default: none.
 * @internal
 */
export async function measureLanguageCompleteness(
  locale: string,
  types: readonly NodeType[] = [],
): Promise<LanguageCompleteness> {
  const [{ messages: initialMessages = {}, loadMessages, loadTexts, ...uiStrings }, { english }] = await Promise.all([
    loadLanguageTexts(locale),
    import('@aw-flow/messages/catalogs'),
  ])
  const messages = { ...initialMessages, ...(await loadMessages?.()) }
  const translatedPaths = new Set(listStringPaths({ ...uiStrings, ...(await loadTexts?.()) }))
  const paths = listStringPaths(await loadEnglishTexts())
  const codes = [...Object.keys(english), ...(types.length === 0 ? [] : Object.keys(getNodeTypeMessages(types)))]
  const missingStrings = paths.filter((path) => !translatedPaths.has(path))
  const missingMessages = codes.filter((code) => !Object.hasOwn(messages, code))
  const total = paths.length + codes.length
  return {
    fraction: (total - missingStrings.length - missingMessages.length) / total,
    missingTexts: missingStrings,
    missingMessages,
  }
}
