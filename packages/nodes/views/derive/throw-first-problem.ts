import { TablesError } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'

/** Throws a `TablesError` for the first problem, if there is one. */
export function throwFirstProblem(problems: readonly Problem[]): void {
  if (problems[0]) throw new TablesError(problems[0])
}
