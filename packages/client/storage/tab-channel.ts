import { z } from 'zod'
import type { StorageChange } from './storage.ts'

const messageSchema = z.object({
  kind: z.enum(['document', 'datasets', 'runs', 'versions', 'trash', 'sync']),
  id: z.string().optional(),
})

/** Notifies tabs of storage changes. */
export type TabChannel = ReturnType<typeof openTabChannel>

/** Opens the channel for a store. Without support for `BroadcastChannel`, only listeners in this tab are notified. */
export function openTabChannel(name: string) {
  const listeners = new Set<(change: StorageChange) => void>()
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(`aw-storage-${name}`)
  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const parsed = messageSchema.safeParse(data)
    if (!parsed.success) return
    const { kind, id } = parsed.data
    notifyListeners(id === undefined ? { kind } : { kind, id })
  })
  const notifyListeners = (change: StorageChange): void => listeners.forEach((listener) => listener(change))
  const postToTabs = channel?.postMessage.bind(channel)
  return {
    /** Notifies the listeners in this tab and in all other tabs. */
    notify(change: StorageChange): void {
      notifyListeners(change)
      postToTabs?.(change)
    },
    subscribe(listener: (change: StorageChange) => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: (): void => channel?.close(),
  }
}
