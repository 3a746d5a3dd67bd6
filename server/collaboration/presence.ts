import { isRecent } from '../store/database/is-due.ts'
import type { Presence } from './collaboration-wire.ts'

/** A person who has a document open in a page. */
export interface PresentPerson {
  readonly client: string
  readonly user: string
  readonly name: string
  readonly canEdit: boolean
  readonly presence: Presence
}

/** Changes of who is present in a document. */
export interface PresenceChange {
  readonly people: readonly PresentPerson[]
  /** Clients that have left. */
  readonly left: readonly string[]
}

/** Time without a message after which a person counts as gone, in ms. Clients repeat theirs. */
const maxAgeMs = 30_000
/** Interval in which changes are sent together, in ms. */
const batchMs = 50

/** The people who are present in one document. Nothing of it is stored. */
export type PresenceList = ReturnType<typeof createPresenceList>

/** @param send Called with all changes of at most `batchMs`. */
export function createPresenceList(send: (change: PresenceChange) => void, now: () => number = Date.now) {
  const people = new Map<string, { person: PresentPerson; at: number }>()
  const changed = new Set<string>()
  const left = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    timer = undefined
    const change = {
      people: [...changed].flatMap((client) => people.get(client)?.person ?? []),
      left: [...left],
    }
    changed.clear()
    left.clear()
    if (change.people.length + change.left.length > 0) send(change)
  }
  const schedule = (): void => {
    timer ??= setTimeout(flush, batchMs)
    timer.unref()
  }
  const remove = (client: string): void => {
    if (!people.delete(client)) return
    changed.delete(client)
    left.add(client)
    schedule()
  }
  return {
    update(person: PresentPerson): void {
      people.set(person.client, { person, at: now() })
      left.delete(person.client)
      changed.add(person.client)
      schedule()
    },
    remove,
    removeOld(): void {
      for (const [client, { at }] of people) if (!isRecent(at, maxAgeMs, now())) remove(client)
    },
    find: (client: string): PresentPerson | undefined => people.get(client)?.person,
    list: (): PresentPerson[] => [...people.values()].map(({ person }) => person),
    get size(): number {
      return people.size
    },
    close: (): void => clearTimeout(timer),
  }
}
