import type { Catalog } from '@aw-flow/messages/catalogs'
import type { EditorStrings } from '../elements/editor/editor-strings.ts'
import type { AccessStrings } from '../elements/access/access-strings.ts'
import type { MapStrings } from '../views/map/map-strings.ts'
import type { TableToolStrings } from '../views/table/table-tool-strings.ts'
import type { NodePreviewStrings } from '../elements/preview/node-preview-strings.ts'
import type { PaletteShelfStrings } from '../elements/palette/palette-shelf-strings.ts'
import type { WriterStrings } from '../elements/writer/writer-strings.ts'
import type { CommentsStrings } from '../comments/comments-strings.ts'
import type { PeopleStrings } from '../elements/people/people-strings.ts'
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
import type { TextOverrides } from './override-texts.ts'
import type { LanguageRenderers } from './with-language.ts'

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
  /** Strings of the people who have a workflow open. */
  readonly people: PeopleStrings
  /** Strings of comments. */
  readonly comments: CommentsStrings
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
