import type { LiveServices, WorkspaceRunServices } from '../backend.ts'
import type { RunSummary } from '../store/runs/runs.ts'
import type { Follower } from './run-feed.ts'

/** Number of the last event that the client has received, keyed by run ID. */
export type ResumePositions = ReadonlyMap<string, number>

/** Parses a list such as `RUN_ID:12,RUN_ID:3`. Returns `undefined` if the list is malformed or too long. */
export function parseResumePositions(text: string): ResumePositions | undefined {
  const resumePositions = new Map<string, number>()
  for (const entry of text === '' ? [] : text.split(',')) {
    const [, runId, seq] = /^([\w-]{1,128}):(\d{1,9})$/.exec(entry) ?? []
    if (runId === undefined || seq === undefined || resumePositions.size >= 1000) return undefined
    resumePositions.set(runId, Number(seq))
  }
  return resumePositions
}

export interface FollowWorkflowOptions {
  backend: Pick<WorkspaceRunServices, 'store'> & Pick<LiveServices, 'feeds'>
  /** ID of the workflow to follow. If `undefined`, all workflows in the workspace are followed. */
  workflowId: string | undefined
  resumePositions: ResumePositions
  createFollower(nextSeq: number): Follower
  onError(cause: unknown): void
}

/** Maximum number of runs that each query returns. */
const maxRuns = 1000

/**
 * Follows the runs of a workflow, or of all workflows in a workspace: active runs and new ones. After reconnecting, a
 * client also receives the runs that it had been following, and those created in the meantime. A run's events are sent
 * from the first one or, after reconnecting, from the one after the last event that the client received.
 */
export function followWorkflow(options: FollowWorkflowOptions): { onDrain(): void; close(): void } {
  const { backend, workflowId, resumePositions, createFollower, onError } = options
  const { store, feeds } = backend
  const followedRuns = new Map<string, { onDrain(): void; unfollow(): void }>()
  let isClosed = false

  const follow = (runId: string): void => {
    if (isClosed || followedRuns.has(runId)) return
    const feed = feeds.getRunFeed(store, runId)
    const runFollower = createFollower((resumePositions.get(runId) ?? -1) + 1)
    const entry = { onDrain: () => feed.onDrain(runFollower), unfollow: () => undefined as void }
    followedRuns.set(runId, entry)
    const unfollow = feed.follow(runFollower)
    entry.unfollow = () => void unfollow()
  }
  const start = async (): Promise<void> => {
    const page = { limit: maxRuns, offset: 0 }
    const activeRuns = await store.runs.list(page, { workflowId, status: ['queued', 'running', 'waiting'] })
    for (const { id } of activeRuns.items) follow(id)
    const resumedRuns = await Promise.all([...resumePositions.keys()].map((run) => store.runs.find(run)))
    const isFollowed = (run: RunSummary): boolean => workflowId === undefined || run.workflowId === workflowId
    const creationTimes = resumedRuns.flatMap((run) => (run && isFollowed(run) ? [run.createdAt] : []))
    for (const run of resumedRuns) if (run && isFollowed(run)) follow(run.id)
    const [firstCreatedAt] = creationTimes.sort()
    if (firstCreatedAt === undefined) return
    const newRuns = await store.runs.list(page, { workflowId, from: new Date(firstCreatedAt) })
    for (const { id } of newRuns.items) follow(id)
  }
  const unsubscribe = feeds.onRunUpdate(store.workspace, workflowId, follow)
  void start().catch(onError)
  return {
    onDrain() {
      for (const { onDrain } of followedRuns.values()) onDrain()
    },
    close() {
      isClosed = true
      unsubscribe()
      for (const { unfollow } of followedRuns.values()) unfollow()
    },
  }
}
