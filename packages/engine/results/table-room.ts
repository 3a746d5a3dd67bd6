import { error } from '@aw-flow/schema'
import { NodeError } from '../node-error.ts'
import type { Results } from './results.ts'
import type { TableLedger } from './table-ledger.ts'

export interface TableRoom {
  /**
   * Nothing where a node may begin at once. Otherwise it waits until another one has ended and its tables are dropped;
   * rejects with a `NodeError` where nothing is at work that could end.
   */
  enter(node: string): Promise<void> | undefined
  /** A node that had entered has ended. */
  leave(): void
}

interface Options {
  limitBytes: number
  ledger: TableLedger
  results: Results | undefined
  /** Lets go of the tables that nothing needs any more. */
  free(): void
}

/** Holds nodes back while the tables take more memory than they may: kept results go first, then nodes wait. */
export function createTableRoom({ limitBytes, ledger, results, free }: Options): TableRoom {
  const waiting: (() => void)[] = []
  let atWork = 0

  const hasRoom = (): boolean => {
    if (ledger.bytes <= limitBytes) return true
    free()
    if (ledger.bytes > limitBytes) results?.shrink(Math.max(0, results.bytes - (ledger.bytes - limitBytes)))
    return ledger.bytes <= limitBytes
  }
  const wait = async (node: string): Promise<void> => {
    while (!hasRoom()) {
      if (atWork === 0) throw new NodeError('permanent', tooMuch(node, ledger.bytes, limitBytes))
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    atWork++
  }
  return {
    enter(node) {
      if (!hasRoom()) return wait(node)
      atWork++
      return undefined
    },
    leave() {
      atWork--
      for (const resolve of waiting.splice(0)) resolve()
    },
  }
}

const tooMuch = (node: string, used: number, limit: number) =>
  error('run.too-much-memory', { node, used, limit }, { where: { node } })
