import type { Problem, RunEvent, RunState } from '@aw-flow/schema'
import { datasetReferences } from '../data/dataset-references.ts'
import type { StoredRun, WorkflowStorage } from '../storage/storage.ts'

export interface RunRecorder {
  /** The run's entry in the list, as it is stored or on its way there. */
  readonly entry: StoredRun
  /** Settles when these are stored or refused. */
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
  /** The run's entry in the list, where it goes on. */
  before?: StoredRun
}

/** Writes a run's events to storage as they come, in order, several in one go while the disk is busy. */
export function recordRun({ storage, run, workflowId, workflowName, onProblem, before }: Options): RunRecorder {
  let entry: StoredRun = before ?? { run, workflowId, workflowName, state: 'queued', startedAt: 0 }
  let waiting: RunEvent[] = []
  let writing: Promise<void> | undefined
  let refused = false

  const write = async (): Promise<void> => {
    // Ends in the same turn as the loop: events that come in between would find nobody to write them.
    while (waiting.length > 0) {
      const events = waiting
      waiting = []
      entry = events.reduce(withEvent, entry)
      const problem = await storage.appendEvents(entry, events)
      if (problem && !refused) {
        refused = true
        onProblem(problem)
      }
    }
    writing = undefined
  }

  return {
    get entry() {
      return entry
    },
    async events(events) {
      waiting.push(...events)
      if (waiting.length > 0) await (writing ??= write())
    },
    settled: async () => writing,
  }
}

const ends: Partial<Record<RunEvent['type'], RunState>> = {
  'run-completed': 'completed',
  'run-failed': 'failed',
  'run-cancelled': 'cancelled',
}

/** A run's entry in the list after one more event. */
export function withEvent(entry: StoredRun, event: RunEvent): StoredRun {
  const { type, time } = event
  const end = ends[type]
  if (end) return { ...entry, state: end, endedAt: time }
  if (type !== 'run-started') return entry
  const datasets = datasetsOf(event)
  return { ...entry, state: 'running', startedAt: time, ...(datasets.length > 0 ? { datasets } : {}) }
}

/** What a run was given, and what the settings of the other nodes name. */
function datasetsOf({ workflow, inputs }: Extract<RunEvent, { type: 'run-started' }>): string[] {
  const given = Object.values(inputs).flatMap((values) =>
    Object.values(values).flatMap((value) => (value.kind === 'file' ? [value.dataset] : [])),
  )
  const nodes = workflow.nodes.filter(({ id }) => inputs[id] === undefined)
  return [...new Set([...given, ...datasetReferences({ ...workflow, nodes })])]
}
