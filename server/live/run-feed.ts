import { isEnded, type RunEvent, type RunProgress } from '@aw-flow/schema'
import type { RunNews } from '../runs/run-news.ts'
import type { Runs } from '../store/runs/runs.ts'
import { eventFrame, progressFrame, type Frame } from './frame.ts'

/** Receives the events of a run. Nothing is sent to it while `isFull` returns true. */
export interface Follower {
  /** The number of the next event. */
  next: number
  send(frame: Frame): void
  isFull(): boolean
  /** The run has ended, and all events were sent. */
  end(): void
}

/** The events of one run in order and without gaps, read once for all followers. */
export interface RunFeed {
  follow(follower: Follower): () => void
  /** Call when a follower has room again. */
  drained(follower: Follower): void
  /** Checks for new events; `row`: also whether the state changed without an event. */
  check(row?: boolean): void
  progress(progress: RunProgress): void
  readonly followers: number
}

export interface RunFeedOptions {
  run: string
  runs: Pick<Runs, 'eventsFrom' | 'find'>
  onFault(cause: unknown): void
}

/** Frames that are cached for followers. A follower that is further behind reads the record. */
const cachedFrames = 2_000
const pageSize = 500

export function createRunFeed({ run, runs, onFault }: RunFeedOptions): RunFeed {
  const followers = new Set<Follower>()
  /** The last frames: events `first` to `first + frames.length - 1`. */
  let frames: Frame[] = []
  let first = 0
  let isComplete = false
  /** Whether the run has ended according to its row. There may still be events to read. */
  let hasEnded = false
  let reading: Promise<void> | undefined
  let readAgain = false
  const catchingUp = new Map<Follower, Promise<void>>()

  const endSeq = (): number => first + frames.length

  const append = (events: readonly RunEvent[]): void => {
    for (const event of events) {
      if (frames.length === 0) first = event.seq
      frames.push(eventFrame(run, event))
      const isLast = event.type === 'run-completed' || event.type === 'run-failed' || event.type === 'run-cancelled'
      if (isLast) isComplete = true
    }
    if (frames.length > cachedFrames) {
      first += frames.length - cachedFrames
      frames = frames.slice(-cachedFrames)
    }
  }

  const read = async (): Promise<void> => {
    do {
      readAgain = false
      let hasMore = true
      while (hasMore && followers.size > 0) {
        const events = await runs.eventsFrom(run, endSeq(), pageSize)
        hasMore = events.length === pageSize
        append(events)
        if (hasEnded && !hasMore) isComplete = true
        for (const follower of followers) sendTo(follower)
      }
    } while (readAgain && followers.size > 0)
  }

  /** Sends a follower the events that it has not received, while it has room. */
  const sendTo = (follower: Follower): void => {
    if (catchingUp.has(follower)) return
    if (follower.next < first) {
      const catching = catchUp(follower)
        .catch(onFault)
        .finally(() => {
          catchingUp.delete(follower)
          if (followers.has(follower) && !follower.isFull()) sendTo(follower)
        })
      catchingUp.set(follower, catching)
      return
    }
    while (follower.next < endSeq()) {
      if (follower.isFull() || !followers.has(follower)) return
      // Incremented first: sending can call back synchronously for more.
      follower.send(frames[follower.next++ - first]!)
    }
    if (isComplete && follower.next >= endSeq()) end(follower)
  }

  /** Reads the record for a follower that is behind the cached frames. */
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

  const check = (): void => {
    readAgain = true
    reading ??= read()
      .catch(onFault)
      .finally(() => {
        reading = undefined
        if (readAgain && followers.size > 0) check()
      })
  }

  let isCheckingRow = false
  /** A run can end without an event, such as one that is cancelled before it starts. */
  const checkRow = async (): Promise<void> => {
    if (isCheckingRow || isComplete) return
    isCheckingRow = true
    try {
      const found = await runs.find(run)
      if (!found || !isEnded(found.status) || isComplete) return
      hasEnded = true
      check()
    } catch (cause) {
      onFault(cause)
    } finally {
      isCheckingRow = false
    }
  }

  return {
    follow(follower) {
      followers.add(follower)
      // The cached frames start at the first event that the first follower needs.
      if (frames.length === 0 && followers.size === 1) first = follower.next
      sendTo(follower)
      check()
      void checkRow()
      return () => followers.delete(follower)
    },
    drained: sendTo,
    check(row = false) {
      check()
      if (row) void checkRow()
    },
    progress(progress) {
      const frame = progressFrame(run, progress)
      for (const follower of followers) {
        // Progress is sent only to followers that are up to date; the others do not need outdated progress.
        if (!follower.isFull() && follower.next === endSeq()) follower.send(frame)
      }
    },
    get followers() {
      return followers.size
    },
  }
}

/** All feeds of this process: one per run, while it is followed. */
export interface RunFeeds {
  of(run: string): RunFeed
  /** Calls the listener when a run of a workflow has news, even without followers. */
  onNews(workflow: string, listener: (run: string) => void): () => void
  close(): void
}

export interface RunFeedsOptions {
  runs: RunFeedOptions['runs']
  news: RunNews
  onFault(cause: unknown): void
}

/** Interval in ms at which runs are checked for events without a notification. */
const checkIntervalMs = 3_000
/** Maximum number of runs whose workflow is cached. */
const maxCachedWorkflows = 10_000

export function createRunFeeds({ runs, news, onFault }: RunFeedsOptions): RunFeeds {
  const feeds = new Map<string, RunFeed>()
  const listeners = new Map<string, Set<(run: string) => void>>()
  const workflows = new Map<string, Promise<string | undefined>>()
  const checkAll = (): void => {
    for (const [run, feed] of feeds) {
      if (feed.followers === 0) feeds.delete(run)
      else feed.check(true)
    }
  }
  /** The workflow of a run, requested once for all callers. */
  const workflowOf = (run: string): Promise<string | undefined> => {
    let workflow = workflows.get(run)
    if (!workflow) {
      workflow = runs.find(run).then((found) => found?.workflowId)
      workflow.catch(() => workflows.delete(run))
      workflows.set(run, workflow)
      if (workflows.size > maxCachedWorkflows) workflows.delete(workflows.keys().next().value!)
    }
    return workflow
  }
  const notifyListeners = async (run: string): Promise<void> => {
    const workflow = await workflowOf(run)
    for (const listener of listeners.get(workflow ?? '') ?? []) listener(run)
  }
  const unlisten = news.listen({
    events(run, seq) {
      feeds.get(run)?.check(seq < 0)
      if (listeners.size > 0) notifyListeners(run).catch(onFault)
    },
    progress: (progress) => feeds.get(progress.run)?.progress(progress),
    missed: checkAll,
  })
  const timer = setInterval(checkAll, checkIntervalMs)
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
