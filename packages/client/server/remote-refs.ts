import type { TrustState } from '@aw-flow/engine'
import { readWorkflow, type Workflow } from '@aw-flow/schema'

/** A reference to the server copy of a document or run. */
export interface RemoteRef {
  /** The id on the server. */
  id: string
  /** The document's ETag at the last synchronization by an earlier release, which stored no base for merges. */
  tag?: string
}

/** A document whose creation the server has not confirmed yet. `key` is the idempotency key of the request. */
export interface PendingCreation {
  key: string
  workflow: Workflow
  /** The origin of a document that is not the user's own. */
  trust?: Exclude<TrustState, 'own'>
}

/** Kinds of items with a server copy. A removed dataset is one whose deletion the server does not know yet. */
type RefKind = 'document' | 'run' | 'removed-dataset'

/** Maps the ids of local documents and runs to references to their server copies. */
export type RemoteRefs = ReturnType<typeof createRemoteRefs>

/** Creates the references, which are stored in `storage`. If it is absent or full, they are kept in memory. */
export function createRemoteRefs(address: string, storage: Storage | undefined) {
  const memory = new Map<string, string>()
  const toStorageKey = (kind: RefKind | 'making', id: string): string => `aw.server ${address} ${kind} ${id}`
  const read = (key: string): string | undefined => memory.get(key) ?? storage?.getItem(key) ?? undefined
  const write = (key: string, value: object): void => {
    const text = JSON.stringify(value)
    memory.set(key, text)
    try {
      storage?.setItem(key, text)
    } catch {
      // The storage is full. The entry is kept in memory until the page is closed.
    }
  }
  const remove = (key: string): void => {
    memory.delete(key)
    storage?.removeItem(key)
  }
  const readRemoteRef = (key: string): RemoteRef | undefined => {
    const ref = parseJson<RemoteRef>(read(key))
    return typeof ref?.id === 'string' ? (ref as RemoteRef) : undefined
  }
  return {
    /** The server, and the user if several users of this browser have separate copies. */
    server: address,
    find: (kind: RefKind, id: string): RemoteRef | undefined => readRemoteRef(toStorageKey(kind, id)),
    /** Returns the local ids, keyed by server id. */
    listLocalIds(kind: RefKind): ReadonlyMap<string, string> {
      const localIds = new Map<string, string>()
      const prefix = toStorageKey(kind, '')
      const storedKeys = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? '')
      for (const key of new Set([...storedKeys, ...memory.keys()])) {
        const ref = key.startsWith(prefix) ? readRemoteRef(key) : undefined
        if (ref) localIds.set(ref.id, key.slice(prefix.length))
      }
      return localIds
    },
    set: (kind: RefKind, id: string, ref: RemoteRef): void => write(toStorageKey(kind, id), ref),
    remove: (kind: RefKind, id: string): void => remove(toStorageKey(kind, id)),
    /** Returns the pending creation of a document, if the server has not confirmed it yet. */
    getPendingCreation(documentId: string): PendingCreation | undefined {
      const creation = parseJson<PendingCreation>(read(toStorageKey('making', documentId)))
      // The creation is returned unchanged, because a retry with the same idempotency key must send identical bytes.
      const isReadable = typeof creation?.key === 'string' && readWorkflow(creation.workflow).workflow !== undefined
      return isReadable ? (creation as PendingCreation) : undefined
    },
    setPendingCreation: (documentId: string, creation: PendingCreation): void =>
      write(toStorageKey('making', documentId), creation),
    clearPendingCreation: (documentId: string): void => remove(toStorageKey('making', documentId)),
  }
}

/** Returns whether an id is a UUID, so that it can also be the id on a server. Earlier releases created other ids. */
export const isRemoteId = (id: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)

/** Returns an item's id on the server, or `undefined` if the item has not been sent to the server yet. */
export const findRemoteId = (
  remoteRefs: Pick<RemoteRefs, 'find'>,
  kind: 'document' | 'run',
  id: string,
): string | undefined => remoteRefs.find(kind, id)?.id ?? (isRemoteId(id) ? id : undefined)

function parseJson<T>(text: string | undefined): Partial<T> | undefined {
  try {
    return (JSON.parse(text ?? 'null') as Partial<T> | null) ?? undefined
  } catch {
    return undefined
  }
}
