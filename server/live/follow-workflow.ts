import type { Backend } from '../backend.ts'
import type { Follower } from './run-feed.ts'

/** The last event that a client has seen, per run. */
export type SeenEvents = ReadonlyMap<string, number>

/** Parses `run:number,run:number`; `undefined` for any other string. */
export function readSeen(text: string): SeenEvents | undefined {
  const seen = new Map<string, number>()
  for (const part of text === '' ? [] : text.split(',')) {
    const [, run, seq] = /^([\w-]{1,128}):(\d{1,9})$/.exec(part) ?? []
    if (run === undefined || seq === undefined || seen.size >= 1000) return undefined
    seen.set(run, Number(seq))
  }
  return seen
}

export interface FollowWorkflowOptions {
  backend: Pick<Backend, 'store' | 'feeds'>
  workflow: string
  seen: SeenEvents
  follower(next: number): Follower
  onFault(cause: unknown): void
}

/** Maximum number of runs of a workflow that a client can follow. */
const maxRuns = 1000

/**
 * Follows all runs of a workflow: runs in progress and new runs. A client that reconnects also receives the runs that
 * it has seen and those created since then. Each run is sent from its beginning, or from the last event that the client
 * has seen.
 */
export function followWorkflow(options: FollowWorkflowOptions): { drained(): void; close(): void } {
  const { backend, workflow, seen, follower, onFault } = options
  const { store, feeds } = backend
  const followed = new Map<string, { drained(): void; leave(): void }>()
  let isClosed = false

  const follow = (run: string): void => {
    if (isClosed || followed.has(run)) return
    const feed = feeds.forRun(run)
    const runFollower = follower((seen.get(run) ?? -1) + 1)
    const entry = { drained: () => feed.onDrain(runFollower), leave: () => undefined as void }
    followed.set(run, entry)
    const leave = feed.follow(runFollower)
    entry.leave = () => void leave()
  }
  const start = async (): Promise<void> => {
    const page = { limit: maxRuns, offset: 0 }
    const activeRuns = await store.runs.list(page, { workflowId: workflow, status: ['queued', 'running', 'waiting'] })
    for (const { id } of activeRuns.items) follow(id)
    const seenRuns = await Promise.all([...seen.keys()].map((run) => store.runs.find(run)))
    const times = seenRuns.flatMap((run) => (run?.workflowId === workflow ? [run.createdAt] : []))
    for (const run of seenRuns) if (run?.workflowId === workflow) follow(run.id)
    const [from] = times.sort()
    if (from === undefined) return
    const newRuns = await store.runs.list(page, { workflowId: workflow, from: new Date(from) })
    for (const { id } of newRuns.items) follow(id)
  }
  const unlisten = feeds.onRunUpdate(workflow, follow)
  void start().catch(onFault)
  return {
    drained() {
      for (const { drained } of followed.values()) drained()
    },
    close() {
      isClosed = true
      unlisten()
      for (const { leave } of followed.values()) leave()
    },
  }
}
