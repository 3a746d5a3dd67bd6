import {
  emptyRunView,
  foldRun,
  isEnded,
  type Problem,
  type RunEvent,
  type RunProgress,
  type RunView,
} from '@aw-flow/schema'

/** Calls back at the next frame, or soon where frames do not come; answers what calls it off. */
export type Schedule = (callback: () => void) => () => void

export interface RunFollower {
  readonly view: RunView
  /** By node id, of nodes that are running. */
  readonly progress: Readonly<Record<string, RunProgress>>
  readonly ended: boolean
  events(events: readonly RunEvent[]): void
  progressed(progress: RunProgress): void
  /** Tells what is waiting for the next frame now. */
  flush(): void
  destroy(): void
}

export interface RunFollowerOptions {
  /** Told at most once a frame. */
  onChange: (changed: { run: boolean; progress: boolean }) => void
  schedule?: Schedule
}

/** A run as it goes on: events are folded into the view frame by frame, each once. */
export function followRun({ onChange, schedule = nextFrame }: RunFollowerOptions): RunFollower {
  let view = emptyRunView()
  let progress: Readonly<Record<string, RunProgress>> = {}
  let waiting: RunEvent[] = []
  let reported: Record<string, RunProgress> = {}
  let callOff: (() => void) | undefined

  const tell = (): void => {
    callOff?.()
    callOff = undefined
    const before = progress
    if (waiting.length > 0) {
      const events = waiting
      waiting = []
      view = foldRun(events, view)
    }
    const latest = { ...progress, ...reported }
    reported = {}
    const running = Object.values(latest).filter(({ node }) => view.nodes[node]?.state === 'running')
    if (running.length > 0 || Object.keys(before).length > 0) {
      progress = Object.fromEntries(running.map((one) => [one.node, one]))
    }
    onChange({ run: true, progress: progress !== before })
  }
  const soon = (): void => {
    callOff ??= schedule(tell)
  }

  return {
    get view() {
      return view
    },
    get progress() {
      return progress
    },
    get ended() {
      return isEnded(view.state)
    },
    events(events) {
      waiting.push(...events)
      soon()
    },
    progressed(one) {
      reported[one.node] = one
      soon()
    },
    flush() {
      if (callOff) tell()
    },
    destroy() {
      callOff?.()
      callOff = undefined
    },
  }
}

/** Frames do not come to a hidden page; a timer does. */
function nextFrame(callback: () => void): () => void {
  const frame = requestAnimationFrame(() => once())
  const timer = setTimeout(() => once(), 250)
  const stop = (): void => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
  const once = (): void => {
    stop()
    callback()
  }
  return stop
}

/**
 * The events that end a run which the engine can no longer end, as the engine would have: what was running is cancelled;
 * what was waiting is cancelled too, or skipped where the run has failed.
 */
export function closingEvents(view: RunView, time: number, cause: 'cancelled' | Problem): RunEvent[] {
  const events: RunEvent[] = []
  const next = (): { seq: number; time: number } => ({ seq: view.events + events.length, time })
  for (const { node, state } of Object.values(view.nodes)) {
    if (state === 'running' || state === 'retrying' || state === 'waiting') {
      events.push({ ...next(), type: 'node-cancelled', node })
    } else if (state === 'pending') {
      events.push(
        cause === 'cancelled'
          ? { ...next(), type: 'node-cancelled', node }
          : { ...next(), type: 'node-skipped', node, reason: 'Not run, because the run ended before.', because: [] },
      )
    }
  }
  events.push(
    cause === 'cancelled'
      ? { ...next(), type: 'run-cancelled' }
      : { ...next(), type: 'run-failed', failed: [], problem: cause },
  )
  return events
}
