import { z } from './zod.ts'

/** Where a problem is: a node, one of its ports or settings, an edge, a column, a row (1 = first data row) or a file. */
export const placeSchema = z.strictObject({
  node: z.string().optional(),
  edge: z.string().optional(),
  port: z.string().optional(),
  setting: z.string().optional(),
  column: z.string().optional(),
  row: z.number().int().optional(),
  line: z.number().int().optional(),
  file: z.string().optional(),
})
export type Place = z.infer<typeof placeSchema>

/**
 * What a user can cause, as a value: a stable `code`, a `message` that holds the offending values, `where` it is and
 * a `hint` that names the next step. An `error` stops the node that has it, a `warning` and an `info` do not.
 */
export const problemSchema = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  where: placeSchema.optional(),
  hint: z.string().optional(),
})
export type Problem = z.infer<typeof problemSchema>

type ProblemOptions = { where?: Place; hint?: string }

const make =
  (severity: Problem['severity']) =>
  (code: string, message: string, { where, hint }: ProblemOptions = {}): Problem => ({
    code,
    severity,
    message,
    ...(where ? { where } : {}),
    ...(hint ? { hint } : {}),
  })

/** A problem that stops its node. */
export const error = make('error')
/** A problem that is told and does not stop. */
export const warning = make('warning')
/** A decision worth knowing. */
export const info = make('info')

/** One line for a log or a terminal: message, place and next step. */
export function formatProblem({ message, where, hint }: Problem): string {
  const place = where
    ? Object.entries(where)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => `${key} ${value}`)
        .join(', ')
    : ''
  return [place ? `${message} (${place})` : message, hint].filter(Boolean).join(' ')
}

/** True when one of them stops its node. */
export const hasErrors = (problems: readonly Problem[]): boolean => problems.some((p) => p.severity === 'error')
