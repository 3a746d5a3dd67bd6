/** A run that holds a slot for a data engine, or is waiting for one. */
interface EngineSlot<Process> {
  run: string
  /** Owner of the workspace of the run. */
  owner: string
  /** Process that executes the run. */
  process: Process
}

interface Entry<Process> extends EngineSlot<Process> {
  isHeld: boolean
  resolve(): void
  reject(cause: Error): void
}

/** Limits the number of data engines per worker. */
export interface EngineSlots<Process> {
  /** Resolves when the run may open a data engine. Rejects if the slot is released before then. */
  acquire(slot: EngineSlot<Process>): Promise<void>
  /** Releases all matching slots, including those of runs that are still waiting. */
  release(matches: (slot: EngineSlot<Process>) => boolean): void
}

/**
 * Creates slots for data engines. A free slot goes to the owner that holds the fewest slots, and within it to the
 * run that has waited longest. An owner who holds no slot gets one even if the limit is reached, so that they
 * do not have to wait for others; the total never exceeds twice the limit.
 */
export function createEngineSlots<Process>(limit: number): EngineSlots<Process> {
  const entries = new Set<Entry<Process>>()
  const countHeldSlots = (owner?: string): number =>
    [...entries].filter((entry) => entry.isHeld && (owner ?? entry.owner) === entry.owner).length
  const findNext = (): Entry<Process> | undefined => {
    const waitingEntries = [...entries].filter(({ isHeld }) => !isHeld)
    const minHeldCount = Math.min(...waitingEntries.map(({ owner }) => countHeldSlots(owner)))
    if (countHeldSlots() >= (minHeldCount > 0 ? limit : 2 * limit)) return undefined
    return waitingEntries.find(({ owner }) => countHeldSlots(owner) === minHeldCount)
  }
  const grantSlots = (): void => {
    for (let next = findNext(); next; next = findNext()) {
      next.isHeld = true
      next.resolve()
    }
  }
  return {
    acquire: (slot) =>
      new Promise((resolve, reject) => {
        entries.add({ ...slot, isHeld: false, resolve, reject })
        grantSlots()
      }),
    release(matches) {
      for (const entry of entries) {
        if (!matches(entry)) continue
        entries.delete(entry)
        if (!entry.isHeld) entry.reject(new Error(`Run ${entry.run} stopped waiting for a data engine.`))
      }
      grantSlots()
    },
  }
}
