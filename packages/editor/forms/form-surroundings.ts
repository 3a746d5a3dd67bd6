import type { WorkflowSession } from '@aw-flow/client'
import type { Column } from '@aw-flow/schema'

/** Text that is no value yet: what was written, and why it is none. */
export interface Draft {
  readonly text: string
  readonly reason: string
  /** The value that stood there then, as JSON: where another one stands now, the draft is over. */
  readonly over: string | undefined
}

/** Texts that are no values yet: by whose settings they are, and by name. They outlive a form whose surroundings they are. */
export type Drafts = Map<string, Map<string, Draft>>

/** What a session answers about an expression. */
export type ExpressionAnswer = Awaited<ReturnType<NonNullable<WorkflowSession['document']['completeExpression']>>>
export type ExpressionHelp = Extract<ExpressionAnswer, { ok: true }>['value']

/** Asks about an expression that is being written; `undefined` where nobody can be asked. */
export type AskExpression = (
  text: string,
  offset: number,
  over: 'value' | 'row',
) => Promise<ExpressionAnswer> | undefined

/** What a form knows of what is around it; it goes on to the forms inside it. */
export interface FormSurroundings {
  /** Columns that come in, by input; `undefined` where nobody knows them yet. */
  readonly inputs: Readonly<Record<string, readonly Column[] | undefined>>
  /** Names of secrets that are kept; absent where the page does not keep them. */
  readonly secrets?: readonly string[]
  readonly askExpression?: AskExpression
  /** Where text that is no value yet is kept while no form shows it. */
  readonly drafts?: Drafts | undefined
}

/** The columns that a setting may name: of one input, or of all of them, each name once; `undefined` while nobody knows. */
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
