import { isFinalRunState, type RunEvent, type RunProgress } from '@aw-flow/schema'
import type { RunNotifications } from '../runs/run-notifications.ts'
import type { Runs } from '../store/runs/runs.ts'
import { createRunNarrator, type RunNarrator } from '@aw-flow/schema/internal'
import { createEventFrame, createProgressFrame, type Frame } from './frame.ts'

/** Receives a run's events. Nothing is sent while `isFull` returns `true`. */
export interface Follower {
  /** Sequence number of the next event to send. */
  nextSeq: number
  send(frame: Frame): void
  isFull(): boolean
  /** Called once the run has ended and all events have been sent. */
  end(): void
  /** Called when the server stops while the run continues. */
  disconnect?(): void
}

export interface RunFeedOptions {
  run: string
  runs: Pick<Runs, 'readEventsFrom' | 'find'>
  onError(cause: unknown): void
}

/** Maximum number of cached frames. If a follower is further behind, the feed reads the stored events for it. */
const maxCachedFrames = 2_000
const pageSize = 500

/** Feed of a run's events, in order and without gaps. Each event is read once for all followers. */
export class RunFeed {
  readonly #run: string
  readonly #runs: RunFeedOptions['runs']
  readonly #onError: (cause: unknown) => void
  readonly #followers = new Set<Follower>()
  /** The most recent frames: events `#firstSeq` to `#endSeq - 1`. */
  #frames: Frame[] = []
  #firstSeq = 0
  #isComplete = false
  /** Whether the database shows that the run has ended. Some events may not have been read yet. */
  #hasEnded = false
  #isCheckingRow = false
  #isReading = false
  #shouldReread = false
  readonly #pendingCatchUps = new Map<Follower, Promise<void>>()
  /** Describes the events of `#frames`. Set once the events before them have been read. */
  #narrator: RunNarrator | undefined
  /** Describes the events that `#catchUp` sends, up to event `nextSeq`. */
  readonly #catchUpNarrators = new WeakMap<Follower, { narrator: RunNarrator; nextSeq: number }>()

  constructor({ run, runs, onError }: RunFeedOptions) {
    this.#run = run
    this.#runs = runs
    this.#onError = onError
  }

  get followerCount(): number {
    return this.#followers.size
  }

  get #endSeq(): number {
    return this.#firstSeq + this.#frames.length
  }

  /** Sends events, starting with event `follower.nextSeq`. Returns a function that stops sending. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower)
    // The first follower determines the first event to cache.
    if (this.#frames.length === 0 && this.#followers.size === 1) this.#firstSeq = follower.nextSeq
    this.onDrain(follower)
    this.check(true)
    return () => this.#followers.delete(follower)
  }

  /** Sends a follower the events that it has not received yet, until its buffer is full. */
  onDrain(follower: Follower): void {
    if (this.#pendingCatchUps.has(follower)) return
    if (follower.nextSeq < this.#firstSeq) {
      const catchUpPromise = this.#catchUp(follower)
        .catch(this.#onError)
        .finally(() => {
          this.#pendingCatchUps.delete(follower)
          if (this.#followers.has(follower) && !follower.isFull()) this.onDrain(follower)
        })
      this.#pendingCatchUps.set(follower, catchUpPromise)
      return
    }
    while (follower.nextSeq < this.#endSeq) {
      if (follower.isFull() || !this.#followers.has(follower)) return
      // Increment `nextSeq` before sending, because `send` can synchronously request more events.
      follower.send(this.#frames[follower.nextSeq++ - this.#firstSeq]!)
    }
    if (this.#isComplete && follower.nextSeq >= this.#endSeq && this.#followers.delete(follower)) follower.end()
  }

  /**
   * Checks for new events.
   *
   * @param shouldReadRow Whether to also read the run's row, because a run can end without an event.
   */
  check(shouldReadRow: boolean = false): void {
    this.#shouldReread = true
    if (!this.#isReading) void this.#readNewEvents()
    if (shouldReadRow) void this.#checkRow()
  }

  /** Ends the streams of followers, which connect again to the next server. */
  disconnect(): void {
    for (const follower of this.#followers) follower.disconnect?.()
  }

  sendProgress(progress: RunProgress): void {
    const frame = createProgressFrame(this.#run, progress)
    for (const follower of this.#followers) {
      // Progress is sent only to followers that have received all events. For the others, it would be outdated.
      if (!follower.isFull() && follower.nextSeq === this.#endSeq) follower.send(frame)
    }
  }

  /** Creates a narrator that has followed the events before an event. */
  async #createNarratorAt(seq: number): Promise<RunNarrator> {
    const newNarrator = createRunNarrator()
    for (let nextSeq = 0; nextSeq < seq; nextSeq += pageSize) {
      const events = await this.#runs.readEventsFrom(this.#run, nextSeq, Math.min(pageSize, seq - nextSeq))
      for (const event of events) newNarrator.describe(event)
    }
    return newNarrator
  }

  #append(events: readonly RunEvent[]): void {
    for (const event of events) {
      if (this.#frames.length === 0) this.#firstSeq = event.seq
      this.#frames.push(createEventFrame(this.#run, event, this.#narrator))
      const isLast = event.type === 'run-completed' || event.type === 'run-failed' || event.type === 'run-cancelled'
      if (isLast) this.#isComplete = true
    }
    if (this.#frames.length > maxCachedFrames) {
      this.#firstSeq += this.#frames.length - maxCachedFrames
      this.#frames = this.#frames.slice(-maxCachedFrames)
    }
  }

  async #readNewEvents(): Promise<void> {
    this.#isReading = true
    await this.#readAll().catch(this.#onError)
    this.#isReading = false
    if (this.#shouldReread && this.#followers.size > 0) this.check()
  }

  async #readAll(): Promise<void> {
    do {
      this.#shouldReread = false
      let hasMore = true
      while (hasMore && this.#followers.size > 0) {
        if (!this.#narrator) {
          const endSeq = this.#endSeq
          const newNarrator = await this.#createNarratorAt(endSeq)
          // Meanwhile another first follower may have determined another first event.
          if (endSeq !== this.#endSeq) continue
          this.#narrator = newNarrator
        }
        const events = await this.#runs.readEventsFrom(this.#run, this.#endSeq, pageSize)
        hasMore = events.length === pageSize
        this.#append(events)
        if (this.#hasEnded && !hasMore) this.#isComplete = true
        for (const follower of this.#followers) this.onDrain(follower)
      }
    } while (this.#shouldReread && this.#followers.size > 0)
  }

  /** Reads stored events for a follower that is too far behind for the cached frames. */
  async #catchUp(follower: Follower): Promise<void> {
    const lastCatchUp = this.#catchUpNarrators.get(follower)
    const position =
      lastCatchUp?.nextSeq === follower.nextSeq
        ? lastCatchUp
        : { narrator: await this.#createNarratorAt(follower.nextSeq), nextSeq: follower.nextSeq }
    this.#catchUpNarrators.set(follower, position)
    const canSend = (): boolean => this.#followers.has(follower) && !follower.isFull()
    while (canSend() && follower.nextSeq < this.#firstSeq) {
      const events = await this.#runs.readEventsFrom(this.#run, follower.nextSeq, pageSize)
      if (events.length === 0) return
      for (const event of events) {
        if (!canSend()) return
        follower.nextSeq = event.seq + 1
        position.nextSeq = follower.nextSeq
        follower.send(createEventFrame(this.#run, event, position.narrator))
      }
    }
  }

  /** Checks the run's row, because a run can end without an event: for example, if it is canceled before it starts. */
  async #checkRow(): Promise<void> {
    if (this.#isCheckingRow || this.#isComplete) return
    this.#isCheckingRow = true
    try {
      const row = await this.#runs.find(this.#run)
      if (!row || !isFinalRunState(row.status) || this.#isComplete) return
      this.#hasEnded = true
      this.check()
    } catch (cause) {
      this.#onError(cause)
    } finally {
      this.#isCheckingRow = false
    }
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
      const entry = feeds.get(runId) ?? { workspace, feed: new RunFeed({ run: runId, runs, onError }) }
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
    /** Ends all streams, so that a server that stops does not cut them off in the middle of a response. */
    disconnect(): void {
      for (const { feed } of feeds.values()) feed.disconnect()
    },
    close(): void {
      clearInterval(timer)
      unlisten()
      feeds.clear()
    },
  }
}
