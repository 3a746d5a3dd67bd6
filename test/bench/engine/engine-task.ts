/** What an engine is asked to run. Every contender makes it in its own way, and does no more than it says. */
export interface EngineTask {
  /**
   * `chain`: each node behind the one before. `fan-out`: one node, and all others behind it. `loop`: a chain that is run
   * `turns` times, one after the other.
   */
  shape: 'chain' | 'fan-out' | 'loop'
  /** Of the graph; of a loop those of its body. */
  nodes: number
  turns?: number
  /** Runs of the same graph that go on at the same time. */
  runs: number
  /**
   * Each node hands on a record of this size, its `step` replaced by the node's own and its `note` by a text that is made
   * of a template in the node's settings; without it nodes do nothing.
   */
  record?: TaskRecord
}

/** A record of nested fields, about 1 kB as JSON. */
export interface TaskRecord {
  step: number
  note: string
  fields: { name: string; value: string; tags: string[] }[]
}

/** How long it took: all of it, and each of the runs, in ms. */
export interface EngineOutcome {
  ms: number
  runMs: number[]
}

/** Makes a task ready (graph built, nothing run); the answer runs it once. Throws where a run did not do its work. */
export type PrepareEngine = (task: EngineTask) => () => Promise<EngineOutcome>

/** How many nodes a task runs, all its runs and turns together. */
export const nodesOf = ({ nodes, turns = 1, runs }: EngineTask): number => nodes * turns * runs

/** A record of about 1 kB as JSON, the same each time. */
export function taskRecord(): TaskRecord {
  const fields = Array.from({ length: 11 }, (_, n) => ({
    name: `field ${n}`,
    value: `A value of some length, number ${n}`,
    tags: ['first', `tag ${n}`],
  }))
  return { step: -1, note: '', fields }
}

/** What a node's template comes to. */
export const noteOf = (record: TaskRecord): string => `After ${record.step} of ${record.fields[3]!.name}`

/** What a node hands on of what came in. */
export const passed = (record: TaskRecord, step: number): TaskRecord => ({ ...record, step, note: noteOf(record) })

/** What a task's last node hands on, worked out without any engine. */
export function lastRecord({ shape, nodes, turns = 1, record }: EngineTask): TaskRecord | null {
  if (!record) return null
  const path =
    shape === 'fan-out' ? [0, nodes - 1] : Array.from({ length: turns }, () => [...Array(nodes).keys()]).flat()
  return path.reduce(passed, record)
}

/** Throws where a contender's run ended with something else. */
export function checkLast(contender: string, task: EngineTask, record: unknown): void {
  const expected = JSON.stringify(lastRecord(task))
  const found = JSON.stringify(record ?? null)
  if (found !== expected)
    throw new Error(`${contender} ended with ${found.slice(0, 200)}, expected ${expected.slice(0, 200)}.`)
}
