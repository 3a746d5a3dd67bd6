import type { Problem, RunEvent, RunState } from '@aw-flow/schema'
import { datasetReferences } from '../data/dataset-references.ts'
import type { StoredRun, WorkflowStorage } from '../storage/storage.ts'

/** Stores the record of a run. */
export interface RunRecorder {
  /** The run's entry in the list of runs, including changes that are being written. */
  readonly entry: StoredRun
  /** Settles when these events are stored or refused. */
  events(events: readonly RunEvent[]): Promise<void>
  /** Settles when everything is stored or refused. */
  settled(): Promise<void>
}

interface Options {
  storage: WorkflowStorage
  run: string
  workflowId: string
  workflowName: string
  onProblem: (problem: Problem) => void
  /** The stored entry of a run that is resumed. */
  before?: StoredRun
}

/** Writes a run's events to storage in order. Events that arrive during a write are written as one batch. */
export function recordRun({ storage, run, workflowId, workflowName, onProblem, before }: Options): RunRecorder {
  let entry: StoredRun = before ?? { run, workflowId, workflowName, state: 'queued', startedAt: 0 }
  let pending: RunEvent[] = []
  let writing: Promise<void> | undefined
  let isReported = false

  const write = async (): Promise<void> => {
    while (pending.length > 0) {
      const events = pending
      pending = []
      entry = events.reduce(withEvent, entry)
      const problem = await storage.appendEvents(entry, events)
      if (problem && !isReported) {
        isReported = true
        onProblem(problem)
      }
    }
    // Synchronous after the loop, so that no event is added while `writing` is still set.
    writing = undefined
  }

  return {
    get entry() {
      return entry
    },
    async events(events) {
      pending.push(...events)
      if (pending.length > 0) await (writing ??= write())
    },
    settled: async () => writing,
  }
}

const finalStates: Partial<Record<RunEvent['type'], RunState>> = {
  'run-completed': 'completed',
  'run-failed': 'failed',
  'run-cancelled': 'cancelled',
}

/** The run's entry in the list of runs after an event. */
export function withEvent(entry: StoredRun, event: RunEvent): StoredRun {
  const { type, time } = event
  const end = finalStates[type]
  if (end) return { ...entry, state: end, endedAt: time }
  if (type !== 'run-started') return entry
  const datasets = datasetsOf(event)
  return { ...entry, state: 'running', startedAt: time, ...(datasets.length > 0 ? { datasets } : {}) }
}

/** Returns the datasets that were passed to a run, and those that the settings of the other nodes refer to. */
function datasetsOf({ workflow, inputs }: Extract<RunEvent, { type: 'run-started' }>): string[] {
  const provided = Object.values(inputs).flatMap((values) =>
    Object.values(values).flatMap((value) => (value.kind === 'file' ? [value.dataset] : [])),
  )
  const nodes = workflow.nodes.filter(({ id }) => inputs[id] === undefined)
  return [...new Set([...provided, ...datasetReferences({ ...workflow, nodes })])]
}
