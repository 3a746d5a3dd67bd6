import type { RunEventBody } from '@aw-flow/schema'
import type { Kept } from './run-control.ts'

/** What comes in for a run and is not recorded yet; and the work that will bring more. */
export interface RunInbox {
  post(body: RunEventBody): void
  /** Posts an event; fulfilled when the journal has it. */
  postAndKeep(body: RunEventBody): Promise<void>
  /** Work whose outcome is posted. */
  background(work: Promise<void>): void
  /** What is asked from outside: answered when the state is at rest, by the events that it comes to. */
  request(ask: () => RunEventBody[]): void
  whenKept(kept: Kept): void
  /** Answers the next request; its events go before what has come in. */
  answerRequest(): void
  readonly hasRequests: boolean
  /** The next event, also where it was posted on account of the one before. */
  next(): RunEventBody | undefined
  readonly isEmpty: boolean
  /** Whether no work is under way that could bring anything. */
  readonly isQuiet: boolean
  /** Fulfilled when something may have come in. */
  more(): Promise<void>
  /** How many wait for what has come in by now to be kept. */
  readonly waiting: number
  /** The first so many events that were waited for are kept. */
  keptUpTo(waiting: number): void
  /** The run has ended: nothing comes in any more, and work under way is waited for. */
  end(): Promise<void>
  readonly isEnded: boolean
}

export function createRunInbox(): RunInbox {
  const running = new Set<Promise<void>>()
  const requests: (() => RunEventBody[])[] = []
  let bodies: RunEventBody[] = []
  let at = 0
  let kept: Kept[] = []
  let wake = (): void => {}
  let ended = false

  const post = (body: RunEventBody): void => {
    bodies.push(body)
    wake()
  }
  return {
    post,
    postAndKeep: (body) =>
      new Promise((fulfil, reject) => {
        if (ended) return reject(new Error('The run has ended.'))
        kept.push({ fulfil, reject })
        post(body)
      }),
    background(work) {
      const settled = work.finally(() => {
        running.delete(settled)
        if (running.size === 0) wake()
      })
      running.add(settled)
    },
    request(ask) {
      if (ended) return void ask()
      requests.push(ask)
      wake()
    },
    whenKept: (one) => void kept.push(one),
    answerRequest() {
      const asked = requests.shift()?.() ?? []
      bodies = [...asked, ...bodies.slice(at)]
      at = 0
    },
    get hasRequests() {
      return requests.length > 0
    },
    next() {
      if (at < bodies.length) return bodies[at++]
      bodies = []
      at = 0
      return undefined
    },
    get isEmpty() {
      return at === bodies.length
    },
    get isQuiet() {
      return running.size === 0
    },
    more: () => new Promise<void>((resolve) => (wake = resolve)),
    get waiting() {
      return kept.length
    },
    keptUpTo(waiting) {
      if (waiting > 0) for (const { fulfil } of kept.splice(0, waiting)) fulfil()
    },
    async end() {
      ended = true
      for (const { reject } of kept) reject(new Error('The run has ended.'))
      kept = []
      for (const ask of requests) ask()
      await Promise.all(running)
    },
    get isEnded() {
      return ended
    },
  }
}
