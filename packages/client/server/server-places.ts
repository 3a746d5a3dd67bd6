import { readWorkflow, type Workflow } from '@aw-flow/schema'

/** The location of a document or run of this profile on a server. */
export interface ServerPlace {
  /** The server's id. */
  id: string
  /** The ETag of the document when it was last synchronized. */
  tag?: string
}

/** A document that was sent to the server without a response yet, and its idempotency key. */
export interface PendingCreation {
  key: string
  workflow: Workflow
}

/** Maps the documents and runs of this profile to those of a server. */
export interface ServerPlaces {
  find(kind: 'document' | 'run', id: string): ServerPlace | undefined
  set(kind: 'document' | 'run', id: string, place: ServerPlace): void
  /** Returns the creation of a document that the server has not confirmed yet. */
  pendingCreation(document: string): PendingCreation | undefined
  setPendingCreation(document: string, creation: PendingCreation): void
  clearPendingCreation(document: string): void
  remove(kind: 'document' | 'run', id: string): void
  /** The ids of this profile, by the server's ids. */
  localIds(kind: 'document' | 'run'): ReadonlyMap<string, string>
}

/** Stores the places in `storage`, or in memory if there is none or a write fails. */
export function createServerPlaces(address: string, storage: Storage | undefined): ServerPlaces {
  const memory = new Map<string, string>()
  const key = (kind: 'document' | 'run' | 'making', id: string): string => `aw.server ${address} ${kind} ${id}`
  const read = (name: string): string | undefined => memory.get(name) ?? storage?.getItem(name) ?? undefined
  const write = (name: string, value: object): void => {
    const text = JSON.stringify(value)
    memory.set(name, text)
    try {
      storage?.setItem(name, text)
    } catch {
      // The storage is full. The entry stays in memory while the page is open.
    }
  }
  const remove = (name: string): void => {
    memory.delete(name)
    storage?.removeItem(name)
  }
  const readPlace = (name: string): ServerPlace | undefined => {
    const place = parseJson<ServerPlace>(read(name))
    return typeof place?.id === 'string' ? (place as ServerPlace) : undefined
  }
  return {
    find: (kind, id) => readPlace(key(kind, id)),
    localIds(kind) {
      const names = new Map<string, string>()
      const prefix = key(kind, '')
      const stored = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? '')
      for (const name of new Set([...stored, ...memory.keys()])) {
        const place = name.startsWith(prefix) ? readPlace(name) : undefined
        if (place) names.set(place.id, name.slice(prefix.length))
      }
      return names
    },
    set: (kind, id, place) => write(key(kind, id), place),
    remove: (kind, id) => remove(key(kind, id)),
    pendingCreation(document) {
      const creation = parseJson<PendingCreation>(read(key('making', document)))
      // Returned unparsed: a retry with the same idempotency key must send the same bytes.
      const isReadable = typeof creation?.key === 'string' && readWorkflow(creation.workflow).workflow !== undefined
      return isReadable ? (creation as PendingCreation) : undefined
    },
    setPendingCreation: (document, creation) => write(key('making', document), creation),
    clearPendingCreation: (document) => remove(key('making', document)),
  }
}

function parseJson<T>(text: string | undefined): Partial<T> | undefined {
  try {
    return (JSON.parse(text ?? 'null') as Partial<T> | null) ?? undefined
  } catch {
    return undefined
  }
}
