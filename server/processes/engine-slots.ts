/** A run that holds a slot for a data engine, or is waiting for one. */
interface EngineSlot<Owner> {
  run: string
  workspace: string
  /** Process that executes the run. */
  owner: Owner
}

interface Entry<Owner> extends EngineSlot<Owner> {
  isHeld: boolean
  resolve(): void
  reject(cause: Error): void
}

/** Limits the number of data engines per worker. */
export interface EngineSlots<Owner> {
  /** Resolves when the run may open a data engine. Rejects if the slot is released before then. */
  acquire(slot: EngineSlot<Owner>): Promise<void>
  /** Releases all matching slots, including those of runs that are still waiting. */
  release(matches: (slot: EngineSlot<Owner>) => boolean): void
}

/**
 * Creates slots for data engines. A free slot goes to the workspace that holds the fewest slots, and within it to the
 * run that has waited longest. A workspace that holds no slot gets one even if the limit is reached, so that it does
 * not have to wait for others; the total never exceeds twice the limit.
 */
export function createEngineSlots<Owner>(limit: number): EngineSlots<Owner> {
  const entries = new Set<Entry<Owner>>()
  const countHeldSlots = (workspace?: string): number =>
    [...entries].filter((entry) => entry.isHeld && (workspace ?? entry.workspace) === entry.workspace).length
  const findNext = (): Entry<Owner> | undefined => {
    const waitingEntries = [...entries].filter(({ isHeld }) => !isHeld)
    const minHeldCount = Math.min(...waitingEntries.map(({ workspace }) => countHeldSlots(workspace)))
    if (countHeldSlots() >= (minHeldCount > 0 ? limit : 2 * limit)) return undefined
    return waitingEntries.find(({ workspace }) => countHeldSlots(workspace) === minHeldCount)
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
