import type { CallOptions, ServerApi } from '@aw-flow/client'
import { omitEmpty } from '../shell/forms/fields.ts'
import { loadItems, type LoadItems, type RouteItem } from '../shell/server-data/route-items.ts'

/** A registered MCP server. */
export type McpServer = RouteItem<'GET /api/v1/mcp/servers'>
export type McpCall = RouteItem<'GET /api/v1/mcp/servers/{id}/calls'>

/** A tool as described by its server. */
export interface McpToolDescription {
  name: string
  description: string | null
  input_schema?: unknown
}

/** A tool and its approval state. For a changed tool, `approved` is the previously approved version. */
export interface McpTool extends McpToolDescription {
  state: 'approved' | 'new' | 'changed' | 'shadowing'
  approved: McpToolDescription | null
}

/** A server's tools, the hash that identifies them in an approval, and its most recent calls. */
export interface McpDetails {
  hash: string
  tools: readonly McpTool[]
  removed: readonly string[]
  calls: readonly McpCall[]
}

/** Kind of server to add: the index of a template, a custom URL, or a process configured by the administrator. */
export type McpSource = `${number}` | 'url' | 'process'

const maxServers = 100

export const listMcpServers: LoadItems<'GET /api/v1/mcp/servers'> = loadItems('GET /api/v1/mcp/servers', () => ({
  query: { limit: maxServers },
}))

export async function readMcpDetails(api: ServerApi, id: string): Promise<McpDetails> {
  const [tools, calls] = await Promise.all([
    api.call('GET /api/v1/mcp/servers/{id}/tools', { path: { id } }),
    api.call('GET /api/v1/mcp/servers/{id}/calls', { path: { id } }),
  ])
  const { hash, items, removed } = tools.value
  return { hash, tools: items, removed, calls: calls.value.items }
}

/** Session storage key for the ID of the server that is being authorized in this tab. */
const authorizingKey = 'aw-mcp-authorizing'

/** Starts the authorization of an MCP server. Returns the URL to redirect the user to. */
export async function beginAuthorization(api: ServerApi, id: string): Promise<string | undefined> {
  const body = { redirect_url: `${location.origin}${location.pathname}` }
  const { value } = await api.call('POST /api/v1/mcp/servers/{id}/authorize', { path: { id }, body })
  sessionStorage.setItem(authorizingKey, id)
  return value.authorization_url ?? undefined
}

/**
 * If an authorization server has redirected the user back to this page, returns the MCP server's ID and the query
 * string, and removes the query string from the URL. Later calls return `undefined`.
 */
export function consumeAuthorizationRedirect(): { id: string; query: string } | undefined {
  const id = sessionStorage.getItem(authorizingKey)
  const query = location.search.slice(1)
  if (id === null || !new URLSearchParams(query).has('state')) return undefined
  sessionStorage.removeItem(authorizingKey)
  history.replaceState(history.state, '', location.pathname)
  return { id, query }
}

/** Returns the request body that registers a server: a process of the administrator, or a URL with an optional secret. */
export const toMcpServerBody = ({
  name,
  command,
  url,
  secret,
}: {
  name: string
  command?: string | undefined
  url?: string | undefined
  secret?: string | undefined
}): CallOptions<'POST /api/v1/mcp/servers'>['body'] =>
  command === undefined
    ? { name, type: 'http', url: url ?? '', ...omitEmpty({ secret }) }
    : { name, type: 'stdio', command }
