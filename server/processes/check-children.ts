import { error } from '@aw-flow/schema'
import type { ExecutedRuns } from './executed-runs.ts'

/** Default for `heartbeatTimeoutMs`. */
const defaultHeartbeatTimeoutMs = 15_000
/**
 * Maximum time for a process to start, in ms. Long enough for several processes to load their code at the same time.
 */
const startTimeoutMs = 120_000
/** Time for a run that has exceeded its time limit to fail on its own, in ms. Its nodes have two seconds to stop. */
const limitGraceMs = 3_000
/** Time without a heartbeat after which a run is assumed to block its process's event loop, in ms. */
const stallThresholdMs = 2_000
/** Default for `cancelTimeoutMs`. */
const defaultCancelTimeoutMs = 5_000

export interface ChildTimeouts {
  /** Time without a heartbeat after which a process is killed, in ms. */
  heartbeatTimeoutMs?: number
  /** Time after which a process that is still executing a canceled run is killed, in ms. */
  cancelTimeoutMs?: number
}

/** Kills processes that exceed a limit or do not respond, and abandons runs that exceed their time limit. */
export function checkChildren(
  runs: ExecutedRuns,
  { memoryBytes, runMs }: { memoryBytes: number; runMs: number },
  { heartbeatTimeoutMs = defaultHeartbeatTimeoutMs, cancelTimeoutMs = defaultCancelTimeoutMs }: ChildTimeouts,
): void {
  for (const child of runs.children()) {
    if (memoryBytes > 0 && child.bytes > memoryBytes) child.kill('memory')
    else if (child.getMsSinceHeartbeat() > (child.readyAt === undefined ? startTimeoutMs : heartbeatTimeoutMs))
      child.kill('silence')
  }
  for (const { id, child, startedAt = performance.now(), isIsolated } of runs.active()) {
    if (!child || runMs === 0 || performance.now() - startedAt <= runMs + limitGraceMs) continue
    // If the process is blocked, any of its runs could be the cause, and none of them can continue.
    if (!isIsolated && child.getMsSinceHeartbeat() > stallThresholdMs) child.kill('silence')
    else runs.abandon(id, error('run.too-long', { workflow: '', limit: runMs }))
  }
  for (const { child, abandonedAt } of runs.abandoned()) {
    // Processes that are still starting have not had time to react.
    if (child.readyAt === undefined) continue
    if (performance.now() - Math.max(abandonedAt, child.readyAt) > cancelTimeoutMs) child.kill('cancelled')
  }
}
