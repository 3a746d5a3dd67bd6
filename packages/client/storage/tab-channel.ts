import { z } from 'zod'
import type { StorageChange } from './storage.ts'

const messageSchema = z.object({
  kind: z.enum(['document', 'datasets', 'runs', 'versions', 'trash']),
  id: z.string().optional(),
})

export interface TabChannel {
  /** Tells everybody who listens, in this tab and in the others. */
  tell(change: StorageChange): void
  subscribe(listener: (change: StorageChange) => void): () => void
  close(): void
}

/** What those who use one storage tell each other. It stays within the tab where the browser has no channels. */
export function openTabChannel(name: string): TabChannel {
  const listeners = new Set<(change: StorageChange) => void>()
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(`aw-storage-${name}`)
  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const parsed = messageSchema.safeParse(data)
    if (!parsed.success) return
    const { kind, id } = parsed.data
    tellHere(id === undefined ? { kind } : { kind, id })
  })
  const tellHere = (change: StorageChange): void => listeners.forEach((listener) => listener(change))
  const tellOthers = channel?.postMessage.bind(channel)
  return {
    tell(change) {
      tellHere(change)
      tellOthers?.(change)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => channel?.close(),
  }
}
