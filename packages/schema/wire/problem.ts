import type { Message, MessageParams, ParamsOfCode, ProblemCode, Text } from '@aw-flow/messages'
import { defined } from './defined.ts'
import { messageParamsSchema, messageSchema } from './text.ts'
import { z } from './zod.ts'

export const placeSchema = z.strictObject({
  /** The id of the node. */
  node: z.string().optional(),
  /** The id of the edge. */
  edge: z.string().optional(),
  /** The name of the port. */
  port: z.string().optional(),
  /** The name of the setting. Names of nested settings are joined by dots. */
  setting: z.string().optional(),
  /** The name of the column. */
  column: z.string().optional(),
  /** The 1-based row number, not counting header rows. */
  row: z.number().int().optional(),
  /** The 1-based number of the physical line in the file. */
  line: z.number().int().optional(),
  /** The zero-based offset of the first affected character in the setting's text. */
  offset: z.number().int().optional(),
  /** The number of affected characters. */
  length: z.number().int().optional(),
  /** The name of the file. */
  file: z.string().optional(),
})
/**
 * The location of a problem: a node, one of its ports or settings, an edge, a column, a row or a file.
 *
 * @public
 */
export type Place = z.infer<typeof placeSchema>

/** @internal */
export const problemSchema = z.strictObject({
  /** The stable code, which the error reference explains. */
  code: z.string(),
  /** The severity. An `error` stops the node. */
  severity: z.enum(['error', 'warning', 'info']),
  /** The values to insert into the sentence. */
  params: messageParamsSchema.optional(),
  /** A sentence that replaces the one for the code, which stays, because error handlers branch on it. */
  sentence: messageSchema.optional(),
  /** The sentence, formatted in English. */
  message: z.string().optional(),
  /** The location of the problem. */
  where: placeSchema.optional(),
  /** The next step, formatted in English. */
  hint: z.string().optional(),
})
/**
 * A problem that a user can cause, as data: a stable `code`, the values to insert into its sentence (`params`), and its
 * location (`where`). The message catalogs contain the sentence and the next step, which are formatted when the problem
 * is shown. An `error` stops its node; a `warning` or `info` does not.
 *
 * `sentence` replaces the sentence for the code if an enclosing node, such as a loop, reports the problem. It contains
 * the original sentence as a parameter. `message` and `hint` are formatted in English. Version 0.1, which had no
 * `params`, stored them. They are also recorded with failures for error handlers, and sent by the HTTP API.
 *
 * @public
 */
export type Problem = z.infer<typeof problemSchema>

interface ProblemOptions {
  readonly where?: Place | undefined
}
const createProblemFactory =
  (severity: Problem['severity']) =>
  <Code extends ProblemCode>(code: Code, params: ParamsOfCode<Code>, { where }: ProblemOptions = {}): Problem => ({
    code,
    severity,
    params: params as MessageParams,
    ...defined({ where }),
  })

/** Creates a problem that stops its node. @internal */
export const error = createProblemFactory('error')
/** Creates a problem that does not stop its node. @internal */
export const warning = createProblemFactory('warning')
/** Creates a note, for example about a decision. @internal */
export const info = createProblemFactory('info')

/** Returns whether any of the problems stops its node. @internal */
export const hasErrors = (problems: readonly Problem[]): boolean =>
  problems.some(({ severity }) => severity === 'error')

/** Returns the next step for a problem as text to format. Empty if there is none. @internal */
export const getHint = ({ code, params, hint }: Problem): Text =>
  params === undefined ? (hint ?? '') : { code: `${code}.hint`, params }

/** Returns a problem's sentence as text to format: a message, or the text that version 0.1 stored. @internal */
export const getProblemText = ({ code, params, sentence, message }: Problem): Text =>
  sentence ?? (params === undefined && message !== undefined ? message : { code, ...defined({ params }) })

/**
 * Returns a copy of the problem with a different sentence, as reported by an enclosing node. Code, parameters and hint
 * are unchanged.
 *
 * @internal
 */
export function replaceSentence(problem: Problem, sentence: Message): Problem {
  const { message: _, ...rest } = problem
  return { ...rest, sentence }
}
