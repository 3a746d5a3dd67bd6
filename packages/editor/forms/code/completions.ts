import type { ExpressionAssist } from '../form-context.ts'

/** Completions at an offset of an expression. */
export type Completions = ExpressionAssist['completions']
