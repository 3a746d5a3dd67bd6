import type { RunEventBody } from '@aw-flow/schema'
import type { PersistCallbacks } from './run-control.ts'

/** Collects a run's events that are not recorded yet, and tracks the work in progress that will post more events. */
export type RunInbox = ReturnType<typeof createRunInbox>

/** Creates the inbox of a run. */
export function createRunInbox() {
  const pendingWork = new Set<Promise<void>>()
  const requests: (() => RunEventBody[])[] = []
  let postedEvents: RunEventBody[] = []
  let cursor = 0
  let pendingCallbacks: PersistCallbacks[] = []
  let wake = (): void => {}
  let hasEnded = false

  const post = (body: RunEventBody): void => {
    postedEvents.push(body)
    wake()
  }
  return {
    post,
    /** Posts an event and resolves when the journal has stored it. */
    postAndPersist: (body: RunEventBody): Promise<void> =>
      new Promise((resolve, reject) => {
        if (hasEnded) return reject(new Error('The run has ended.'))
        pendingCallbacks.push({ resolve, reject })
        post(body)
      }),
    /** Tracks work that posts its outcome when it completes. */
    trackWork(work: Promise<void>): void {
      const trackedWork = work.finally(() => {
        pendingWork.delete(trackedWork)
        if (pendingWork.size === 0) wake()
      })
      pendingWork.add(trackedWork)
    },
    /** Adds a request from the host. Its handler runs between two steps and returns events. */
    enqueue(handle: () => RunEventBody[]): void {
      if (hasEnded) return void handle()
      requests.push(handle)
      wake()
    },
    whenPersisted: (callbacks: PersistCallbacks): void => void pendingCallbacks.push(callbacks),
    /** Handles the next request. Its events precede those that are already posted. */
    handleRequest(): void {
      const requestEvents = requests.shift()?.() ?? []
      postedEvents = [...requestEvents, ...postedEvents.slice(cursor)]
      cursor = 0
    },
    get hasRequests(): boolean {
      return requests.length > 0
    },
    /** Returns and removes the next event, including events posted while the previous event was processed. */
    next(): RunEventBody | undefined {
      if (cursor < postedEvents.length) return postedEvents[cursor++]
      postedEvents = []
      cursor = 0
      return undefined
    },
    get isEmpty(): boolean {
      return cursor === postedEvents.length
    },
    /** Whether no work is in progress that could post events. */
    get isIdle(): boolean {
      return pendingWork.size === 0
    },
    /** Resolves when there may be new events or requests. */
    waitForMore: (): Promise<void> => new Promise<void>((resolve) => (wake = resolve)),
    /** The number of callers waiting for their events to be stored. */
    get waitingCallerCount(): number {
      return pendingCallbacks.length
    },
    /** Resolves the promises of the first `callerCount` callers, whose events have been stored. */
    resolvePersisted(callerCount: number): void {
      if (callerCount > 0) for (const { resolve } of pendingCallbacks.splice(0, callerCount)) resolve()
    },
    /** Closes the inbox at the end of the run and waits for work in progress. */
    async end(): Promise<void> {
      hasEnded = true
      for (const { reject } of pendingCallbacks) reject(new Error('The run has ended.'))
      pendingCallbacks = []
      for (const handle of requests) handle()
      await Promise.all(pendingWork)
    },
    get isEnded(): boolean {
      return hasEnded
    },
  }
}
