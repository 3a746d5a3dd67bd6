/** Where a person is in the studio. */
export type Route =
  | { page: 'home' }
  | { page: 'data' }
  | { page: 'workflows' }
  | { page: 'new' }
  | { page: 'workflow'; id: string }
  | { page: 'run'; id: string }
  | { page: 'missing'; path: string }

/** The route of an address. */
export function parseRoute(path: string): Route {
  const [first = '', second, ...more] = path.split('/').filter(Boolean).map(decode)
  if (more.length > 0) return { page: 'missing', path }
  if (first === '') return { page: 'home' }
  if (first === 'data' && second === undefined) return { page: 'data' }
  if (first === 'workflows') {
    if (second === undefined) return { page: 'workflows' }
    return second === 'new' ? { page: 'new' } : { page: 'workflow', id: second }
  }
  if (first === 'runs' && second !== undefined) return { page: 'run', id: second }
  return { page: 'missing', path }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** The address of a workflow and of a run. */
export const workflowPath = (id: string): string => `/workflows/${encodeURIComponent(id)}`
export const runPath = (run: string): string => `/runs/${encodeURIComponent(run)}`

/**
 * Real addresses without loading pages: links of the studio are followed in place, back and forward work, and each
 * address can be opened on its own. Hears `change` listeners when the route has changed.
 */
export class Router extends EventTarget {
  route: Route = parseRoute(location.pathname)

  constructor() {
    super()
    window.addEventListener('popstate', () => this.#arrive())
    document.addEventListener('click', (event) => this.#follow(event))
  }

  /** Goes to an address of the studio. `replace`: without a step in the browser's history. */
  go(path: string, { replace = false } = {}): void {
    if (path === location.pathname) return
    if (replace) history.replaceState(null, '', path)
    else history.pushState(null, '', path)
    this.#arrive()
  }

  /** Renames the current address without arriving anywhere: the page stays as it is. */
  rename(path: string): void {
    history.replaceState(null, '', path)
    this.route = parseRoute(path)
  }

  #arrive(): void {
    this.route = parseRoute(location.pathname)
    this.dispatchEvent(new Event('change'))
  }

  #follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement)
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return
    event.preventDefault()
    this.go(link.pathname)
  }
}
