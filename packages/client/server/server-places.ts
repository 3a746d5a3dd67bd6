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
  /** What this profile calls the things that the server has, by the server's ids. */
  names(kind: 'document' | 'run'): ReadonlyMap<string, string>
}

/** Remembers in `storage`; without one (or where it refuses) for as long as the page is open. */
export function createServerPlaces(address: string, storage: Storage | undefined): ServerPlaces {
  const memory = new Map<string, string>()
  const key = (kind: string, id: string): string => `aw.server ${address} ${kind} ${id}`
  const read = (text: string | null | undefined): ServerPlace | undefined => {
    try {
      const place = JSON.parse(text ?? 'null') as Partial<ServerPlace> | null
      return typeof place?.id === 'string' ? (place as ServerPlace) : undefined
    } catch {
      return undefined
    }
  }
  return {
    find: (kind, id) => read(memory.get(key(kind, id)) ?? storage?.getItem(key(kind, id))),
    names(kind) {
      const names = new Map<string, string>()
      const beginning = key(kind, '')
      const stored = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? '')
      for (const name of new Set([...stored, ...memory.keys()])) {
        const place = name.startsWith(beginning) ? read(memory.get(name) ?? storage?.getItem(name)) : undefined
        if (place) names.set(place.id, name.slice(beginning.length))
      }
      return names
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
