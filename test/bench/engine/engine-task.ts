/** A task for an engine. Each contender implements it with its own API and does nothing else. */
export interface EngineTask {
  /**
   * `chain`: each node follows the previous one. `fan-out`: all other nodes follow the first one. `loop`: a chain that
   * runs `turns` times in sequence.
   */
  shape: 'chain' | 'fan-out' | 'loop'
  /** The number of nodes in the graph or in a loop's body. */
  nodes: number
  turns?: number
  /** The number of parallel runs of the graph. */
  runs: number
  /**
   * The initial record. Each node passes on a record of this size, with its own `step` and with a `note` rendered from
   * a template in the node's settings. If absent, nodes do nothing.
   */
  record?: TaskRecord
}

/** A record of nested fields, about 1 kB as JSON. */
export interface TaskRecord {
  step: number
  note: string
  fields: { name: string; value: string; tags: string[] }[]
}

/** The total time, and the time of each run, in milliseconds. */
export interface EngineOutcome {
  ms: number
  runMs: number[]
}

/**
 * Prepares a task without running it. The returned function runs it once and throws if a run did not complete its work.
 */
export type PrepareEngine = (task: EngineTask) => () => Promise<EngineOutcome>

/** Returns the total number of nodes that a task runs, across all runs and iterations. */
export const countNodes = ({ nodes, turns = 1, runs }: EngineTask): number => nodes * turns * runs

/** Creates a deterministic record of about 1 kB as JSON. */
export function createTaskRecord(): TaskRecord {
  const fields = Array.from({ length: 11 }, (_, n) => ({
    name: `field ${n}`,
    value: `A value of some length, number ${n}`,
    tags: ['first', `tag ${n}`],
  }))
  return { step: -1, note: '', fields }
}

/** Renders a node's template. */
export const renderNote = (record: TaskRecord): string => `After ${record.step} of ${record.fields[3]!.name}`

/** Returns the record that a node passes on. */
export const nextRecord = (record: TaskRecord, step: number): TaskRecord => ({
  ...record,
  step,
  note: renderNote(record),
})

/** Computes the record of a task's last node without an engine. */
export function lastRecord({ shape, nodes, turns = 1, record }: EngineTask): TaskRecord | null {
  if (!record) return null
  const path =
    shape === 'fan-out' ? [0, nodes - 1] : Array.from({ length: turns }, () => [...Array(nodes).keys()]).flat()
  return path.reduce(nextRecord, record)
}

/** Throws if a contender's run ended with a record other than the expected one. */
export function checkLast(contender: string, task: EngineTask, record: unknown): void {
  const expected = JSON.stringify(lastRecord(task))
  const actual = JSON.stringify(record ?? null)
  if (actual !== expected)
    throw new Error(`${contender} ended with ${actual.slice(0, 200)}, expected ${expected.slice(0, 200)}.`)
}
