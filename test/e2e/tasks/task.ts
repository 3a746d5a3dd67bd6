import type { Visitor } from './visitor.ts'

/** What a person wants to do, with the most actions that it may need. */
export interface Task {
  readonly maxActions: number
  run(visitor: Visitor): Promise<void>
}

/** Tasks by title. */
export type TaskList = Readonly<Record<string, Task>>
