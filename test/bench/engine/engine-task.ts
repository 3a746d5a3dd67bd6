/** What an engine is asked to run. Every contender makes it in its own way, and does no more than it says. */
export interface EngineTask {
  /** `chain`: each node behind the one before. `fan-out`: one node, and all others behind it. */
  shape: 'chain' | 'fan-out'
  nodes: number
  /** Runs of the same graph that go on at the same time. */
  runs: number
  /** Each node hands on a record of this size, its `step` replaced by the node's own; without it nodes do nothing. */
  record?: TaskRecord
}

/** A record of nested fields, `kB` kB as JSON. */
export interface TaskRecord {
  step: number
  fields: { name: string; value: string; tags: string[] }[]
}

/** How long it took: all of it, and each of the runs, in ms. */
export interface EngineOutcome {
  ms: number
  runMs: number[]
}

/** Makes a task ready (graph built, nothing run); the answer runs it once. Throws where a run did not do its work. */
export type PrepareEngine = (task: EngineTask) => () => Promise<EngineOutcome>

/** A record of about 1 kB as JSON, the same each time. */
export function taskRecord(): TaskRecord {
  const fields = Array.from({ length: 11 }, (_, n) => ({
    name: `field ${n}`,
    value: `A value of some length, number ${n}`,
    tags: ['first', `tag ${n}`],
  }))
  return { step: -1, fields }
}
