/**
 * The studio's service worker. It caches the files of each version separately, so that code from two versions is never
 * mixed.
 *
 * The active version is the one that the user activated, or the newest one if no page was open. Its name is stored in
 * a separate cache, so that all workers serve the same version. A newer worker waits until no page is open, which is
 * the browser's default. It does not call `skipWaiting`, because Chromium would then stop the older worker during
 * requests, and pages would switch after half a minute or not at all.
 *
 * Only the studio's files and the paths that its router knows are served from the cache. Every other request goes to
 * the server, except the one for the sign-in settings: if it failed while the browser is offline, every page would
 * report an error.
 */
import { basePath, removeBasePath, toPath } from '../shell/base-path.ts'
import { receivedFilesCache, receivedQuery, sharePath } from '../shell/received-files-cache.ts'
import { isStudioPath } from '../shell/router.ts'

interface InstallEventLike extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface FetchEventLike extends InstallEventLike {
  readonly request: Request
  respondWith(response: Promise<Response>): void
}
interface Page {
  postMessage(message: MessageToPage, transfer: readonly Transferable[]): void
  focus(): Promise<Page>
  navigate(url: string): Promise<Page | null>
}
interface MessageEventLike extends InstallEventLike {
  readonly data: MessageToWorker
  readonly source: Page | null
}
interface PushEventLike extends InstallEventLike {
  readonly data: { json(): unknown } | null
}
interface NotificationEventLike extends InstallEventLike {
  readonly notification: { close(): void; readonly data: unknown }
}
interface Scope {
  readonly location: Location
  readonly registration: {
    showNotification(title: string, options: { tag: string; lang: string; icon: string; data: unknown }): Promise<void>
  }
  readonly clients: {
    claim(): Promise<void>
    matchAll(options: { includeUncontrolled: true; type?: 'window' }): Promise<Page[]>
    openWindow(url: string): Promise<unknown>
  }
  addEventListener(type: 'install' | 'activate', listener: (event: InstallEventLike) => void): void
  addEventListener(type: 'fetch', listener: (event: FetchEventLike) => void): void
  addEventListener(type: 'message', listener: (event: MessageEventLike) => void): void
  addEventListener(type: 'push', listener: (event: PushEventLike) => void): void
  addEventListener(type: 'notificationclick', listener: (event: NotificationEventLike) => void): void
}

/** A push message about a run. */
interface PushMessage {
  id: string
  title: string
  /** Path of the run's page, without the base path. */
  path: string
  language: string
}

/** The built files and their digest. Inserted by the build. */
interface BuildFiles {
  version: string
  /** Paths to cache before this version becomes active. */
  precachedPaths: string[]
  /** Paths of large files, which are cached when a page fetches them or is idle. */
  deferredPaths: string[]
}

/**
 * A page's request to the newest worker: report whether its version is newer than the active one, activate that
 * version, or cache all files.
 */
export type MessageToWorker = 'is-newer' | 'show-newer' | 'keep-all'
/** A message to pages: a newer version is waiting, has been activated, or could not be activated. */
export type MessageToPage = 'newer-waits' | 'newer-shown' | 'newer-refused'

declare const AW_BUILD: BuildFiles

const scope = globalThis as unknown as Scope
const { version } = AW_BUILD
/**
 * Name of the cache that stores the names of the active version and of the newest installed version. The studio of each
 * base path on an origin has its own caches.
 */
const versionCacheName = basePath === '/' ? 'aw-studio' : `aw${basePath}studio`
const cachePrefix = `${versionCacheName}-`
const currentCacheName = cachePrefix + version
const precachedPaths = AW_BUILD.precachedPaths.map(toPath)
const deferredPaths = AW_BUILD.deferredPaths.map(toPath)
const allPaths = new Set([...precachedPaths, ...deferredPaths])

/** Reads a version from the cache: the active version (`shown`) or the newest installed version (`newest`). */
async function readStoredVersion(kind: 'shown' | 'newest'): Promise<string | undefined> {
  return (await caches.match(`/${kind}`, { cacheName: versionCacheName }))?.text()
}

async function storeVersion(kind: 'shown' | 'newest', value = version): Promise<void> {
  await (await caches.open(versionCacheName)).put(`/${kind}`, new Response(value))
}

/** Returns the active version. Falls back to this worker's version if none is stored or its cache was deleted. */
async function readActiveVersion(): Promise<string> {
  const storedVersion = await readStoredVersion('shown')
  return storedVersion !== undefined && (await caches.has(cachePrefix + storedVersion)) ? storedVersion : version
}

/** Activates this version once its files are cached. */
async function activateVersion(): Promise<void> {
  await cacheFiles(precachedPaths)
  await storeVersion('shown')
}

/**
 * Copies files from the caches of other versions, and returns the paths that none of them contains. Only paths with a
 * content hash are copied; everything else is fetched again.
 */
async function copyUnchangedFiles(paths: readonly string[]): Promise<string[]> {
  const cache = await caches.open(currentCacheName)
  const missingPaths: string[] = []
  for (const path of paths) {
    if (await cache.match(path)) continue
    const existingResponse = hasContentHash(path) ? await caches.match(path) : undefined
    if (existingResponse) await cache.put(path, existingResponse)
    else missingPaths.push(path)
  }
  return missingPaths
}

async function cacheFiles(paths: readonly string[]): Promise<void> {
  await (await caches.open(currentCacheName)).addAll(await copyUnchangedFiles(paths))
}

/**
 * If this worker is the newest one, deletes all versions except the active one and its own. Copies their large files
 * first, so that these remain available offline.
 */
async function deleteUnusedCaches(): Promise<void> {
  const names = await caches.keys()
  // A version whose installation starts after this check is not in `names`; one that started earlier would be the
  // newest.
  if (((await readStoredVersion('newest')) ?? version) !== version) return
  const usedCacheNames = [currentCacheName, cachePrefix + (await readActiveVersion())]
  const unusedCacheNames = names.filter((item) => item.startsWith(cachePrefix) && !usedCacheNames.includes(item))
  if (unusedCacheNames.length === 0) return
  // If the disk is full, freeing space is more important than copying.
  await copyUnchangedFiles(deferredPaths).catch(() => undefined)
  await Promise.all(unusedCacheNames.map((item) => caches.delete(item)))
}

scope.addEventListener('install', (event) => event.waitUntil(install()))

async function install(): Promise<void> {
  const previousNewestVersion = await readStoredVersion('newest')
  await storeVersion('newest')
  try {
    await cacheFiles(precachedPaths)
  } catch (cause) {
    if (previousNewestVersion !== undefined) await storeVersion('newest', previousNewestVersion)
    throw cause
  }
  if ((await readActiveVersion()) === version) await storeVersion('shown')
}

// At this point, no page of an older version is open. `claim` makes the first worker control the page that registered
// it.
scope.addEventListener('activate', (event) =>
  event.waitUntil(
    activateVersion()
      .catch(() => undefined)
      .then(() => scope.clients.claim()),
  ),
)

scope.addEventListener('message', (event) => event.waitUntil(handleMessage(event)))

async function handleMessage({ data, source }: MessageEventLike): Promise<void> {
  switch (data) {
    case 'is-newer':
      if ((await readActiveVersion()) !== version) source?.postMessage('newer-waits', [])
      return
    case 'show-newer':
      try {
        await activateVersion()
      } catch {
        // The disk is full, or files cannot be fetched offline. The active version stays in use.
        source?.postMessage('newer-refused', [])
        return
      }
      for (const page of await scope.clients.matchAll({ includeUncontrolled: true }))
        page.postMessage('newer-shown', [])
      return
    case 'keep-all':
      await cacheFiles([...allPaths]).catch(() => undefined)
      if ((await readStoredVersion('shown')) === undefined) await storeVersion('shown')
      await deleteUnusedCaches()
  }
}

// An open page shows the same notification with the same tag, so the user sees it only once.
scope.addEventListener('push', (event) => {
  const message = event.data?.json() as PushMessage | undefined
  if (!message) return
  const { id, title, path, language } = message
  event.waitUntil(
    scope.registration.showNotification(title, { tag: id, lang: language, icon: toPath('/mark-192.png'), data: path }),
  )
})

scope.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openPage(String(event.notification.data)))
})

/** Opens a studio page, in an existing window if possible. */
async function openPage(path: string): Promise<void> {
  const url = new URL(toPath(path), scope.location.origin)
  if (url.origin !== scope.location.origin) return
  const [page] = await scope.clients.matchAll({ includeUncontrolled: true, type: 'window' })
  try {
    if (page && (await page.navigate(url.href))) return void (await page.focus())
  } catch {
    // This worker does not control the page.
  }
  await scope.clients.openWindow(url.href)
}

scope.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method === 'POST' && origin === scope.location.origin && pathname === toPath(sharePath))
    return event.respondWith(storeSharedFiles(request))
  if (request.method !== 'GET' || origin !== scope.location.origin) return
  const isNavigation = request.mode === 'navigate'
  // Every other path belongs to the server: its API, its manual, and whatever it serves in the future.
  if (allPaths.has(pathname) || hasContentHash(pathname)) event.respondWith(respond(pathname, event))
  else if (isNavigation && isStudioPath(removeBasePath(pathname))) event.respondWith(respond(basePath, event))
  else if (!isNavigation && pathname === toPath('/api/v1/auth/settings'))
    event.respondWith(fetchOrReportOffline(request))
})

/** Stores files that another application shared with the installed studio, and opens the page that takes them. */
async function storeSharedFiles(request: Request): Promise<Response> {
  const files = (await request.formData()).getAll('files').filter((value) => value instanceof File)
  const cache = await caches.open(receivedFilesCache)
  for (const [index, file] of files.entries()) {
    const headers = { 'content-type': file.type, 'x-name': encodeURIComponent(file.name) }
    await cache.put(toPath(`${sharePath}/${index}`), new Response(file, { headers }))
  }
  return Response.redirect(`${basePath}?${receivedQuery}`, 303)
}

const fetchOrReportOffline = (request: Request): Promise<Response> =>
  fetch(request).catch(() => Response.json({ offline: true }))

/** Responds from the cache or the network. A cache failure, such as a full disk, must not fail the request. */
async function respond(path: string, event: FetchEventLike): Promise<Response> {
  const cachedResponse = await findCachedResponse(path).catch(() => undefined)
  if (cachedResponse) return cachedResponse
  const response = await fetch(event.request)
  if (allPaths.has(path) && response.ok && response.type === 'basic') {
    event.waitUntil(cacheResponse(path, response.clone()).catch(() => undefined))
  }
  return response
}

/**
 * Finds a cached file. Files with a content hash are identical in all versions, so they may come from any; other files
 * come from the active version.
 */
async function findCachedResponse(path: string): Promise<Response | undefined> {
  if (!hasContentHash(path)) return caches.match(path, { cacheName: cachePrefix + (await readActiveVersion()) })
  return (await caches.match(path, { cacheName: currentCacheName })) ?? caches.match(path)
}

async function cacheResponse(path: string, response: Response): Promise<void> {
  const isCacheable = hasContentHash(path) || (await readActiveVersion()) === version
  if (isCacheable) await (await caches.open(currentCacheName)).put(path, response)
}

function hasContentHash(path: string): boolean {
  return path.startsWith(toPath('/assets/'))
}
