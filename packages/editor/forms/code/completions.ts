import type { ExpressionHelp } from '../form-surroundings.ts'

/** Completions at an offset of an expression. */
export type Completions = ExpressionHelp['completions']
