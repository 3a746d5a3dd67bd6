import type { ExpressionHelp } from '../form-context.ts'

/** Completions at an offset of an expression. */
export type Completions = ExpressionHelp['completions']
