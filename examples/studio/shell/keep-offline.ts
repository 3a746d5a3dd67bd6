import { trustedScriptUrl } from '@aw-flow/client'
import type { ToPage, ToWorker } from '../offline/service-worker.ts'

/** Who is reported of newer versions of the studio. */
interface Told {
  /** A newer one waits; `show` shows it: every page is then loaded anew, so that code and data are never of two versions. */
  newVersion(show: () => void): void
  /** It could not be shown: it cannot be written, or fetched. */
  refused(): void
}

// In development every file is asked for anew.
const isKept = import.meta.env.PROD && 'serviceWorker' in navigator

/** From its first moment on, a page is loaded anew when another one has chosen a newer version. */
export function followShownVersion(): void {
  if (!isKept) return
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
    if (data === 'newer-shown') location.reload()
  })
}

/**
 * Tells a page that stays as it is although another one has chosen a newer version: a person was asked before it was
 * loaded anew, and kept it. While one is asked no time passes; a page that goes is gone by then.
 */
export function whenStaying(report: () => void): void {
  if (!isKept) return
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
    if (data === 'newer-shown') setTimeout(report, 1_000)
  })
}

/**
 * Lets the studio open without a network from now on, where the browser can: a service worker keeps what the studio is
 * made of, what is large once `large` has settled: then it was fetched anyway.
 */
export async function keepOffline(reported: Told, large: Promise<unknown>): Promise<void> {
  if (!isKept) return
  const { serviceWorker } = navigator
  try {
    const registration = await serviceWorker.register(trustedScriptUrl('/service-worker.js'))
    // The newest knows of its version, also while an older one still answers.
    const newest = (): ServiceWorker | null => registration.waiting ?? registration.active
    const ask = (what: ToWorker, worker = newest()): void => worker?.postMessage(what, [])
    serviceWorker.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
      if (data === 'newer-waits') reported.newVersion(() => ask('show-newer'))
      if (data === 'newer-refused') reported.refused()
    })
    const askWhenInstalled = (): void => {
      const worker = registration.installing
      const asked = (): void => (worker?.state === 'redundant' ? undefined : ask('is-newer', worker))
      worker?.addEventListener('statechange', asked, { once: true })
    }
    ask('is-newer')
    askWhenInstalled()
    registration.addEventListener('updatefound', askWhenInstalled)
    // Browsers look by themselves some time after a page has come, some of them a day later.
    registration.update().catch(() => undefined)
    await serviceWorker.ready
    await large
    ask('keep-all')
  } catch {
    // A private window, or a browser that refuses: the studio works as before, as long as the network is there.
  }
}
