import { message } from '@aw-flow/messages'
import {
  createEmptyRunView,
  foldRun,
  isFinalRunState,
  type Problem,
  type RunEvent,
  type RunProgress,
  type RunView,
} from '@aw-flow/schema'

/**
 * Schedules a callback for the next frame, or after a timeout if the page is hidden. Returns a function that cancels
 * it.
 */
export type Schedule = (callback: () => void) => () => void

export interface RunFollowerOptions {
  /** Called when the view or the progress changes, at most once per frame. */
  onChange: (changes: { run: boolean; progress: boolean }) => void
  schedule?: Schedule
}

/** Creates a follower, which updates a run's view with one batch of events per frame. */
export function createRunFollower({ onChange, schedule = scheduleFrame }: RunFollowerOptions) {
  let view = createEmptyRunView()
  let progress: Readonly<Record<string, RunProgress>> = {}
  let pendingEvents: RunEvent[] = []
  let pendingProgress: Record<string, RunProgress> = {}
  let cancelScheduled: (() => void) | undefined

  const update = (): void => {
    cancelScheduled?.()
    cancelScheduled = undefined
    const previousProgress = progress
    if (pendingEvents.length > 0) {
      const events = pendingEvents
      pendingEvents = []
      view = foldRun(events, view)
    }
    const latestProgress = { ...progress, ...pendingProgress }
    pendingProgress = {}
    const runningNodes = Object.values(latestProgress).filter(({ node }) => view.nodes[node]?.state === 'running')
    if (runningNodes.length > 0 || Object.keys(previousProgress).length > 0) {
      progress = Object.fromEntries(runningNodes.map((item) => [item.node, item]))
    }
    onChange({ run: true, progress: progress !== previousProgress })
  }
  const scheduleUpdate = (): void => {
    cancelScheduled ??= schedule(update)
  }

  return {
    get view(): RunView {
      return view
    },
    /** The progress of running nodes, keyed by node id. */
    get progress(): Readonly<Record<string, RunProgress>> {
      return progress
    },
    get hasEnded(): boolean {
      return isFinalRunState(view.state)
    },
    addEvents(events: readonly RunEvent[]): void {
      pendingEvents.push(...events)
      scheduleUpdate()
    },
    reportProgress(item: RunProgress): void {
      pendingProgress[item.node] = item
      scheduleUpdate()
    },
    /** Applies pending events immediately instead of in the next frame. */
    flush(): void {
      if (cancelScheduled) update()
    },
    destroy(): void {
      cancelScheduled?.()
      cancelScheduled = undefined
    },
  }
}

/** Schedules a callback for the next frame. The timer is a fallback, because hidden pages have no animation frames. */
function scheduleFrame(callback: () => void): () => void {
  const frame = requestAnimationFrame(() => runOnce())
  const timer = setTimeout(() => runOnce(), 250)
  const stop = (): void => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
  const runOnce = (): void => {
    stop()
    callback()
  }
  return stop
}

/**
 * Creates the events that end a run on behalf of its engine, for example after the engine has crashed. Running nodes
 * are marked as canceled. Pending nodes are marked as canceled or, if the run failed, as skipped.
 */
export function createClosingEvents(view: RunView, time: number, cause: 'cancelled' | Problem): RunEvent[] {
  const events: RunEvent[] = []
  const createBase = (): { seq: number; time: number } => ({ seq: view.events + events.length, time })
  for (const { node, state } of Object.values(view.nodes)) {
    if (state === 'running' || state === 'retrying' || state === 'waiting') {
      events.push({ ...createBase(), type: 'node-cancelled', node })
    } else if (state === 'pending') {
      events.push(
        cause === 'cancelled'
          ? { ...createBase(), type: 'node-cancelled', node }
          : { ...createBase(), type: 'node-skipped', node, reason: message('node.not-run-ended', {}), because: [] },
      )
    }
  }
  events.push(
    cause === 'cancelled'
      ? { ...createBase(), type: 'run-cancelled' }
      : { ...createBase(), type: 'run-failed', failed: [], problem: cause },
  )
  return events
}
