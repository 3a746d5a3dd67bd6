import { toTrustedScriptUrl } from '@aw-flow/client'
import type { MessageToPage, MessageToWorker } from '../offline/service-worker.ts'
import { toPath } from './base-path.ts'

/** Callbacks for newer versions of the studio. */
interface VersionListener {
  /**
   * Called when a newer version is waiting. `activate` activates it and reloads every page, so that code and data from
   * two versions are never mixed.
   */
  onNewVersion(activate: () => void): void
  /** Called if the newer version could not be activated because it could not be stored or downloaded. */
  onActivationFailed(): void
}

// Nothing is cached during development.
const isSupported = import.meta.env.PROD && 'serviceWorker' in navigator

/** Reloads this page when another page activates a newer version. */
export function reloadOnActivation(): void {
  if (!isSupported) return
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<MessageToPage>) => {
    if (data === 'newer-shown') location.reload()
  })
}

/**
 * Calls `onDeclined` if another page activated a newer version but this page is still open, because the user declined
 * to reload it. Timers do not run while the browser asks for confirmation, and they never fire on a page that reloads.
 */
export function watchDeclinedReload(onDeclined: () => void): void {
  if (!isSupported) return
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<MessageToPage>) => {
    if (data === 'newer-shown') setTimeout(onDeclined, 1_000)
  })
}

/**
 * Makes the studio available offline by registering a service worker that caches its files. Large files are cached
 * after `largeFilesFetched` has settled. Has no effect in browsers without service workers.
 */
export async function makeAvailableOffline(
  listener: VersionListener,
  largeFilesFetched: Promise<unknown>,
): Promise<void> {
  if (!isSupported) return
  const { serviceWorker } = navigator
  try {
    const registration = await serviceWorker.register(toTrustedScriptUrl(toPath('/service-worker.js')))
    // Messages go to the newest worker, even while an older one is still active.
    const getNewestWorker = (): ServiceWorker | null => registration.waiting ?? registration.active
    const post = (message: MessageToWorker, worker = getNewestWorker()): void => worker?.postMessage(message, [])
    serviceWorker.addEventListener('message', ({ data }: MessageEvent<MessageToPage>) => {
      if (data === 'newer-waits') listener.onNewVersion(() => post('show-newer'))
      if (data === 'newer-refused') listener.onActivationFailed()
    })
    const checkWhenInstalled = (): void => {
      const worker = registration.installing
      const onStateChange = (): void => (worker?.state === 'redundant' ? undefined : post('is-newer', worker))
      worker?.addEventListener('statechange', onStateChange, { once: true })
    }
    post('is-newer')
    checkWhenInstalled()
    registration.addEventListener('updatefound', checkWhenInstalled)
    // Browsers check for updates only some time after a page loads, and some only once a day.
    registration.update().catch(() => undefined)
    await serviceWorker.ready
    await largeFilesFetched
    post('keep-all')
  } catch {
    // In a private window, or if the browser does not allow caching, the studio still works online.
  }
}
