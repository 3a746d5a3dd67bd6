import { defined, error, type Problem } from '@aw-flow/schema'
import type { AttemptOutcome } from '../runs/run-executor.ts'
import type { ParentCapabilities } from './parent-contract.ts'
import type { ChildRun } from './parent-capabilities.ts'
import type { RunChild } from './run-child-process.ts'

/** A run that is waiting for a process or being executed by one. */
export interface ActiveRun extends ChildRun {
  /** Process that executes the run. `undefined` while the run is waiting for one. */
  child: RunChild | undefined
  /** Functions of this process for the run. `undefined` until the first use. */
  capabilities?: ParentCapabilities
  /** Aborts tool calls. */
  abortCalls(): void
  /** Ends the attempt, or stops waiting for a process. */
  settle(outcome: AttemptOutcome): void
  cancelTimer?: NodeJS.Timeout
  /** Whether the run has its own process. */
  isIsolated: boolean
  /** Whether its process also executes runs of other workspaces. */
  isShared: boolean
  /**
   * When the run's first events were received, on the monotonic clock. `undefined` while the run is waiting for a
   * process or a data engine.
   */
  startedAt: number | undefined
}

/** A canceled or timed-out run that counts as ended but is still being executed. */
interface AbandonedRun {
  child: RunChild
  abandonedAt: number
}

/** The runs that an executor's processes execute. */
export type ExecutedRuns = ReturnType<typeof createExecutedRuns>

/**
 * @param memoryLimit Limit of each process, in bytes.
 * @param onEnded Called after the attempt of a run has ended.
 */
export function createExecutedRuns(memoryLimit: number, onEnded: () => void) {
  const activeRuns = new Map<string, ActiveRun>()
  const abandonedRuns = new Map<string, AbandonedRun>()

  const settle = (runId: string, child: RunChild | undefined, outcome: AttemptOutcome): void => {
    const activeRun = activeRuns.get(runId)
    if (!activeRun || activeRun.child !== child) return
    activeRuns.delete(runId)
    clearTimeout(activeRun.cancelTimer)
    activeRun.abortCalls()
    if (activeRun.isIsolated) child?.kill('done')
    activeRun.settle(outcome)
    onEnded()
  }
  /** Returns the problem that ended a run, if known. It is known only if the run had its own process. */
  const findProblem = ({ killReason }: RunChild, isIsolated: boolean): Problem | undefined =>
    isIsolated && killReason === 'memory'
      ? error('run.too-much-memory', { node: '', used: 0, limit: memoryLimit })
      : undefined

  return {
    add: (run: ActiveRun): void => void activeRuns.set(run.id, run),
    active: (): Iterable<ActiveRun> => activeRuns.values(),
    abandoned: (): Iterable<AbandonedRun> => abandonedRuns.values(),
    isActive: (run: ActiveRun): boolean => activeRuns.get(run.id) === run,
    /** Returns a run, provided that it is assigned to this process. */
    findOwn(runId: string, child: RunChild): ActiveRun | undefined {
      const activeRun = activeRuns.get(runId)
      return activeRun?.child === child ? activeRun : undefined
    },
    /** Ends the attempt, provided that the run is assigned to this process. */
    end(runId: string, child: RunChild | undefined, outcome: AttemptOutcome): void {
      if (child && abandonedRuns.get(runId)?.child === child) abandonedRuns.delete(runId)
      settle(runId, child, outcome)
    },
    /** Ends the attempts of a process that has exited. */
    endAll(child: RunChild): void {
      for (const [runId, { child: owner }] of abandonedRuns) if (owner === child) abandonedRuns.delete(runId)
      for (const [runId, { child: owner, isIsolated }] of activeRuns) {
        if (owner === child)
          settle(runId, child, defined({ kind: 'died', problem: findProblem(child, isIsolated) } as const))
      }
    },
    /**
     * Reports the run as ended, although its process may still be executing it. The process can continue with other
     * runs.
     */
    abandon(runId: string, problem?: Problem): void {
      const activeRun = activeRuns.get(runId)
      if (!activeRun) return
      const { child, isIsolated } = activeRun
      if (child && !isIsolated) abandonedRuns.set(runId, { child, abandonedAt: performance.now() })
      child?.send({ type: 'release', run: runId })
      settle(runId, child, defined({ kind: 'died', problem } as const))
    },
    isBusy: (child: RunChild): boolean =>
      [...activeRuns.values(), ...abandonedRuns.values()].some((run) => run.child === child),
    /** Returns the processes of the active runs. */
    children: (): Set<RunChild> => new Set([...activeRuns.values()].flatMap(({ child }) => (child ? [child] : []))),
  }
}
