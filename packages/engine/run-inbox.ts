import type { RunEventBody } from '@aw-flow/schema'
import type { PersistCallbacks } from './run-control.ts'

/** Collects a run's events that are not recorded yet, and tracks the work in progress that will post more events. */
export interface RunInbox {
  post(body: RunEventBody): void
  /** Posts an event and resolves when the journal has stored it. */
  postAndPersist(body: RunEventBody): Promise<void>
  /** Tracks work that posts its outcome when it completes. */
  trackWork(work: Promise<void>): void
  /** Adds a request from the host. Its handler runs between two steps and returns events. */
  enqueue(handle: () => RunEventBody[]): void
  whenPersisted(callbacks: PersistCallbacks): void
  /** Handles the next request. Its events precede those that are already posted. */
  handleRequest(): void
  readonly hasRequests: boolean
  /** Returns and removes the next event, including events posted while the previous event was processed. */
  next(): RunEventBody | undefined
  readonly isEmpty: boolean
  /** Whether no work is in progress that could post events. */
  readonly isIdle: boolean
  /** Resolves when there may be new events or requests. */
  waitForMore(): Promise<void>
  /** The number of callers waiting for their events to be stored. */
  readonly waitingCallerCount: number
  /** Resolves the promises of the first `callerCount` callers, whose events have been stored. */
  resolvePersisted(callerCount: number): void
  /** Closes the inbox at the end of the run and waits for work in progress. */
  end(): Promise<void>
  readonly isEnded: boolean
}

/** Creates the inbox of a run. */
export function createRunInbox(): RunInbox {
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
    postAndPersist: (body) =>
      new Promise((resolve, reject) => {
        if (hasEnded) return reject(new Error('The run has ended.'))
        pendingCallbacks.push({ resolve, reject })
        post(body)
      }),
    trackWork(work) {
      const trackedWork = work.finally(() => {
        pendingWork.delete(trackedWork)
        if (pendingWork.size === 0) wake()
      })
      pendingWork.add(trackedWork)
    },
    enqueue(handle) {
      if (hasEnded) return void handle()
      requests.push(handle)
      wake()
    },
    whenPersisted: (callbacks) => void pendingCallbacks.push(callbacks),
    handleRequest() {
      const requestEvents = requests.shift()?.() ?? []
      postedEvents = [...requestEvents, ...postedEvents.slice(cursor)]
      cursor = 0
    },
    get hasRequests() {
      return requests.length > 0
    },
    next() {
      if (cursor < postedEvents.length) return postedEvents[cursor++]
      postedEvents = []
      cursor = 0
      return undefined
    },
    get isEmpty() {
      return cursor === postedEvents.length
    },
    get isIdle() {
      return pendingWork.size === 0
    },
    waitForMore: () => new Promise<void>((resolve) => (wake = resolve)),
    get waitingCallerCount() {
      return pendingCallbacks.length
    },
    resolvePersisted(callerCount) {
      if (callerCount > 0) for (const { resolve } of pendingCallbacks.splice(0, callerCount)) resolve()
    },
    async end() {
      hasEnded = true
      for (const { reject } of pendingCallbacks) reject(new Error('The run has ended.'))
      pendingCallbacks = []
      for (const handle of requests) handle()
      await Promise.all(pendingWork)
    },
    get isEnded() {
      return hasEnded
    },
  }
}
