import { readStudioPath, removeBasePath, toPath } from './base-path.ts'
/** A page of the studio with its parameters. */
export type Route =
  | {
      page:
        | 'home'
        | 'data'
        | 'workflows'
        | 'new'
        | 'runs'
        | 'queue'
        | 'analytics'
        | 'notifications'
        | 'events'
        | 'agents'
        | 'evaluations'
        | 'mcp'
        | 'schedules'
        | 'webhooks'
        | 'validation'
        | 'settings'
        | 'trash'
        | 'tour'
        | 'templates'
        | 'gallery'
        | 'serverWorkflows'
        | 'search'
        | 'account'
        | 'team'
        | 'activity'
    }
  | { page: 'workflow'; id: string }
  | { page: 'agent'; id: string }
  | { page: 'evaluation'; id: string; otherId?: string }
  | { page: 'run' | 'results'; id: string }
  /** The results of a workflow's latest run. `id` is the workflow's ID. */
  | { page: 'latestResults'; id: string }
  | { page: 'compare'; id: string; otherId: string }
  | { page: 'help'; type?: string }
  | { page: 'missing'; path: string }

const simplePages = {
  data: 'data',
  queue: 'queue',
  analytics: 'analytics',
  notifications: 'notifications',
  events: 'events',
  agents: 'agents',
  evaluations: 'evaluations',
  mcp: 'mcp',
  schedules: 'schedules',
  webhooks: 'webhooks',
  validation: 'validation',
  settings: 'settings',
  trash: 'trash',
  search: 'search',
  tour: 'tour',
  templates: 'templates',
  gallery: 'gallery',
  'server-workflows': 'serverWorkflows',
  account: 'account',
  workspace: 'team',
  activity: 'activity',
} as const

/** Parses a URL path into a route. */
export function parseRoute(path: string): Route {
  const [first = '', second, third, fourth, ...extraSegments] = path.split('/').filter(Boolean).map(decodeSegment)
  const missingRoute: Route = { page: 'missing', path }
  if (extraSegments.length > 0) return missingRoute
  if (first === '') return { page: 'home' }
  if (first === 'runs') return parseRunRoute([second, third, fourth]) ?? missingRoute
  if (first === 'evaluations' && second !== undefined)
    return parseEvaluationRoute(second, third, fourth) ?? missingRoute
  if (first === 'workflows' && second !== undefined && third === 'results' && fourth === undefined)
    return { page: 'latestResults', id: second }
  if (third !== undefined) return missingRoute
  if (first === 'workflows') {
    if (second === undefined) return { page: 'workflows' }
    return second === 'new' ? { page: 'new' } : { page: 'workflow', id: second }
  }
  if (first === 'agents' && second !== undefined) return { page: 'agent', id: second }
  if (first === 'help') return second === undefined ? { page: 'help' } : { page: 'help', type: second }
  if (second === undefined && Object.hasOwn(simplePages, first))
    return { page: simplePages[first as keyof typeof simplePages] }
  return missingRoute
}

/** Paths of links with a token in their fragment. They open the sign-in page, which leads to the home page. */
export const accountLinkPaths = { '/setup': 'setup', '/invitations': 'invitation' } as const

export const isAccountLinkPath = (path: string): path is keyof typeof accountLinkPaths =>
  Object.hasOwn(accountLinkPaths, path)

/** Returns the token of a shared workflow's page, which is shown instead of the studio. */
export const parseShareToken = (path: string): string | undefined => /^\/shared\/([\w-]+)$/.exec(path)?.[1]

/** Returns whether a path without the base path is a page of the studio. All other paths belong to the server. */
export const isStudioPath = (path: string | undefined): boolean =>
  path !== undefined &&
  (parseRoute(path).page !== 'missing' || isAccountLinkPath(path) || parseShareToken(path) !== undefined)

function parseRunRoute([runId, section, otherRunId]: (string | undefined)[]): Route | undefined {
  if (runId === undefined) return { page: 'runs' }
  if (section === undefined) return { page: 'run', id: runId }
  if (section === 'results' && otherRunId === undefined) return { page: 'results', id: runId }
  return section === 'with' && otherRunId !== undefined
    ? { page: 'compare', id: runId, otherId: otherRunId }
    : undefined
}

function parseEvaluationRoute(id: string, section?: string, otherId?: string): Route | undefined {
  if (section === undefined) return { page: 'evaluation', id }
  return section === 'with' && otherId !== undefined ? { page: 'evaluation', id, otherId } : undefined
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

export const getWorkflowPath = (id: string): string => toPath(`/workflows/${encodeURIComponent(id)}`)
/** Returns the path of a comment on a workflow. */
export const getCommentPath = (workflowId: string, commentId: string): string =>
  `${getWorkflowPath(workflowId)}?comment=${encodeURIComponent(commentId)}`
/** Returns the path of the results of a workflow's latest run. */
export const getLatestResultsPath = (workflowId: string): string => `${getWorkflowPath(workflowId)}/results`
/** Returns the path of a model agent. With the ID `new`, it leads to the form for adding an agent. */
export const getAgentPath = (id: string): string => toPath(`/agents/${encodeURIComponent(id)}`)
/** Returns the path of an evaluation's report or, if `otherId` is given, of its comparison with that evaluation. */
export const getEvaluationPath = (id: string, otherId?: string): string =>
  toPath(`/evaluations/${encodeURIComponent(id)}${otherId === undefined ? '' : `/with/${encodeURIComponent(otherId)}`}`)
export const getRunPath = (runId: string): string => toPath(`/runs/${encodeURIComponent(runId)}`)
export const getResultsPath = (runId: string): string => `${getRunPath(runId)}/results`
export const getComparePath = (runId: string, otherRunId: string): string =>
  `${getRunPath(runId)}/with/${encodeURIComponent(otherRunId)}`
/** Returns the path of a node type's help page. */
export const getHelpPath = (type: string): string => toPath(`/help/${encodeURIComponent(type)}`)

/**
 * Client-side router. Follows links within the studio without loading a new page, supports the back and forward
 * buttons, and lets every URL be opened directly. Fires `change` when the route or its query string changes. If only
 * the query string changes, `route` remains the same object.
 */
export class Router extends EventTarget {
  route: Route = parseRoute(readStudioPath())
  /** Query string of the current URL, including `?`. */
  query = location.search
  #path = location.pathname

  constructor() {
    super()
    window.addEventListener('popstate', () => this.#handleNavigation())
    document.addEventListener('click', (event) => this.#onClick(event))
  }

  /** Navigates to a path within the studio. `replace` replaces the current history entry instead of adding one. */
  navigate(path: string, { replace = false } = {}): void {
    if (path === location.pathname + location.search) return
    if (replace) history.replaceState(null, '', path)
    else history.pushState(null, '', path)
    this.#handleNavigation()
  }

  /** Replaces the current path without navigating, so that the page stays open. */
  replacePath(path: string): void {
    history.replaceState(null, '', path)
    this.#update()
  }

  #handleNavigation(): void {
    this.#update()
    this.dispatchEvent(new Event('change'))
  }

  #update(): void {
    this.query = location.search
    if (this.#path === location.pathname) return
    this.#path = location.pathname
    this.route = parseRoute(readStudioPath())
  }

  #onClick(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement)
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return
    if (!isStudioPath(removeBasePath(link.pathname))) return
    event.preventDefault()
    this.navigate(link.pathname + link.search)
  }
}
