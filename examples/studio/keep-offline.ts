import { trustedScriptUrl } from '@aw-flow/client'

/**
 * Lets the studio open without a network from now on, where the browser can: a service worker keeps what the studio is
 * made of, what is large once `large` has settled: then it was fetched anyway. `onNewVersion` is told when a newer one
 * waits, with what takes it: the page is then loaded anew, so that code and data are never of two versions.
 */
export async function keepOffline(onNewVersion: (take: () => void) => void, large: Promise<unknown>): Promise<void> {
  // In development every file is asked for anew.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const { serviceWorker } = navigator
  const wasControlled = serviceWorker.controller !== null
  serviceWorker.addEventListener('controllerchange', () => {
    // The first one takes a page over that came from the network: it is the same version.
    if (wasControlled) location.reload()
  })
  try {
    const registration = await serviceWorker.register(trustedScriptUrl('/service-worker.js'))
    // The newest that waits is asked, and again until it has taken over, which loads the page anew: now and then a first
    // ask came to nothing, which was made while the page was still loading.
    const take = (): void => {
      registration.waiting?.postMessage('take-over', [])
      setTimeout(take, 1000)
    }
    if (registration.waiting && wasControlled) onNewVersion(take)
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed' && wasControlled) onNewVersion(take)
      })
    })
    // Browsers look by themselves some time after a page has come, some of them a day later.
    registration.update().catch(() => undefined)
    const ready = await serviceWorker.ready
    await large
    ready.active?.postMessage('keep-all')
  } catch {
    // A private window, or a browser that refuses: the studio works as before, as long as the network is there.
  }
}
