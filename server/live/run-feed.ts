import { isEnded, type RunEvent, type RunProgress } from '@aw-flow/schema'
import type { RunNews } from '../runs/run-news.ts'
import type { Runs } from '../store/runs.ts'
import { eventFrame, progressFrame, type Frame } from './frame.ts'

/** Who is told of a run. It takes frames as fast as it can: while `isFull`, it is given none. */
export interface Follower {
  /** The number of the event that it gets next. */
  next: number
  send(frame: Frame): void
  isFull(): boolean
  /** There will be no more: the run has ended, and it has had everything. */
  end(): void
}

/** The events of one run, read once for all who follow it, in order and without a gap. */
export interface RunFeed {
  follow(follower: Follower): () => void
  /** A follower that was full has room again. */
  drained(follower: Follower): void
  /** There may be more in the record; `row`: its state may have changed without an event. */
  look(row?: boolean): void
  progress(told: RunProgress): void
  readonly followers: number
}

export interface RunFeedOptions {
  run: string
  runs: Pick<Runs, 'eventsFrom' | 'find'>
  onFault(cause: unknown): void
}

/** Frames that are kept for those who are a little behind; who is further behind reads the record. */
const kept = 2_000
const pageSize = 500

export function createRunFeed({ run, runs, onFault }: RunFeedOptions): RunFeed {
  const followers = new Set<Follower>()
  /** The last frames, of the events `first` to `first + frames.length - 1`. */
  let frames: Frame[] = []
  let first = 0
  let isOver = false
  /** Its row says so; there may still be events to read. */
  let hasEnded = false
  let reading: Promise<void> | undefined
  let again = false
  const behind = new Map<Follower, Promise<void>>()

  const top = (): number => first + frames.length

  const take = (events: readonly RunEvent[]): void => {
    for (const event of events) {
      if (frames.length === 0) first = event.seq
      frames.push(eventFrame(run, event))
      if (event.type === 'run-completed' || event.type === 'run-failed' || event.type === 'run-cancelled') isOver = true
    }
    if (frames.length > kept) {
      first += frames.length - kept
      frames = frames.slice(-kept)
    }
  }

  const read = async (): Promise<void> => {
    do {
      again = false
      let isMore = true
      while (isMore && followers.size > 0) {
        const events = await runs.eventsFrom(run, top(), pageSize)
        isMore = events.length === pageSize
        take(events)
        if (hasEnded && !isMore) isOver = true
        for (const follower of followers) give(follower)
      }
    } while (again && followers.size > 0)
  }

  /** Hands over what a follower has not had, as far as it takes it. */
  const give = (follower: Follower): void => {
    if (behind.has(follower)) return
    if (follower.next < first) {
      const catching = catchUp(follower)
        .catch(onFault)
        .finally(() => {
          behind.delete(follower)
          if (followers.has(follower) && !follower.isFull()) give(follower)
        })
      behind.set(follower, catching)
      return
    }
    while (follower.next < top()) {
      if (follower.isFull() || !followers.has(follower)) return
      // Counted first: a stream that is given something may ask for more before this call returns.
      follower.send(frames[follower.next++ - first]!)
    }
    if (isOver && follower.next >= top()) end(follower)
  }

  /** One that is further behind than what is kept reads from the record for itself. */
  const catchUp = async (follower: Follower): Promise<void> => {
    while (followers.has(follower) && follower.next < first && !follower.isFull()) {
      const events = await runs.eventsFrom(run, follower.next, pageSize)
      if (events.length === 0) return
      for (const event of events) {
        if (follower.isFull() || !followers.has(follower)) return
        follower.next = event.seq + 1
        follower.send(eventFrame(run, event))
      }
    }
  }

  const end = (follower: Follower): void => {
    if (followers.delete(follower)) follower.end()
  }

  const look = (): void => {
    again = true
    reading ??= read()
      .catch(onFault)
      .finally(() => {
        reading = undefined
        if (again && followers.size > 0) look()
      })
  }

  let isLooking = false
  /** A run may be ended without an event: one that was cancelled before it began. */
  const lookAtRow = async (): Promise<void> => {
    if (isLooking || isOver) return
    isLooking = true
    try {
      const found = await runs.find(run)
      if (!found || !isEnded(found.status) || isOver) return
      hasEnded = true
      look()
    } catch (cause) {
      onFault(cause)
    } finally {
      isLooking = false
    }
  }

  return {
    follow(follower) {
      followers.add(follower)
      // The frames begin where the first follower does.
      if (frames.length === 0 && followers.size === 1) first = follower.next
      give(follower)
      look()
      void lookAtRow()
      return () => followers.delete(follower)
    },
    drained: give,
    look(row = false) {
      look()
      if (row) void lookAtRow()
    },
    progress(told) {
      const frame = progressFrame(run, told)
      for (const follower of followers) {
        // Progress is told to those who keep up; it is not missed by the others.
        if (!follower.isFull() && follower.next === top()) follower.send(frame)
      }
    },
    get followers() {
      return followers.size
    },
  }
}

/** All feeds of this process; one a run, for as long as somebody follows it. */
export interface RunFeeds {
  of(run: string): RunFeed
  /** Told when a run of a workflow has news, whether or not somebody follows it. */
  onNews(workflow: string, listener: (run: string) => void): () => void
  close(): void
}

export interface RunFeedsOptions {
  runs: RunFeedOptions['runs']
  news: RunNews
  onFault(cause: unknown): void
}

/** What no news told of is found by a look, this often; in milliseconds. */
const lookEvery = 3_000
/** Runs of which is remembered to which workflow they belong. */
const mostKnown = 10_000

export function createRunFeeds({ runs, news, onFault }: RunFeedsOptions): RunFeeds {
  const feeds = new Map<string, RunFeed>()
  const listeners = new Map<string, Set<(run: string) => void>>()
  const workflows = new Map<string, Promise<string | undefined>>()
  const lookAtAll = (): void => {
    for (const [run, feed] of feeds) {
      if (feed.followers === 0) feeds.delete(run)
      else feed.look(true)
    }
  }
  /** The workflow of a run; asked once for all who want to know. */
  const workflowOf = (run: string): Promise<string | undefined> => {
    let asked = workflows.get(run)
    if (!asked) {
      asked = runs.find(run).then((found) => found?.workflowId)
      asked.catch(() => workflows.delete(run))
      workflows.set(run, asked)
      if (workflows.size > mostKnown) workflows.delete(workflows.keys().next().value!)
    }
    return asked
  }
  const tellListeners = async (run: string): Promise<void> => {
    const workflow = await workflowOf(run)
    for (const listener of listeners.get(workflow ?? '') ?? []) listener(run)
  }
  const unlisten = news.listen({
    events(run, seq) {
      feeds.get(run)?.look(seq < 0)
      if (listeners.size > 0) tellListeners(run).catch(onFault)
    },
    progress: (told) => feeds.get(told.run)?.progress(told),
    missed: lookAtAll,
  })
  const timer = setInterval(lookAtAll, lookEvery)
  timer.unref()
  return {
    of(run) {
      const feed = feeds.get(run) ?? createRunFeed({ run, runs, onFault })
      feeds.set(run, feed)
      return feed
    },
    onNews(workflow, listener) {
      const ofWorkflow = listeners.get(workflow) ?? new Set()
      listeners.set(workflow, ofWorkflow.add(listener))
      return () => {
        if (ofWorkflow.delete(listener) && ofWorkflow.size === 0 && listeners.get(workflow) === ofWorkflow)
          listeners.delete(workflow)
      }
    },
    close() {
      clearInterval(timer)
      unlisten()
      feeds.clear()
    },
  }
}
