import type { ExpressionAssist } from '../form-context.ts'

/** Completions at an offset in an expression. */
export type Completions = ExpressionAssist['completions']
