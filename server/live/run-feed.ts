import { isFinalRunState, type RunEvent, type RunProgress } from '@aw-flow/schema'
import type { RunNotifications } from '../runs/run-notifications.ts'
import type { Runs } from '../store/runs/runs.ts'
import { createRunNarrator, type RunNarrator } from '../wire/run-log.ts'
import { createEventFrame, createProgressFrame, type Frame } from './frame.ts'

/** Receives a run's events. Nothing is sent while `isFull` returns `true`. */
export interface Follower {
  /** Sequence number of the next event to send. */
  nextSeq: number
  send(frame: Frame): void
  isFull(): boolean
  /** Called once the run has ended and all events have been sent. */
  end(): void
}

/** Feed of a run's events, in order and without gaps. Each event is read once for all followers. */
export type RunFeed = ReturnType<typeof createRunFeed>

export interface RunFeedOptions {
  run: string
  runs: Pick<Runs, 'readEventsFrom' | 'find'>
  onError(cause: unknown): void
}

/** Maximum number of cached frames. If a follower is further behind, the feed reads the stored events for it. */
const maxCachedFrames = 2_000
const pageSize = 500

export function createRunFeed({ run: runId, runs, onError }: RunFeedOptions) {
  const followers = new Set<Follower>()
  /** The most recent frames: events `firstSeq` to `firstSeq + frames.length - 1`. */
  let frames: Frame[] = []
  let firstSeq = 0
  let isComplete = false
  /** Whether the database shows that the run has ended. Some events may not have been read yet. */
  let hasEnded = false
  let readPromise: Promise<void> | undefined
  let shouldReread = false
  const pendingCatchUps = new Map<Follower, Promise<void>>()
  /** Describes the events of `frames`. Set once the events before them have been read. */
  let narrator: RunNarrator | undefined
  /** Describes the events that `catchUp` sends, up to event `nextSeq`. */
  const catchUpNarrators = new WeakMap<Follower, { narrator: RunNarrator; nextSeq: number }>()

  const getEndSeq = (): number => firstSeq + frames.length

  /** Creates a narrator that has followed the events before an event. */
  const createNarratorAt = async (seq: number): Promise<RunNarrator> => {
    const newNarrator = createRunNarrator()
    for (let nextSeq = 0; nextSeq < seq; nextSeq += pageSize) {
      const events = await runs.readEventsFrom(runId, nextSeq, Math.min(pageSize, seq - nextSeq))
      for (const event of events) newNarrator.describe(event)
    }
    return newNarrator
  }

  const append = (events: readonly RunEvent[]): void => {
    for (const event of events) {
      if (frames.length === 0) firstSeq = event.seq
      frames.push(createEventFrame(runId, event, narrator))
      const isLast = event.type === 'run-completed' || event.type === 'run-failed' || event.type === 'run-cancelled'
      if (isLast) isComplete = true
    }
    if (frames.length > maxCachedFrames) {
      firstSeq += frames.length - maxCachedFrames
      frames = frames.slice(-maxCachedFrames)
    }
  }

  const readNewEvents = async (): Promise<void> => {
    do {
      shouldReread = false
      let hasMore = true
      while (hasMore && followers.size > 0) {
        if (!narrator) {
          const endSeq = getEndSeq()
          const newNarrator = await createNarratorAt(endSeq)
          // Meanwhile another first follower may have determined another first event.
          if (endSeq !== getEndSeq()) continue
          narrator = newNarrator
        }
        const events = await runs.readEventsFrom(runId, getEndSeq(), pageSize)
        hasMore = events.length === pageSize
        append(events)
        if (hasEnded && !hasMore) isComplete = true
        for (const follower of followers) sendTo(follower)
      }
    } while (shouldReread && followers.size > 0)
  }

  /** Sends a follower the events that it has not received yet, until its buffer is full. */
  const sendTo = (follower: Follower): void => {
    if (pendingCatchUps.has(follower)) return
    if (follower.nextSeq < firstSeq) {
      const catchUpPromise = catchUp(follower)
        .catch(onError)
        .finally(() => {
          pendingCatchUps.delete(follower)
          if (followers.has(follower) && !follower.isFull()) sendTo(follower)
        })
      pendingCatchUps.set(follower, catchUpPromise)
      return
    }
    while (follower.nextSeq < getEndSeq()) {
      if (follower.isFull() || !followers.has(follower)) return
      // Increment `nextSeq` before sending, because `send` can synchronously request more events.
      follower.send(frames[follower.nextSeq++ - firstSeq]!)
    }
    if (isComplete && follower.nextSeq >= getEndSeq()) endFollower(follower)
  }

  /** Reads stored events for a follower that is too far behind for the cached frames. */
  const catchUp = async (follower: Follower): Promise<void> => {
    const lastCatchUp = catchUpNarrators.get(follower)
    const position =
      lastCatchUp?.nextSeq === follower.nextSeq
        ? lastCatchUp
        : { narrator: await createNarratorAt(follower.nextSeq), nextSeq: follower.nextSeq }
    catchUpNarrators.set(follower, position)
    while (followers.has(follower) && follower.nextSeq < firstSeq && !follower.isFull()) {
      const events = await runs.readEventsFrom(runId, follower.nextSeq, pageSize)
      if (events.length === 0) return
      for (const event of events) {
        if (follower.isFull() || !followers.has(follower)) return
        follower.nextSeq = event.seq + 1
        position.nextSeq = follower.nextSeq
        follower.send(createEventFrame(runId, event, position.narrator))
      }
    }
  }

  const endFollower = (follower: Follower): void => {
    if (followers.delete(follower)) follower.end()
  }

  const check = (): void => {
    shouldReread = true
    readPromise ??= readNewEvents()
      .catch(onError)
      .finally(() => {
        readPromise = undefined
        if (shouldReread && followers.size > 0) check()
      })
  }

  let isCheckingRow = false
  /** Checks the run's row, because a run can end without an event: for example, if it is canceled before it starts. */
  const checkRow = async (): Promise<void> => {
    if (isCheckingRow || isComplete) return
    isCheckingRow = true
    try {
      const row = await runs.find(runId)
      if (!row || !isFinalRunState(row.status) || isComplete) return
      hasEnded = true
      check()
    } catch (cause) {
      onError(cause)
    } finally {
      isCheckingRow = false
    }
  }

  return {
    /** Sends events, starting with event `follower.nextSeq`. Returns a function that stops sending. */
    follow(follower: Follower): () => void {
      followers.add(follower)
      // The first follower determines the first event to cache.
      if (frames.length === 0 && followers.size === 1) firstSeq = follower.nextSeq
      sendTo(follower)
      check()
      void checkRow()
      return () => followers.delete(follower)
    },
    /** Resumes sending to a follower whose buffer has free space again. */
    onDrain: sendTo,
    /**
     * Checks for new events.
     *
     * @param shouldReadRow Whether to also read the run's row, because a run can end without an event.
     */
    check(shouldReadRow: boolean = false): void {
      check()
      if (shouldReadRow) void checkRow()
    },
    sendProgress(progress: RunProgress): void {
      const frame = createProgressFrame(runId, progress)
      for (const follower of followers) {
        // Progress is sent only to followers that have received all events. For the others, it would be outdated.
        if (!follower.isFull() && follower.nextSeq === getEndSeq()) follower.send(frame)
      }
    },
    get followerCount(): number {
      return followers.size
    },
  }
}

/** The feeds in this process, one per followed run. */
export type RunFeeds = ReturnType<typeof createRunFeeds>

/** Store of the workspace whose runs are read. */
export interface FeedStore {
  workspace: string
  runs: RunFeedOptions['runs']
}

export interface RunFeedsOptions {
  /** Finds the workspace and workflow to which a run belongs. */
  findRunOwner(runId: string): Promise<{ workspace: string; workflowId: string } | undefined>
  notifications: RunNotifications
  onError(cause: unknown): void
}

/** Represents all workflows. It is not a valid workflow ID. */
const allWorkflowsKey = '*'
/** Interval between checks for events whose notification was missed, in ms. */
const checkIntervalMs = 3_000
/** Maximum number of runs whose owner is cached. */
const maxCachedOwners = 10_000

export function createRunFeeds({ findRunOwner, notifications, onError }: RunFeedsOptions) {
  const feeds = new Map<string, { workspace: string; feed: RunFeed }>()
  /** Listeners, keyed by workspace and workflow (see `toKey`). */
  const listeners = new Map<string, Set<(run: string) => void>>()
  /** Keys into `listeners`, keyed by run ID. */
  const ownerKeys = new Map<string, Promise<string | undefined>>()
  const toKey = (workspace: string, workflow = allWorkflowsKey): string => `${workspace}/${workflow}`
  const checkAll = (): void => {
    for (const [run, { feed }] of feeds) {
      if (feed.followerCount === 0) feeds.delete(run)
      else feed.check(true)
    }
  }
  /** Returns a run's key in `listeners`. Concurrent calls share one lookup. */
  const findOwnerKey = (runId: string): Promise<string | undefined> => {
    let ownerKey = ownerKeys.get(runId)
    if (!ownerKey) {
      ownerKey = findRunOwner(runId).then((owner) => owner && toKey(owner.workspace, owner.workflowId))
      ownerKey.catch(() => ownerKeys.delete(runId))
      ownerKeys.set(runId, ownerKey)
      if (ownerKeys.size > maxCachedOwners) ownerKeys.delete(ownerKeys.keys().next().value!)
    }
    return ownerKey
  }
  const notifyListeners = async (runId: string): Promise<void> => {
    const ownerKey = await findOwnerKey(runId)
    if (ownerKey === undefined) return
    const workspaceKey = toKey(ownerKey.slice(0, ownerKey.indexOf('/')))
    for (const key of [ownerKey, workspaceKey]) for (const listener of listeners.get(key) ?? []) listener(runId)
  }
  const unlisten = notifications.listen({
    onEvents(run, seq) {
      feeds.get(run)?.feed.check(seq < 0)
      if (listeners.size > 0) notifyListeners(run).catch(onError)
    },
    onProgress: (progress) => feeds.get(progress.run)?.feed.sendProgress(progress),
    onMissed: checkAll,
  })
  const timer = setInterval(checkAll, checkIntervalMs)
  timer.unref()
  return {
    /** Returns the feed of a run in the workspace of `store`. */
    getRunFeed({ workspace, runs }: FeedStore, runId: string): RunFeed {
      const entry = feeds.get(runId) ?? { workspace, feed: createRunFeed({ run: runId, runs, onError }) }
      if (entry.workspace !== workspace) throw new Error(`Run ${runId} does not belong to workspace ${workspace}.`)
      feeds.set(runId, entry)
      return entry.feed
    },
    /**
     * Calls the listener whenever a run of the workflow has new events, even if nobody follows the run. If `workflowId`
     * is `undefined`, this applies to all workflows in the workspace. Returns a function that removes the listener.
     */
    onRunUpdate(workspace: string, workflowId: string | undefined, listener: (run: string) => void): () => void {
      const key = toKey(workspace, workflowId)
      const workflowListeners = listeners.get(key) ?? new Set()
      listeners.set(key, workflowListeners.add(listener))
      return () => {
        if (
          workflowListeners.delete(listener) &&
          workflowListeners.size === 0 &&
          listeners.get(key) === workflowListeners
        )
          listeners.delete(key)
      }
    },
    close(): void {
      clearInterval(timer)
      unlisten()
      feeds.clear()
    },
  }
}
