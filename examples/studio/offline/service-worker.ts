/**
 * Keeps one version of the studio: all its files under one name, so that code of two versions never meets. Another
 * version waits until a person takes it, or no page of this one is open. Requests of the API are never answered here.
 */
interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching extends Waiting {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface Scope {
  readonly location: Location
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: Waiting) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void
  addEventListener(type: 'message', listener: (event: Waiting & { data: unknown }) => void): void
}

/** Written by the build: what the studio is made of, as addresses, and a digest of it. */
interface Kept {
  version: string
  /** Kept before this version is used. */
  first: string[]
  /** Large, and kept once the page has fetched it or has nothing else to do. */
  later: string[]
}

declare const AW_KEPT: Kept

/** Makes this file a module for the compiler; nothing of it is left in the script. */
export type { Kept }

const scope = globalThis as unknown as Scope
const prefix = 'aw-studio-'
const name = `${prefix}${AW_KEPT.version}`
const all = new Set([...AW_KEPT.first, ...AW_KEPT.later])

/**
 * Takes over what an older version has; answers what it has not. Under the same address it is the same: addresses hold a
 * digest. Pages are asked for anew.
 */
async function takeOver(addresses: readonly string[]): Promise<string[]> {
  const cache = await caches.open(name)
  const missing: string[] = []
  for (const address of addresses) {
    if (await cache.match(address)) continue
    const known = address.startsWith('/assets/') ? await caches.match(address) : undefined
    if (known) await cache.put(address, known)
    else missing.push(address)
  }
  return missing
}

async function keep(addresses: readonly string[]): Promise<void> {
  await (await caches.open(name)).addAll(await takeOver(addresses))
}

scope.addEventListener('install', (event) => event.waitUntil(keep(AW_KEPT.first)))

scope.addEventListener('activate', (event) =>
  event.waitUntil(
    (async () => {
      // What is large, too: without a network, nothing else could give it.
      await takeOver(AW_KEPT.later)
      const names = await caches.keys()
      await Promise.all(names.filter((one) => one.startsWith(prefix) && one !== name).map((one) => caches.delete(one)))
      await scope.clients.claim()
    })(),
  ),
)

scope.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(scope.skipWaiting())
  if (event.data === 'keep-all') event.waitUntil(keep(AW_KEPT.later).catch(() => undefined))
})

scope.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== scope.location.origin) return
  // Addresses without an ending are pages of the studio, but for those that the server keeps for itself.
  const isPage =
    request.mode === 'navigate' && !/^\/(api|docs|health|metrics|hooks|ws)(\/|$)|\.[a-z0-9]+$/i.test(pathname)
  if (isPage) event.respondWith(answer('/', request))
  else if (all.has(pathname)) event.respondWith(answer(pathname, request))
})

async function answer(address: string, request: Request): Promise<Response> {
  const cache = await caches.open(name)
  const kept = await cache.match(address)
  if (kept) return kept
  const fetched = await fetch(request)
  if (fetched.ok && fetched.type === 'basic') await cache.put(address, fetched.clone())
  return fetched
}
