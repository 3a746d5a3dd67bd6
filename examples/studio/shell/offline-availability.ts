import { trustedScriptUrl } from '@aw-flow/client'
import type { MessageToPage, MessageToWorker } from '../offline/service-worker.ts'

/** Listener for newer versions of the studio. */
interface VersionListener {
  /**
   * Called when a newer version is waiting. `activate` activates it and reloads every page, so that code and data of
   * two versions never mix.
   */
  onNewVersion(activate: () => void): void
  /** Called if the newer version cannot be activated, because it cannot be stored or downloaded. */
  onRejected(): void
}

// In development, nothing is cached.
const isSupported = import.meta.env.PROD && 'serviceWorker' in navigator

/** Reloads the page when another page activates a newer version. */
export function reloadOnActivation(): void {
  if (!isSupported) return
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<MessageToPage>) => {
    if (data === 'newer-shown') location.reload()
  })
}

/**
 * Calls `onDeclined` if the page stays on its version although another page activated a newer one, because the user
 * declined the reload. Timers do not run while the browser asks for confirmation, and a page that reloads is gone before
 * the timer fires.
 */
export function watchDeclinedReload(onDeclined: () => void): void {
  if (!isSupported) return
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<MessageToPage>) => {
    if (data === 'newer-shown') setTimeout(onDeclined, 1_000)
  })
}

/**
 * Makes the studio available offline, if the browser supports it: a service worker caches its files. Large ones are
 * cached after `largeFilesFetched` has settled.
 */
export async function makeAvailableOffline(
  listener: VersionListener,
  largeFilesFetched: Promise<unknown>,
): Promise<void> {
  if (!isSupported) return
  const { serviceWorker } = navigator
  try {
    const registration = await serviceWorker.register(trustedScriptUrl('/service-worker.js'))
    // The newest worker reports its version, even while an older one is active.
    const getNewestWorker = (): ServiceWorker | null => registration.waiting ?? registration.active
    const post = (message: MessageToWorker, worker = getNewestWorker()): void => worker?.postMessage(message, [])
    serviceWorker.addEventListener('message', ({ data }: MessageEvent<MessageToPage>) => {
      if (data === 'newer-waits') listener.onNewVersion(() => post('show-newer'))
      if (data === 'newer-refused') listener.onRejected()
    })
    const checkWhenInstalled = (): void => {
      const worker = registration.installing
      const onStateChange = (): void => (worker?.state === 'redundant' ? undefined : post('is-newer', worker))
      worker?.addEventListener('statechange', onStateChange, { once: true })
    }
    post('is-newer')
    checkWhenInstalled()
    registration.addEventListener('updatefound', checkWhenInstalled)
    // Browsers check for updates some time after a page load, some of them only daily.
    registration.update().catch(() => undefined)
    await serviceWorker.ready
    await largeFilesFetched
    post('keep-all')
  } catch {
    // In a private window, or if the browser denies caching, the studio works online as before.
  }
}
