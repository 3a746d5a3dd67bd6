import type { SessionAssistant } from '@aw-flow/client'
import type { Column, NodeType } from '@aw-flow/schema'
import type { LoadColumnSamples } from './columns/column-samples.ts'
import type { WriterRequest } from '../elements/writer/aw-writer.ts'
import type { RuleData } from './rules/rule-data.ts'

/** Text that a user has typed but that is not a valid value. */
export interface Draft {
  /** The text as typed. */
  readonly text: string
  /** Why the text is invalid. */
  readonly reason: string
  /** JSON of the setting's value when the draft was started. If the value changes, the draft is discarded. */
  readonly baseValue: string | undefined
}

/** Drafts, keyed by subject and then by setting name. They are kept after the form is closed. */
export type Drafts = Map<string, Map<string, Draft>>

/** The session's response to a request about an expression. */
export type ExpressionResponse = Awaited<ReturnType<SessionAssistant['completeExpression']>>
export type ExpressionAssist = Extract<ExpressionResponse, { ok: true }>['value']

/** Requests completions and a preview of an expression. Returns `undefined` without an engine. @public */
export type AskExpression = (
  text: string,
  offset: number,
  scope: 'value' | 'row',
) => Promise<ExpressionResponse> | undefined

/** A setting to be generated from a description and examples. @public */
export type SettingToWrite = Pick<WriterRequest, 'kind' | 'column' | 'strings' | 'onUse'>

/** The context of a form, which is passed on to nested forms. @public */
export interface FormContext {
  /** Columns of the node's inputs, keyed by input name. A value of `undefined` means that the columns are unknown. */
  readonly inputs: Readonly<Record<string, readonly Column[] | undefined>>
  /** Names of the nodes that are connected to the inputs, keyed by input name. @internal */
  readonly inputNames?: Readonly<Record<string, string>>
  /** Names of stored secrets. Absent if the page does not store secrets. */
  readonly secrets?: readonly string[]
  /** Loads sample values of columns. Absent if the session does not support previews. @internal */
  readonly loadSamples?: LoadColumnSamples
  /** Tests and suggests rules. Absent if the session does not support this. @internal */
  readonly rules?: RuleData
  /** Lists the node types, for settings that select one. */
  readonly nodeTypes?: () => readonly NodeType[]
  /** Lists the names of other workflows, for settings that select one. Absent if the session does not support this. */
  readonly listWorkflows?: () => Promise<readonly string[]>
  /** Completes and evaluates expressions. Absent if the session does not support this. @internal */
  readonly askExpression?: AskExpression
  /**
   * Opens the dialog that generates a setting from a description and examples. Absent if the session does not support
   * this.
   *
   * @internal
   */
  readonly openWriter?: (field: HTMLElement, request: SettingToWrite) => void
  /** Drafts, kept while no form displays them. @internal */
  readonly drafts?: Drafts | undefined
}

/**
 * Returns the columns of an input or, without a name, of all inputs without duplicates. Returns `undefined` while they
 * are unknown.
 */
export function findColumns({ inputs }: FormContext, input?: string): readonly Column[] | undefined {
  if (input !== undefined) return inputs[input]
  const columnLists = Object.values(inputs)
  if (columnLists.length === 0 || columnLists.includes(undefined)) return undefined
  const byName = new Map<string, Column>()
  for (const column of columnLists.flatMap((columns) => columns ?? [])) {
    if (!byName.has(column.name)) byName.set(column.name, column)
  }
  return [...byName.values()]
}
