/** Under which id a server keeps what this profile calls otherwise, and what is known of it. */
export interface ServerPlace {
  id: string
  /** Of the document as both had it last. */
  tag?: string
}

/** The places of documents and runs on one server, remembered in this profile. */
export interface ServerPlaces {
  find(kind: 'document' | 'run', id: string): ServerPlace | undefined
  keep(kind: 'document' | 'run', id: string, place: ServerPlace): void
  forget(kind: 'document' | 'run', id: string): void
}

/** Remembers in `storage`; without one (or where it refuses) for as long as the page is open. */
export function createServerPlaces(address: string, storage: Storage | undefined): ServerPlaces {
  const memory = new Map<string, string>()
  const key = (kind: string, id: string): string => `aw.server ${address} ${kind} ${id}`
  return {
    find(kind, id) {
      const text = memory.get(key(kind, id)) ?? storage?.getItem(key(kind, id)) ?? undefined
      if (text === undefined) return undefined
      try {
        const place = JSON.parse(text) as Partial<ServerPlace>
        return typeof place.id === 'string' ? (place as ServerPlace) : undefined
      } catch {
        return undefined
      }
    },
    keep(kind, id, place) {
      const text = JSON.stringify(place)
      memory.set(key(kind, id), text)
      try {
        storage?.setItem(key(kind, id), text)
      } catch {
        // It is full: the place is remembered while the page is open.
      }
    },
    forget(kind, id) {
      memory.delete(key(kind, id))
      storage?.removeItem(key(kind, id))
    },
  }
}
