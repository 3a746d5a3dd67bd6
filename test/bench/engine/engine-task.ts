/** A task for an engine. Every contender implements it with its own API and does nothing else. */
export interface EngineTask {
  /**
   * `chain`: each node follows the previous one. `fan-out`: all other nodes follow the first. `loop`: a chain that runs
   * `turns` times in sequence.
   */
  shape: 'chain' | 'fan-out' | 'loop'
  /** Number of nodes in the graph, or of a loop's body. */
  nodes: number
  turns?: number
  /** Number of parallel runs of the graph. */
  runs: number
  /**
   * Each node passes on a record of this size, with its own `step` and with a `note` rendered from a template in the node's
   * settings. Without it, nodes do nothing.
   */
  record?: TaskRecord
}

/** A record of nested fields, about 1 kB as JSON. */
export interface TaskRecord {
  step: number
  note: string
  fields: { name: string; value: string; tags: string[] }[]
}

/** Total time and time of each run, in ms. */
export interface EngineOutcome {
  ms: number
  runMs: number[]
}

/**
 * Prepares a task without running it. The returned function runs it once, and throws if a run did not complete its
 * work.
 */
export type PrepareEngine = (task: EngineTask) => () => Promise<EngineOutcome>

/** Total number of nodes that a task runs, over all runs and iterations. */
export const countNodes = ({ nodes, turns = 1, runs }: EngineTask): number => nodes * turns * runs

/** A record of about 1 kB as JSON; deterministic. */
export function createTaskRecord(): TaskRecord {
  const fields = Array.from({ length: 11 }, (_, n) => ({
    name: `field ${n}`,
    value: `A value of some length, number ${n}`,
    tags: ['first', `tag ${n}`],
  }))
  return { step: -1, note: '', fields }
}

/** The rendered template of a node. */
export const renderNote = (record: TaskRecord): string => `After ${record.step} of ${record.fields[3]!.name}`

/** The record that a node passes on. */
export const nextRecord = (record: TaskRecord, step: number): TaskRecord => ({
  ...record,
  step,
  note: renderNote(record),
})

/** The record of a task's last node, computed without an engine. */
export function lastRecord({ shape, nodes, turns = 1, record }: EngineTask): TaskRecord | null {
  if (!record) return null
  const path =
    shape === 'fan-out' ? [0, nodes - 1] : Array.from({ length: turns }, () => [...Array(nodes).keys()]).flat()
  return path.reduce(nextRecord, record)
}

/** Throws if a contender's run ended with a different record. */
export function checkLast(contender: string, task: EngineTask, record: unknown): void {
  const expected = JSON.stringify(lastRecord(task))
  const actual = JSON.stringify(record ?? null)
  if (actual !== expected)
    throw new Error(`${contender} ended with ${actual.slice(0, 200)}, expected ${expected.slice(0, 200)}.`)
}
