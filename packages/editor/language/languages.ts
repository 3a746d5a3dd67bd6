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
import { createNodeTypeTexts, type NodeTypeTexts } from './node-type-texts.ts'
import { createTextRenderer } from './render-text.ts'
import { withLanguage, type LanguageRenderers } from './with-language.ts'
import { overrideTexts, type TextOverrides } from './override-texts.ts'

/** UI strings of `T`, without the functions that render messages and numbers. */
export type TextsOf<T> = T extends (...values: never[]) => unknown
  ? T
  : T extends object
    ? { readonly [Key in keyof T as Exclude<Key, keyof LanguageRenderers>]: TextsOf<T[Key]> }
    : T

/** UI strings of the editor, and of elements that work without an editor. */
type AllTexts = TextsOf<EditorStrings> & { readonly runMonitor: TextsOf<RunMonitorStrings> }

/** Strings that are loaded after a user action. */
export interface LazyTexts {
  /** The dialog that grants access to a workflow from a file. */
  readonly access: AccessStrings
  /** The actions of selected nodes. */
  readonly selectionActions: SelectionActionStrings
  /** Favorite and recent node types in the palette. */
  readonly paletteShelf: PaletteShelfStrings
  /** The picker of schedules. */
  readonly schedule: ScheduleStrings
  /** Settings that contain JSON. */
  readonly contents: ContentsStrings
  /** The conditions of a filter. */
  readonly filter: FilterStrings
  /** The list of rules of a Validate node. */
  readonly rules: RuleStrings
  /** The preview of a node. */
  readonly nodePreview: NodePreviewStrings
  /** The form for keyboard shortcuts. */
  readonly keyForm: KeyFormStrings
  /** The dialog that shows a change proposed by a language model. */
  readonly proposal: ProposalStrings
  /** The dialog that explains a workflow. */
  readonly explanation: ExplanationStrings
  /** The dialog that writes a setting from a description and examples. */
  readonly writer: WriterStrings
  /** The tools of a table, such as groups and filters by values. */
  readonly tableTools: TableToolStrings
  /** The selection in charts with the keyboard. */
  readonly chartKeys: ChartKeyStrings
  /** The ports of a sub-workflow. */
  readonly subWorkflowPorts: SubWorkflowPortStrings
  /** Maps. */
  readonly map: MapStrings
}

/** The messages of a language, in addition to the strings of the elements. */
interface LanguageMessages {
  /**
   * Messages of the engine, agents and nodes, in MessageFormat 2: by message code (`join.no-keys`), hints of problems
   * by code with `.hint`, and strings of node types (`type.filter.title`; see `nodeTypeMessages`). Missing codes are
   * shown in English.
   */
  readonly messages?: Catalog
  /** Fetches more `messages` after the first load: those that only the engine reports, without strings of node types. */
  readonly loadMessages?: () => Promise<Catalog>
  /** Fetches strings that are needed only after a user action. */
  readonly loadTexts?: () => Promise<TextOverrides<LazyTexts>>
  /** Returns a node type's documentation page as Markdown; `undefined` for the page that the session provides. */
  readonly nodeDocs?: (type: string) => Promise<string | undefined>
}

/** UI strings of the editor, and messages, in one language. Missing ones are shown in English. @public */
export type LanguageTexts = TextOverrides<AllTexts> & LanguageMessages

/** A language that has every UI string and every message. @internal */
export type CompleteLanguage = AllTexts & LanguageMessages & { readonly messages: Catalog }

/** Returns the strings of a language for a locale (`de-CH`), with the number formats of the locale. @public */
export type LanguageSource = (locale: string) => LanguageTexts | Promise<LanguageTexts>

const sources = new Map<string, LanguageSource>([
  ['de', async (locale) => (await import('./german.ts')).german(locale)],
])

/**
 * Adds or replaces a language. A source is called when an editor with that `lang` is shown. Missing strings are shown in
 * English; `languageCompleteness` lists them.
 *
 * @param tag A BCP 47 tag: `fr`, `zh-Hant`.
 * @param language The UI strings, or a function that loads them.
 * @example
 * registerLanguage('fr', { undo: 'Annuler', messages: { 'join.no-keys': 'Choisissez une colonne.' } })
 * registerLanguage('fr', async () => (await import('./french.js')).french)
 * @public
 */
export function registerLanguage(tag: string, language: LanguageTexts | LanguageSource): void {
  sources.set(tag.toLowerCase(), typeof language === 'function' ? language : () => language)
}

/** Finds the source for a locale, by the tag or its longest registered prefix (`zh-Hant-TW`, `zh-Hant`, `zh`). */
function findSource(locale: string): LanguageSource | undefined {
  const parts = locale.toLowerCase().split('-')
  for (let length = parts.length; length > 0; length--) {
    const source = sources.get(parts.slice(0, length).join('-'))
    if (source) return source
  }
  return undefined
}

/** Returns whether a language is registered for a locale. */
export const hasLanguage = (locale: string): boolean => findSource(locale) !== undefined && isLocale(locale)

function isLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1
  } catch {
    return false
  }
}

/** Loads the strings for a locale; empty if no language is registered for it. */
export async function loadLanguageTexts(locale: string): Promise<LanguageTexts> {
  const source = isLocale(locale) ? findSource(locale) : undefined
  return (await source?.(locale)) ?? {}
}

/** Creates the renderers of messages and node types for a language. Codes that it does not have are in English. */
export async function createRenderers(
  locale: string,
  { messages = {}, loadMessages }: LanguageTexts,
  waitForMessages: boolean,
): Promise<LanguageRenderers> {
  const { createLanguageFormatter } = await import('@aw-flow/messages/catalogs')
  const { has, format } = createLanguageFormatter(locale, messages)
  const nodeTypes: NodeTypeTexts = createNodeTypeTexts((code, _, params = {}) =>
    has(code) ? format({ code, params }) : undefined,
  )
  if (!loadMessages) return { language: locale, renderText: format, nodeTypes }
  const renderer = createTextRenderer(async () =>
    createLanguageFormatter(locale, { ...messages, ...(await loadMessages()) }),
  )
  const loading = renderer.load()
  if (waitForMessages) await loading
  // After a failure, the next render retries.
  else loading.catch(() => undefined)
  return { language: locale, renderText: renderer.render, nodeTypes }
}

/**
 * Loads the editor's strings for a locale, or the English strings if no language is registered for it. They contain the
 * strings of elements that can be used without an editor.
 *
 * @param locale A BCP 47 tag. If `de-AT` is not registered, `de` is used.
 * @param waitForMessages Whether to wait for the engine's messages, which are empty until they are loaded.
 * @returns The UI strings. Rejects if the source of the language rejects.
 * @example
 * table.strings = (await loadLanguage('de')).resultsStrings.table
 * @public
 */
export async function loadLanguage(locale: string, waitForMessages = true): Promise<EditorStrings> {
  if (!hasLanguage(locale)) return editorStrings
  const language = await loadLanguageTexts(locale)
  const { runMonitor: _, nodeDocs, messages: __, loadMessages: ___, loadTexts: ____, ...texts } = language
  const strings = withLanguage(
    overrideTexts(editorStrings, texts as TextOverrides<EditorStrings>),
    await createRenderers(locale, language, waitForMessages),
  )
  return nodeDocs ? { ...strings, inspectorStrings: { ...strings.inspectorStrings, nodeDocs } } : strings
}
