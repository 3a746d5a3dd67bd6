import { TablesError } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'

/** Throws the first of problems, where there is one. */
export function refuseFirst(problems: readonly Problem[]): void {
  if (problems[0]) throw new TablesError(problems[0])
}
