import type { RunEventBody } from '@aw-flow/schema'
import type { Persisted } from './run-control.ts'

/** Events of a run that are not recorded yet, and the work in progress that will post more. */
export interface RunInbox {
  post(body: RunEventBody): void
  /** Posts an event; resolves when the journal has stored it. */
  postAndPersist(body: RunEventBody): Promise<void>
  /** Adds work that will post its outcome. */
  trackWork(work: Promise<void>): void
  /** Adds a request from the host, which is handled between two steps and returns events. */
  request(handle: () => RunEventBody[]): void
  whenPersisted(persisted: Persisted): void
  /** Handles the next request; its events precede those that were posted. */
  handleRequest(): void
  readonly hasRequests: boolean
  /** The next event, including those that were posted while the previous one was processed. */
  next(): RunEventBody | undefined
  readonly isEmpty: boolean
  /** Whether no work is in progress that could post events. */
  readonly isIdle: boolean
  /** Resolves when there may be new events or requests. */
  waitForMore(): Promise<void>
  /** The number of callers that wait for posted events to be stored. */
  readonly waitingCallers: number
  /** Resolves the promises of the first callers, whose events are stored. */
  resolvePersisted(waitingCallers: number): void
  /** Ends the inbox with the run, and waits for work in progress. */
  end(): Promise<void>
  readonly isEnded: boolean
}

/** Creates the inbox of a run. */
export function createRunInbox(): RunInbox {
  const pendingWork = new Set<Promise<void>>()
  const requests: (() => RunEventBody[])[] = []
  let bodies: RunEventBody[] = []
  let cursor = 0
  let unpersisted: Persisted[] = []
  let wake = (): void => {}
  let hasEnded = false

  const post = (body: RunEventBody): void => {
    bodies.push(body)
    wake()
  }
  return {
    post,
    postAndPersist: (body) =>
      new Promise((resolve, reject) => {
        if (hasEnded) return reject(new Error('The run has ended.'))
        unpersisted.push({ resolve, reject })
        post(body)
      }),
    trackWork(work) {
      const settled = work.finally(() => {
        pendingWork.delete(settled)
        if (pendingWork.size === 0) wake()
      })
      pendingWork.add(settled)
    },
    request(handle) {
      if (hasEnded) return void handle()
      requests.push(handle)
      wake()
    },
    whenPersisted: (persisted) => void unpersisted.push(persisted),
    handleRequest() {
      const requestEvents = requests.shift()?.() ?? []
      bodies = [...requestEvents, ...bodies.slice(cursor)]
      cursor = 0
    },
    get hasRequests() {
      return requests.length > 0
    },
    next() {
      if (cursor < bodies.length) return bodies[cursor++]
      bodies = []
      cursor = 0
      return undefined
    },
    get isEmpty() {
      return cursor === bodies.length
    },
    get isIdle() {
      return pendingWork.size === 0
    },
    waitForMore: () => new Promise<void>((resolve) => (wake = resolve)),
    get waitingCallers() {
      return unpersisted.length
    },
    resolvePersisted(waitingCallers) {
      if (waitingCallers > 0) for (const { resolve } of unpersisted.splice(0, waitingCallers)) resolve()
    },
    async end() {
      hasEnded = true
      for (const { reject } of unpersisted) reject(new Error('The run has ended.'))
      unpersisted = []
      for (const handle of requests) handle()
      await Promise.all(pendingWork)
    },
    get isEnded() {
      return hasEnded
    },
  }
}
