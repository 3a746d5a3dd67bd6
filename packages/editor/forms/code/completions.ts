import type { ExpressionHelp } from '../form-surroundings.ts'

/** What may stand at a place of an expression. */
export type Completions = ExpressionHelp['completions']
