import type { TranslatedLanguage } from '@aw-flow/messages'
import type { Catalog } from '@aw-flow/messages/catalogs'
import { editorStrings, type EditorStrings } from '../elements/editor/editor-strings.ts'
import type { AccessStrings } from '../elements/access/access-strings.ts'
import type { MapStrings } from '../views/map/map-strings.ts'
import type { TableToolStrings } from '../views/table/table-tool-strings.ts'
import type { NodePreviewStrings } from '../elements/inspector/node-preview-strings.ts'
import type { PaletteShelfStrings } from '../elements/palette/palette-shelf-strings.ts'
import type { WriterStrings } from '../elements/writer/writer-strings.ts'
import type { KeyFormStrings } from '../elements/palette/key-form-strings.ts'
import type { ExplanationStrings } from '../elements/explanation/explanation-strings.ts'
import type { ProposalStrings } from '../elements/proposal/proposal-strings.ts'
import type { SubWorkflowPortStrings } from '../elements/inspector/sub-workflow-port-strings.ts'
import type { ChartKeyStrings } from '../views/chart/chart-key-strings.ts'
import type { ContentsStrings } from '../forms/contents/contents-strings.ts'
import type { FilterStrings } from '../forms/filter/filter-strings.ts'
import type { RuleStrings } from '../forms/rules/rule-strings.ts'
import type { ScheduleStrings } from '../forms/schedule/schedule-strings.ts'
import type { SelectionActionStrings } from '../elements/inspector/selection-action-strings.ts'
import type { RunMonitorStrings } from '../monitor/monitor-strings.ts'
import type { NodeTypeTranslator } from './node-type-translator.ts'
import { createTextRenderer } from './render-text.ts'
import { withLanguage, type LanguageRenderers } from './with-language.ts'
import { overrideTexts, type FormatSource, type TextOverrides } from './override-texts.ts'

/** The UI strings in `T`, without the language tag and the renderers. */
export type StringsOf<T> = T extends (...values: never[]) => unknown
  ? T
  : T extends object
    ? { readonly [Key in keyof T as Exclude<Key, keyof LanguageRenderers>]: StringsOf<T[Key]> }
    : T

/** UI strings of the editor, and of elements that can be used without an editor. */
type AllStrings = StringsOf<EditorStrings> & { readonly runMonitor: StringsOf<RunMonitorStrings> }

/** UI strings that are not loaded until the user needs them. */
export interface LazyTexts {
  /** Strings of the dialog that grants access to a workflow from a file. */
  readonly access: AccessStrings
  /** Strings of the actions for selected nodes. */
  readonly selectionActions: SelectionActionStrings
  /** Strings of favorite and recent node types in the palette. */
  readonly paletteShelf: PaletteShelfStrings
  /** Strings of the schedule picker. */
  readonly schedule: ScheduleStrings
  /** Strings of settings that contain JSON. */
  readonly contents: ContentsStrings
  /** Strings of the filter conditions. */
  readonly filter: FilterStrings
  /** Strings of the rule list of a Validate node. */
  readonly rules: RuleStrings
  /** Strings of the node preview. */
  readonly nodePreview: NodePreviewStrings
  /** Strings of the keyboard shortcut form. */
  readonly keyForm: KeyFormStrings
  /** Strings of the dialog that shows a proposed change. */
  readonly proposal: ProposalStrings
  /** Strings of the dialog that explains a workflow. */
  readonly explanation: ExplanationStrings
  /** Strings of the dialog that writes a setting from a description and examples. */
  readonly writer: WriterStrings
  /** Strings of the table tools, such as grouping and filtering by value. */
  readonly tableTools: TableToolStrings
  /** Strings for keyboard selection in charts. */
  readonly chartKeys: ChartKeyStrings
  /** Strings of the sub-workflow port form. */
  readonly subWorkflowPorts: SubWorkflowPortStrings
  /** Strings of maps. */
  readonly map: MapStrings
}

/** The messages and documentation of a language, in addition to UI strings. */
interface LanguageMessages {
  /**
   * Messages of the engine, agents and nodes in MessageFormat 2, keyed by message code (`join.no-keys`). Also contains
   * the hints of problems (`join.no-keys.hint`) and the strings of node types (`type.filter.title`; see
   * `getNodeTypeMessages`). Missing messages are shown in English.
   */
  readonly messages?: Catalog
  /** Loads the remaining `messages`, which only the engine reports, after the initial load. */
  readonly loadMessages?: () => Promise<Catalog>
  /** Loads the strings that are not part of the initial load. */
  readonly loadTexts?: () => Promise<TextOverrides<LazyTexts>>
  /** Loads a node type's documentation page as Markdown. If `undefined`, the session's page is shown. */
  readonly nodeDocs?: (type: string) => Promise<string | undefined>
}

/** UI strings and messages in a language. Missing strings and messages are shown in English. @public */
export type LanguageTexts = TextOverrides<AllStrings> & LanguageMessages

/** Returns a language's strings for a locale such as `de-CH`, with the locale's number formats. @public */
export type LanguageSource = (locale: string) => LanguageTexts | Promise<LanguageTexts>

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

/** Loads strings that are not part of the initial load. Missing strings fall back to English. */
export async function loadLazyTexts<Key extends keyof LazyTexts>(
  locale: string,
  key: Key,
  english: LazyTexts[Key],
): Promise<LazyTexts[Key]> {
  const { loadTexts } = await loadLanguageTexts(locale)
  if (!loadTexts) return english
  const [texts, formatSource] = await Promise.all([loadTexts(), loadSourceFormat(locale)])
  return overrideTexts(english, texts[key] ?? {}, formatSource)
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
