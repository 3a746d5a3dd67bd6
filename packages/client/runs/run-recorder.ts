import type { Problem, RunEvent, RunState } from '@aw-flow/schema'
import { findDatasetReferences } from '../data/find-dataset-references.ts'
import type { StoredRun, WorkflowStorage } from '../storage/storage.ts'

interface Options {
  storage: WorkflowStorage
  run: string
  workflowId: string
  workflowName: string
  onProblem: (problem: Problem) => void
  /** The stored entry, if the run is being resumed. */
  resumedEntry?: StoredRun
}

/**
 * Creates a recorder that writes a run's events to storage in order. Events that arrive during a write form the next
 * batch.
 */
export function createRunRecorder({ storage, run, workflowId, workflowName, onProblem, resumedEntry }: Options) {
  let entry: StoredRun = resumedEntry ?? { run, workflowId, workflowName, state: 'queued', startedAt: 0 }
  let pendingEvents: RunEvent[] = []
  let pendingWrite: Promise<void> | undefined
  let hasReportedProblem = false

  const write = async (): Promise<void> => {
    while (pendingEvents.length > 0) {
      const events = pendingEvents
      pendingEvents = []
      entry = events.reduce(applyEvent, entry)
      const problem = await storage.appendEvents(entry, events)
      if (problem && !hasReportedProblem) {
        hasReportedProblem = true
        onProblem(problem)
      }
    }
    // Reset synchronously, so that events added from now on start a new write.
    pendingWrite = undefined
  }

  return {
    /** The run's entry in the list of runs, including changes that are still being written. */
    get entry(): StoredRun {
      return entry
    },
    /** Resolves once these events are stored or storing them has failed. */
    async append(events: readonly RunEvent[]): Promise<void> {
      pendingEvents.push(...events)
      if (pendingEvents.length > 0) await (pendingWrite ??= write())
    },
    /** Resolves once no write is in progress. */
    whenIdle: async (): Promise<void> => pendingWrite,
  }
}

const finalStates: Partial<Record<RunEvent['type'], RunState>> = {
  'run-completed': 'completed',
  'run-failed': 'failed',
  'run-cancelled': 'cancelled',
}

/** Returns the run's updated entry in the list of runs after an event. */
export function applyEvent(entry: StoredRun, event: RunEvent): StoredRun {
  const { type, time } = event
  const finalState = finalStates[type]
  if (finalState) return { ...entry, state: finalState, endedAt: time }
  if (type !== 'run-started') return entry
  const datasets = findDatasetIds(event)
  return { ...entry, state: 'running', startedAt: time, ...(datasets.length > 0 ? { datasets } : {}) }
}

/**
 * Returns the ids of the datasets passed to the nodes of a run, and of those that the settings of all other nodes refer
 * to.
 */
function findDatasetIds({ workflow, inputs }: Extract<RunEvent, { type: 'run-started' }>): string[] {
  const providedIds = Object.values(inputs).flatMap((values) =>
    Object.values(values).flatMap((value) => (value.kind === 'file' ? [value.dataset] : [])),
  )
  const nodes = workflow.nodes.filter(({ id }) => inputs[id] === undefined)
  return [...new Set([...providedIds, ...findDatasetReferences({ ...workflow, nodes })])]
}
