import type { Completions, TriedExpression } from '@aw-flow/engine'
import { z } from 'zod'

/** Completions at the cursor, and the result of evaluating the expression. */
export interface ExpressionAssist {
  /** The completions at the cursor. */
  completions: Completions
  /**
   * The result of the expression. For an expression evaluated per row, this is the result for the first row, or an
   * error that affects all rows.
   */
  tried: TriedExpression
  /** For an expression evaluated per row, the results for the first rows, if a table is available. */
  rows?: readonly TriedExpression[]
}

const resultSchema = z.looseObject({ ok: z.boolean() })

export const expressionAssistSchema = z.looseObject({
  completions: z.looseObject({ from: z.number(), to: z.number(), options: z.array(z.looseObject({})) }),
  tried: resultSchema,
  rows: z.array(resultSchema).optional(),
}) as unknown as z.ZodType<ExpressionAssist>
