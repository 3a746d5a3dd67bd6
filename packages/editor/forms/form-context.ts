import type { WorkflowSession } from '@aw-flow/client'
import type { Column, NodeType } from '@aw-flow/schema'
import type { LoadColumnSamples } from './columns/column-samples.ts'
import type { WriterRequest } from '../elements/writer/aw-writer.ts'
import type { RuleData } from './rules/rule-data.ts'

/** A draft: the text, and the reason why it is not a valid value. */
export interface Draft {
  /** The text as typed. */
  readonly text: string
  /** The reason why the text is invalid. */
  readonly reason: string
  /** The setting's value as JSON when the draft began. The draft is discarded if the value changes. */
  readonly baseValue: string | undefined
}

/** Drafts by subject and setting name. They outlive the form. */
export type Drafts = Map<string, Map<string, Draft>>

/** The session's response to a request about an expression. */
export type ExpressionResponse = Awaited<ReturnType<NonNullable<WorkflowSession['document']['completeExpression']>>>
export type ExpressionHelp = Extract<ExpressionResponse, { ok: true }>['value']

/** Requests completions and previews of an expression; `undefined` without an engine. @public */
export type AskExpression = (
  text: string,
  offset: number,
  over: 'value' | 'row',
) => Promise<ExpressionResponse> | undefined

/** A setting that is written from a description and examples. @public */
export type SettingToWrite = Pick<WriterRequest, 'kind' | 'column' | 'strings' | 'onUse'>

/** The context of a form, passed to the forms inside it. @public */
export interface FormContext {
  /** Input columns by input; `undefined` while they are unknown. */
  readonly inputs: Readonly<Record<string, readonly Column[] | undefined>>
  /** Names of stored secrets; absent if the page stores none. */
  readonly secrets?: readonly string[]
  /** Loads sample values of columns; absent if the session has no previews. */
  readonly loadSamples?: LoadColumnSamples
  /** Tests and suggests rules; absent if the session cannot. */
  readonly rules?: RuleData
  /** Lists the node types, for settings that choose one. */
  readonly nodeTypes?: () => readonly NodeType[]
  /** Lists the names of other workflows, for settings that choose one; absent if the session cannot. */
  readonly listWorkflows?: () => Promise<readonly string[]>
  /** Completes and evaluates expressions; absent if the session cannot. */
  readonly askExpression?: AskExpression
  /** Opens the dialog that writes a setting from a description and examples; absent if the session cannot. */
  readonly write?: (field: HTMLElement, request: SettingToWrite) => void
  /** Stores drafts while no form shows them. */
  readonly drafts?: Drafts | undefined
}

/** Returns the columns of one input, or of all inputs without duplicates; `undefined` while they are unknown. */
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
