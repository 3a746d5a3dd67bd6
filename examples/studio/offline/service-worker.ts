/**
 * Keeps the studio by versions, each with all its files under one name, so that code of two versions never meets. Which
 * one is shown stands in the cache beside them: a person decides it, or it is the newest where no page was open. It does
 * not hang on which worker answers. A newer one waits until no page is open, as browsers have it: where it is reported to skip
 * that, Chromium ends the older one while pages ask it, and the switch comes half a minute late or a page never. Requests
 * of the API are never answered here.
 */
interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching extends Waiting {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface Page {
  postMessage(message: ToPage, transfer: readonly Transferable[]): void
}
interface Saying extends Waiting {
  readonly data: ToWorker
  readonly source: Page | null
}
interface Scope {
  readonly location: Location
  readonly clients: { claim(): Promise<void>; matchAll(which: { includeUncontrolled: true }): Promise<Page[]> }
  addEventListener(type: 'install' | 'activate', listener: (event: Waiting) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void
  addEventListener(type: 'message', listener: (event: Saying) => void): void
}

/** Written by the build: what the studio is made of, as addresses, and a digest of it. */
interface Kept {
  version: string
  /** Kept before this version is used. */
  first: string[]
  /** Large, and kept once the page has fetched it or has nothing else to do. */
  later: string[]
}

/** What a page asks of the newest worker: whether its version is another than the shown one, to show it, to keep it whole. */
export type ToWorker = 'is-newer' | 'show-newer' | 'keep-all'
/** What pages are reported: that a version waits; that it is shown from now on, or could not be. */
export type ToPage = 'newer-waits' | 'newer-shown' | 'newer-refused'

declare const AW_KEPT: Kept

const scope = globalThis as unknown as Scope
const { version } = AW_KEPT
/** Holds the version that is shown, and the newest one that was installed, as texts. */
const notes = 'aw-studio'
const prefix = 'aw-studio-'
const name = prefix + version
const all = new Set([...AW_KEPT.first, ...AW_KEPT.later])

async function noted(what: 'shown' | 'newest'): Promise<string | undefined> {
  return (await caches.match(`/${what}`, { cacheName: notes }))?.text()
}

async function note(what: 'shown' | 'newest', noting = version): Promise<void> {
  await (await caches.open(notes)).put(`/${what}`, new Response(noting))
}

/** Where none was noted, or the browser has lost it, that of this worker. */
async function shownVersion(): Promise<string> {
  const shown = await noted('shown')
  return shown !== undefined && (await caches.has(prefix + shown)) ? shown : version
}

/** Never a version that is not whole. */
async function show(): Promise<void> {
  await keep(AW_KEPT.first)
  await note('shown')
}

/**
 * Takes over what another version has; answers what none has. Under the same address it is the same: addresses hold a
 * digest. Pages are asked for anew.
 */
async function takeOver(addresses: readonly string[]): Promise<string[]> {
  const cache = await caches.open(name)
  const missing: string[] = []
  for (const address of addresses) {
    if (await cache.match(address)) continue
    const known = isNamedByContent(address) ? await caches.match(address) : undefined
    if (known) await cache.put(address, known)
    else missing.push(address)
  }
  return missing
}

async function keep(addresses: readonly string[]): Promise<void> {
  await (await caches.open(name)).addAll(await takeOver(addresses))
}

/**
 * Forgets versions that are neither shown nor of this worker, which is the newest: an older one knows nothing of those
 * that came after it. What is large is taken over from them before: without a network, nothing else could give it.
 */
async function tidy(): Promise<void> {
  const names = await caches.keys()
  // A version that is being installed after this look is not among the names; before it, it is the newest.
  if (((await noted('newest')) ?? version) !== version) return
  const used = [name, prefix + (await shownVersion())]
  const unused = names.filter((one) => one.startsWith(prefix) && !used.includes(one))
  if (unused.length === 0) return
  // On a full disk, room comes first.
  await takeOver(AW_KEPT.later).catch(() => undefined)
  await Promise.all(unused.map((one) => caches.delete(one)))
}

scope.addEventListener('install', (event) => event.waitUntil(install()))

async function install(): Promise<void> {
  const before = await noted('newest')
  await note('newest')
  try {
    await keep(AW_KEPT.first)
  } catch (cause) {
    if (before !== undefined) await note('newest', before)
    throw cause
  }
  if ((await shownVersion()) === version) await note('shown')
}

// No page of an older version is open. The first worker answers the page that it came with.
scope.addEventListener('activate', (event) =>
  event.waitUntil(
    show()
      .catch(() => undefined)
      .then(() => scope.clients.claim()),
  ),
)

scope.addEventListener('message', (event) => event.waitUntil(reply(event)))

async function reply({ data, source }: Saying): Promise<void> {
  switch (data) {
    case 'is-newer':
      if ((await shownVersion()) !== version) source?.postMessage('newer-waits', [])
      return
    case 'show-newer':
      try {
        await show()
      } catch {
        // A full disk, or something of it was lost and there is no network: what was shown stays.
        source?.postMessage('newer-refused', [])
        return
      }
      for (const page of await scope.clients.matchAll({ includeUncontrolled: true }))
        page.postMessage('newer-shown', [])
      return
    case 'keep-all':
      await keep([...all]).catch(() => undefined)
      if ((await noted('shown')) === undefined) await note('shown')
      await tidy()
  }
}

scope.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== scope.location.origin) return
  if (/^\/(api|docs|health|metrics|hooks|ws)(\/|$)/i.test(pathname)) return
  // Addresses without an ending are pages of the studio.
  const isVisited = request.mode === 'navigate'
  if (isVisited && !/\.[a-z0-9]+$/i.test(pathname)) event.respondWith(answer('/', event))
  else if (!isVisited || all.has(pathname)) event.respondWith(answer(pathname, event))
})

/** What cannot be read or kept, as on a full disk, costs no answer. */
async function answer(address: string, event: Fetching): Promise<Response> {
  const kept = await keptAnswer(address).catch(() => undefined)
  if (kept) return kept
  const fetched = await fetch(event.request)
  if (all.has(address) && fetched.ok && fetched.type === 'basic') {
    event.waitUntil(keepAnswer(address, fetched.clone()).catch(() => undefined))
  }
  return fetched
}

/** What is named by its content is the same in every version; of all else the shown one's is answered. */
async function keptAnswer(address: string): Promise<Response | undefined> {
  if (!isNamedByContent(address)) return caches.match(address, { cacheName: prefix + (await shownVersion()) })
  return (await caches.match(address, { cacheName: name })) ?? caches.match(address)
}

async function keepAnswer(address: string, fetched: Response): Promise<void> {
  const isOurs = isNamedByContent(address) || (await shownVersion()) === version
  if (isOurs) await (await caches.open(name)).put(address, fetched)
}

function isNamedByContent(address: string): boolean {
  return address.startsWith('/assets/')
}
