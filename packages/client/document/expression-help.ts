import type { Completions, TriedExpression } from '@aw-flow/engine'
import { z } from 'zod'

/** Completions at the cursor, and the value of the expression or its error. */
export interface ExpressionHelp {
  /** The completions at the cursor. */
  completions: Completions
  /**
   * The result of the expression. If it is evaluated per row: the result for the first row, or an error that applies to
   * all rows.
   */
  tried: TriedExpression
  /** If it is evaluated per row: the results for the first rows, if there is a table. */
  rows?: readonly TriedExpression[]
}

const triedSchema = z.looseObject({ ok: z.boolean() })

export const expressionHelpSchema = z.looseObject({
  completions: z.looseObject({ from: z.number(), to: z.number(), options: z.array(z.looseObject({})) }),
  tried: triedSchema,
  rows: z.array(triedSchema).optional(),
}) as unknown as z.ZodType<ExpressionHelp>
