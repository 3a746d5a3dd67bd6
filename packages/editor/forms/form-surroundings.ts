import type { WorkflowSession } from '@aw-flow/client'
import type { Column } from '@aw-flow/schema'

/** A draft: the text, and why it is not a value. */
export interface Draft {
  readonly text: string
  readonly reason: string
  /** The value at that time as JSON; the draft ends with another value. */
  readonly over: string | undefined
}

/** Drafts by subject and setting name. They outlive the form. */
export type Drafts = Map<string, Map<string, Draft>>

/** What a session answers about an expression. */
export type ExpressionAnswer = Awaited<ReturnType<NonNullable<WorkflowSession['document']['completeExpression']>>>
export type ExpressionHelp = Extract<ExpressionAnswer, { ok: true }>['value']

/** Requests completions and previews of an expression; `undefined` without an engine. @public */
export type AskExpression = (
  text: string,
  offset: number,
  over: 'value' | 'row',
) => Promise<ExpressionAnswer> | undefined

/** The context of a form, passed to the forms inside it. @public */
export interface FormSurroundings {
  /** Input columns by input; `undefined` while they are unknown. */
  readonly inputs: Readonly<Record<string, readonly Column[] | undefined>>
  /** Names of stored secrets; absent if the page stores none. */
  readonly secrets?: readonly string[]
  readonly askExpression?: AskExpression
  /** Stores drafts while no form shows them. */
  readonly drafts?: Drafts | undefined
}

/** The columns that a setting can name: of one input, or of all without duplicates; `undefined` while unknown. */
export function columnsFor({ inputs }: FormSurroundings, input?: string): readonly Column[] | undefined {
  if (input !== undefined) return inputs[input]
  const known = Object.values(inputs)
  if (known.length === 0 || known.includes(undefined)) return undefined
  const byName = new Map<string, Column>()
  for (const column of known.flatMap((columns) => columns ?? [])) {
    if (!byName.has(column.name)) byName.set(column.name, column)
  }
  return [...byName.values()]
}
