import type { Message, MessageParams, ParamsOfCode, ProblemCode, Text } from '@aw-flow/messages'
import { messageParamsSchema, messageSchema } from './text.ts'
import { z } from './zod.ts'

export const placeSchema = z.strictObject({
  /** The id of the node. */
  node: z.string().optional(),
  /** The id of the edge. */
  edge: z.string().optional(),
  /** The name of the port. */
  port: z.string().optional(),
  /** The name of the setting; the names of a nested setting are joined by dots. */
  setting: z.string().optional(),
  /** The name of the column. */
  column: z.string().optional(),
  /** The number of the row; 1 is the first row of data. */
  row: z.number().int().optional(),
  /** The physical line of the file, from 1. */
  line: z.number().int().optional(),
  /** The first character of the setting's text, from 0. */
  offset: z.number().int().optional(),
  /** The number of characters from `offset`. */
  length: z.number().int().optional(),
  /** The name of the file. */
  file: z.string().optional(),
})
/**
 * The location of a problem: a node, one of its ports or settings, an edge, a column, a row (1 = first data row) or a
 * file. `offset` and `length`: the characters of the setting's text.
 *
 * @public
 */
export type Place = z.infer<typeof placeSchema>

/** @internal */
export const problemSchema = z.strictObject({
  /** The stable code; the error reference explains each. */
  code: z.string(),
  /** Whether the problem stops its node. */
  severity: z.enum(['error', 'warning', 'info']),
  /** The values that the sentence contains. */
  params: messageParamsSchema.optional(),
  /** Replaces the sentence of the code. */
  sentence: messageSchema.optional(),
  /** The rendered English sentence. */
  message: z.string().optional(),
  /** The location of the problem. */
  where: placeSchema.optional(),
  /** The rendered English next step. */
  hint: z.string().optional(),
})
/**
 * A problem that a user can cause, as data: a stable `code`, the values that its sentence contains (`params`), and its
 * location (`where`). The message catalogs contain the sentence and the next step; both are rendered when the problem
 * is shown. An `error` stops the node that has it, a `warning` and an `info` do not.
 *
 * `sentence` replaces the sentence of the code if an enclosing node, such as a loop, reports the problem; it contains
 * the original sentence as a parameter. `message` and `hint` are rendered English: stored by version 0.1, which had no
 * `params`, recorded with failures for the values of error handlers, and sent by the HTTP API.
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
    ...(where ? { where } : {}),
  })

/** Creates a problem that stops its node. @internal */
export const error = createProblemFactory('error')
/** Creates a problem that does not stop its node. @internal */
export const warning = createProblemFactory('warning')
/** Creates a notice about a decision. @internal */
export const info = createProblemFactory('info')

/** Returns whether any of these problems stops its node. @internal */
export const hasErrors = (problems: readonly Problem[]): boolean =>
  problems.some(({ severity }) => severity === 'error')

/** Returns the next step for a problem as text to render; empty if its code has none. @internal */
export const getHint = ({ code, params, hint }: Problem): Text =>
  params === undefined ? (hint ?? '') : { code: `${code}.hint`, params }

/** Returns the sentence of a problem as text to render: a message, or the text that version 0.1 stored. @internal */
export const getProblemText = ({ code, params, sentence, message }: Problem): Text =>
  sentence ??
  (params === undefined && message !== undefined ? message : { code, ...(params === undefined ? {} : { params }) })

/**
 * Returns the problem with a different sentence, as an enclosing node reports it. Code, parameters and hint are
 * unchanged.
 *
 * @internal
 */
export function replaceSentence(problem: Problem, sentence: Message): Problem {
  const { message: _, ...rest } = problem
  return { ...rest, sentence }
}
