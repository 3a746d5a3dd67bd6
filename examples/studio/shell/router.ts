/** Where a person is in the studio. */
export type Route =
  | {
      page: 'home' | 'data' | 'workflows' | 'new' | 'runs' | 'validation' | 'settings' | 'trash' | 'tour' | 'templates'
    }
  | { page: 'workflow'; id: string }
  | { page: 'run' | 'results'; id: string }
  | { page: 'compare'; id: string; with: string }
  | { page: 'help'; type?: string }
  | { page: 'missing'; path: string }

const simple = {
  data: 'data',
  validation: 'validation',
  settings: 'settings',
  trash: 'trash',
  tour: 'tour',
  templates: 'templates',
} as const

/** The route of an address. */
export function parseRoute(path: string): Route {
  const [first = '', second, third, fourth, ...more] = path.split('/').filter(Boolean).map(decode)
  const missing: Route = { page: 'missing', path }
  if (more.length > 0) return missing
  if (first === '') return { page: 'home' }
  if (first === 'runs') return runRoute([second, third, fourth]) ?? missing
  if (third !== undefined) return missing
  if (first === 'workflows') {
    if (second === undefined) return { page: 'workflows' }
    return second === 'new' ? { page: 'new' } : { page: 'workflow', id: second }
  }
  if (first === 'help') return second === undefined ? { page: 'help' } : { page: 'help', type: second }
  if (second === undefined && Object.hasOwn(simple, first)) return { page: simple[first as keyof typeof simple] }
  return missing
}

function runRoute([run, what, other]: (string | undefined)[]): Route | undefined {
  if (run === undefined) return { page: 'runs' }
  if (what === undefined) return { page: 'run', id: run }
  if (what === 'results' && other === undefined) return { page: 'results', id: run }
  return what === 'with' && other !== undefined ? { page: 'compare', id: run, with: other } : undefined
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** The addresses of a workflow, of a run, of what it came to, of two runs beside each other, and of a node's help. */
export const workflowPath = (id: string): string => `/workflows/${encodeURIComponent(id)}`
export const runPath = (run: string): string => `/runs/${encodeURIComponent(run)}`
export const resultsPath = (run: string): string => `${runPath(run)}/results`
export const comparePath = (run: string, other: string): string => `${runPath(run)}/with/${encodeURIComponent(other)}`
export const helpPath = (type: string): string => `/help/${encodeURIComponent(type)}`

/**
 * Real addresses without loading pages: links of the studio are followed in place, back and forward work, and each
 * address can be opened on its own. Hears `change` listeners when the route has changed, or its query; with another query
 * alone, `route` stays the same object.
 */
export class Router extends EventTarget {
  route: Route = parseRoute(location.pathname)
  /** What the page of the address is asked to show, `?` included. */
  query = location.search
  #path = location.pathname

  constructor() {
    super()
    window.addEventListener('popstate', () => this.#arrive())
    document.addEventListener('click', (event) => this.#follow(event))
  }

  /** Goes to an address of the studio. `replace`: without a step in the browser's history. */
  go(path: string, { replace = false } = {}): void {
    if (path === location.pathname + location.search) return
    if (replace) history.replaceState(null, '', path)
    else history.pushState(null, '', path)
    this.#arrive()
  }

  /** Renames the current address without arriving anywhere: the page stays as it is. */
  rename(path: string): void {
    history.replaceState(null, '', path)
    this.#look()
  }

  #arrive(): void {
    this.#look()
    this.dispatchEvent(new Event('change'))
  }

  #look(): void {
    this.query = location.search
    if (this.#path === location.pathname) return
    this.#path = location.pathname
    this.route = parseRoute(location.pathname)
  }

  #follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement)
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return
    event.preventDefault()
    this.go(link.pathname + link.search)
  }
}
