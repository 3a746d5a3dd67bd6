import { error } from '@aw-flow/schema'
import { NodeError } from '../node/node-error.ts'
import type { ResultCache } from './results.ts'
import type { TableLedger } from './table-ledger.ts'

export type MemoryGate = ReturnType<typeof createMemoryGate>

interface MemoryGateOptions {
  limitBytes: number
  ledger: TableLedger
  results: ResultCache | undefined
  /** Releases tables that are no longer needed. */
  releaseTables(): void
}

/** Creates a gate that keeps tables below a memory limit: it first evicts cached results and then makes nodes wait. */
export function createMemoryGate({ limitBytes, ledger, results, releaseTables }: MemoryGateOptions) {
  const waiters: (() => void)[] = []
  let runningCount = 0

  const ensureBelowLimit = (): boolean => {
    if (ledger.bytes <= limitBytes) return true
    releaseTables()
    if (ledger.bytes > limitBytes) results?.shrink(Math.max(0, results.bytes - (ledger.bytes - limitBytes)))
    return ledger.bytes <= limitBytes
  }
  const wait = async (node: string): Promise<void> => {
    while (!ensureBelowLimit()) {
      if (runningCount === 0) throw new NodeError('permanent', createMemoryProblem(node, ledger.bytes, limitBytes))
      await new Promise<void>((resolve) => waiters.push(resolve))
    }
    runningCount++
  }
  return {
    /**
     * Returns `undefined` if a node can start immediately. Otherwise, waits until other nodes have ended and enough
     * tables have been dropped. Rejects with a `NodeError` if memory is full and no other node is running.
     */
    acquire(node: string): Promise<void> | undefined {
      if (!ensureBelowLimit()) return wait(node)
      runningCount++
      return undefined
    },
    /** Must be called when a node for which `acquire` succeeded has ended. */
    release(): void {
      runningCount--
      for (const resolve of waiters.splice(0)) resolve()
    },
  }
}

const createMemoryProblem = (node: string, used: number, limit: number) =>
  error('run.too-much-memory', { node, used, limit }, { where: { node } })
