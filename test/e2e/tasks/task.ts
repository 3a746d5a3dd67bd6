import type { Visitor } from './visitor.ts'

/** A goal of a person, with the maximum number of actions that it may need. */
export interface Task {
  readonly maxActions: number
  run(visitor: Visitor): Promise<void>
}

/** Tasks by title. */
export type TaskList = Readonly<Record<string, Task>>
