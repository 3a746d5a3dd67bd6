import type { TrustState } from '@aw-flow/engine'
import { readWorkflow, type Workflow } from '@aw-flow/schema'

/** A reference to the server copy of a document or run. */
export interface RemoteRef {
  /** The id on the server. */
  id: string
  /** The document's ETag at the last synchronization. */
  tag?: string
}

/** A document whose creation the server has not confirmed yet. `key` is the idempotency key of the request. */
export interface PendingCreation {
  key: string
  workflow: Workflow
  /** The origin of a document that is not the user's own. */
  trust?: Exclude<TrustState, 'own'>
}

/** Maps the ids of local documents and runs to references to their server copies. */
export interface RemoteRefs {
  find(kind: 'document' | 'run', id: string): RemoteRef | undefined
  set(kind: 'document' | 'run', id: string, ref: RemoteRef): void
  /** Returns the pending creation of a document, if the server has not confirmed it yet. */
  getPendingCreation(document: string): PendingCreation | undefined
  setPendingCreation(document: string, creation: PendingCreation): void
  clearPendingCreation(document: string): void
  remove(kind: 'document' | 'run', id: string): void
  /** Returns the local ids, keyed by the ids on the server. */
  listLocalIds(kind: 'document' | 'run'): ReadonlyMap<string, string>
}

/** Creates the references, stored in `storage`. Without storage, or if a write fails, they are kept in memory. */
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
      // The storage is full. The entry is kept in memory until the page is closed.
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
      // Returned as stored, because a retry with the same idempotency key must send identical bytes.
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
