/**
 * The path under which the server publishes the studio, with a slash at each end: `/`, or `AW_BASE_PATH`. The server
 * adds it to the URLs in `index.html`, so the URL of the manifest shows it. The service worker is in the same folder.
 */
export const basePath = readBasePath()

function readBasePath(): string {
  const { document, location } = globalThis as Partial<Pick<typeof globalThis, 'document' | 'location'>>
  const url = document ? document.querySelector<HTMLLinkElement>('link[rel="manifest"]')?.href : location?.href
  return url === undefined ? '/' : new URL('.', url).pathname
}

/** Adds the base path to a path of the studio or of its server, such as `/runs`. */
export const toPath = (path: string): string => `${basePath}${path.slice(1)}`

/** Removes the base path from the path of a URL. Returns `undefined` if the URL belongs to another application. */
export function removeBasePath(path: string): string | undefined {
  if (`${path}/` === basePath) return '/'
  return path.startsWith(basePath) ? `/${path.slice(basePath.length)}` : undefined
}

/** The path of the current page, without the base path. */
export const readStudioPath = (): string => removeBasePath(location.pathname) ?? '/'

/** Returns the URL of the server that serves this page. */
export const getPageServerUrl = (): string => `${location.origin}${basePath}`.replace(/\/$/, '')
