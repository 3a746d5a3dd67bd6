import type { TrustState } from '@aw-flow/engine'
import { readWorkflow, type Workflow } from '@aw-flow/schema'

/** A reference to the copy of a document or run on a server. */
export interface RemoteRef {
  /** The server's id. */
  id: string
  /** The ETag of the document when it was last synchronized. */
  tag?: string
}

/** A document that the server was asked to create but has not confirmed yet, with its idempotency key. */
export interface PendingCreation {
  key: string
  workflow: Workflow
  /** The origin of a document that is not the user's own. */
  trust?: Exclude<TrustState, 'own'>
}

/** Maps the ids of local documents and runs to references to their copies on a server. */
export interface RemoteRefs {
  find(kind: 'document' | 'run', id: string): RemoteRef | undefined
  set(kind: 'document' | 'run', id: string, ref: RemoteRef): void
  /** Returns the creation of a document that the server has not confirmed yet. */
  getPendingCreation(document: string): PendingCreation | undefined
  setPendingCreation(document: string, creation: PendingCreation): void
  clearPendingCreation(document: string): void
  remove(kind: 'document' | 'run', id: string): void
  /** Returns the local ids, by the server's ids. */
  listLocalIds(kind: 'document' | 'run'): ReadonlyMap<string, string>
}

/** Stores the references in `storage`, or in memory if storage is missing or a write fails. */
export function createRemoteRefs(address: string, storage: Storage | undefined): RemoteRefs {
  const memory = new Map<string, string>()
  const toStorageKey = (kind: 'document' | 'run' | 'making', id: string): string => `aw.server ${address} ${kind} ${id}`
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
  const readRemoteRef = (name: string): RemoteRef | undefined => {
    const ref = parseJson<RemoteRef>(read(name))
    return typeof ref?.id === 'string' ? (ref as RemoteRef) : undefined
  }
  return {
    find: (kind, id) => readRemoteRef(toStorageKey(kind, id)),
    listLocalIds(kind) {
      const idsByServerId = new Map<string, string>()
      const prefix = toStorageKey(kind, '')
      const stored = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? '')
      for (const name of new Set([...stored, ...memory.keys()])) {
        const ref = name.startsWith(prefix) ? readRemoteRef(name) : undefined
        if (ref) idsByServerId.set(ref.id, name.slice(prefix.length))
      }
      return idsByServerId
    },
    set: (kind, id, ref) => write(toStorageKey(kind, id), ref),
    remove: (kind, id) => remove(toStorageKey(kind, id)),
    getPendingCreation(document) {
      const creation = parseJson<PendingCreation>(read(toStorageKey('making', document)))
      // The document is returned unparsed, because a retry with the same idempotency key must send the same bytes.
      const isReadable = typeof creation?.key === 'string' && readWorkflow(creation.workflow).workflow !== undefined
      return isReadable ? (creation as PendingCreation) : undefined
    },
    setPendingCreation: (document, creation) => write(toStorageKey('making', document), creation),
    clearPendingCreation: (document) => remove(toStorageKey('making', document)),
  }
}

function parseJson<T>(text: string | undefined): Partial<T> | undefined {
  try {
    return (JSON.parse(text ?? 'null') as Partial<T> | null) ?? undefined
  } catch {
    return undefined
  }
}
