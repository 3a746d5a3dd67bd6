import { error, readWorkflow, type Config, type Json, type Problem, type Workflow } from '@aw-flow/schema'
import type { Catalog } from '../node/catalog.ts'
import { NodeError } from '../node/node-error.ts'
import { matchAllowedHost } from './allowed-hosts.ts'
import type { Models } from './models.ts'
import type { ExternalServices } from './outside.ts'

/**
 * Resources that a grant can cover besides secrets and hosts: the operator's folder and the workspace's language
 * models.
 *
 * @internal
 */
export const externalTools = ['folder', 'models'] as const
/** A resource that a grant can cover besides secrets and hosts. @public */
export type ExternalTool = (typeof externalTools)[number]

/** The access that a user has granted to a workflow that they do not own. @public */
export interface GrantedAccess {
  /** The names of the secrets that the workflow may use. */
  secrets: readonly string[]
  /** The allowed hosts, in the format of `matchAllowedHost`. */
  hosts: readonly string[]
  /** Other resources: `folder` for access to datasets and files by name, and `models` for language models. */
  tools: readonly ExternalTool[]
}

/** The possible origins of a document: created here, imported from a file, or received through a link. @internal */
export const trustStates = ['own', 'imported', 'shared'] as const
/** The origin of a document. @internal */
export type TrustState = (typeof trustStates)[number]

/**
 * A workflow's origin and the access granted to it. Stored separately from the document, so that a document cannot
 * change it.
 *
 * @internal
 */
export interface WorkflowAccess {
  trust: TrustState
  granted: GrantedAccess
}

/** The access of a workflow without any grants. @internal */
export const noAccess: GrantedAccess = { secrets: [], hosts: [], tools: [] }

/** Returns the access that all of the given grants have in common. @internal */
export const intersectAccess = (grants: readonly GrantedAccess[]): GrantedAccess => {
  const [firstGrant = noAccess, ...otherGrants] = grants
  const intersectLists = <T>(selectList: (access: GrantedAccess) => readonly T[]): T[] =>
    selectList(firstGrant).filter((item) => otherGrants.every((grant) => selectList(grant).includes(item)))
  return {
    secrets: intersectLists((access) => access.secrets),
    hosts: intersectLists((access) => access.hosts),
    tools: intersectLists((access) => access.tools),
  }
}

/**
 * Throws if a run may not use a secret, a host or a tool.
 *
 * @param grantedAccess The access granted to the workflow; `undefined` for the user's own workflow, which needs no grant.
 * @throws {NodeError} `access.not-granted.…` with the name of the secret, host or tool.
 * @internal
 */
export function requireAccess(
  grantedAccess: GrantedAccess | undefined,
  requestedAccess: { secret: string } | { url: URL } | { tool: ExternalTool },
): void {
  const problem = grantedAccess && findMissingAccess(grantedAccess, requestedAccess)
  if (problem) throw new NodeError('permanent', problem)
}

function findMissingAccess(
  grantedAccess: GrantedAccess,
  requestedAccess: { secret: string } | { url: URL } | { tool: ExternalTool },
): Problem | undefined {
  if ('secret' in requestedAccess)
    return grantedAccess.secrets.includes(requestedAccess.secret)
      ? undefined
      : error('access.not-granted.secret', { name: requestedAccess.secret })
  if ('tool' in requestedAccess)
    return grantedAccess.tools.includes(requestedAccess.tool)
      ? undefined
      : error('access.not-granted.tool', { name: requestedAccess.tool })
  return matchAllowedHost(grantedAccess.hosts, requestedAccess.url)
    ? undefined
    : error('access.not-granted.host', { host: requestedAccess.url.host })
}

/**
 * Restricts a run's services to the access granted to its workflow. Use it only if each request goes to a single host:
 * an egress that follows redirects has to check every host itself.
 *
 * @param findGrantedAccess Called before each use. Returns the granted access; `undefined` for the user's own workflow.
 * @internal
 */
export function restrictServices<T extends Pick<ExternalServices, 'egress' | 'folder' | 'models' | 'mcp'>>(
  services: T,
  findGrantedAccess: () => Promise<GrantedAccess | undefined>,
): T {
  const { egress, folder, models, mcp } = services
  const requireTool = async (tool: ExternalTool): Promise<void> => requireAccess(await findGrantedAccess(), { tool })
  return {
    ...services,
    ...(egress && {
      egress: {
        fetch: async (request) => {
          const effectiveAccess = await includeModels(await findGrantedAccess(), models)
          for (const { name } of request.secrets ?? []) requireAccess(effectiveAccess, { secret: name })
          // The egress itself rejects text that is not a URL.
          if (URL.canParse(request.url)) requireAccess(effectiveAccess, { url: new URL(request.url) })
          return egress.fetch(request)
        },
      } satisfies ExternalServices['egress'],
    }),
    ...(folder && {
      folder: {
        async read(...args) {
          await requireTool('folder')
          return folder.read(...args)
        },
        async write(...args) {
          await requireTool('folder')
          return folder.write(...args)
        },
      } satisfies ExternalServices['folder'],
    }),
    ...(models && {
      models: {
        ...models,
        async read() {
          await requireTool('models')
          return models.read()
        },
      } satisfies ExternalServices['models'],
    }),
    ...(mcp && {
      mcp: {
        async find(server, tool) {
          requireMcpServer(await findGrantedAccess(), server)
          return mcp.find(server, tool)
        },
        async call(server, ...call) {
          requireMcpServer(await findGrantedAccess(), server)
          return mcp.call(server, ...call)
        },
      } satisfies ExternalServices['mcp'],
    }),
  }
}

/**
 * Throws unless the grant names the MCP server explicitly. `*` grants hosts, but not servers, which have their own
 * credentials.
 */
function requireMcpServer(grantedAccess: GrantedAccess | undefined, server: string): void {
  const host = toMcpHostEntry(server)
  if (grantedAccess && matchAllowedHost(grantedAccess.hosts, new URL(`https://${host}`)) !== 'explicit')
    throw new NodeError('permanent', error('access.not-granted.host', { host }))
}

/**
 * Returns the granted access. If it includes the language models, their URLs and secrets are added.
 *
 * @internal
 */
export async function includeModels(
  grantedAccess: GrantedAccess | undefined,
  models: Pick<Models, 'read'> | undefined,
): Promise<GrantedAccess | undefined> {
  if (!grantedAccess?.tools.includes('models') || !models) return grantedAccess
  const { models: grantedModels } = await models.read()
  return {
    ...grantedAccess,
    hosts: [...grantedAccess.hosts, ...grantedModels.flatMap(({ address }) => toHostEntries(address))],
    secrets: [...grantedAccess.secrets, ...grantedModels.flatMap(({ secret }) => secret ?? [])],
  }
}

/** Returns a list with the host entry that allows a URL and the paths below it. It is empty for an invalid URL. */
function toHostEntries(address: string): string[] {
  if (!URL.canParse(address)) return []
  const { hostname, port, protocol, pathname } = new URL(address)
  return [`${hostname}:${port || (protocol === 'https:' ? '443' : '80')}${pathname.replace(/\/?$/, '/')}`]
}

/**
 * Lists the access that workflows request, as the basis for a proposed grant: the secrets and hosts named in their
 * settings, and the tools that their node types use. A host that is known only during a run is listed as `*`.
 *
 * @internal
 */
export function listRequestedAccess(workflows: readonly Workflow[], catalog: Catalog): GrantedAccess {
  const secrets = new Set<string>()
  const hosts = new Set<string>()
  const tools = new Set<ExternalTool>()
  const schemas = new Map(catalog.list().map(({ type, settings }) => [type, settings]))
  for (const { type, data } of workflows.flatMap(({ nodes }) => [...listNodes(nodes)])) {
    const properties = (schemas.get(type)?.properties ?? {}) as Record<string, { format?: unknown }>
    // Data agents use a model only if one is set; other nodes fall back to a default model.
    if ('model' in properties && (!('modelRows' in properties) || Boolean(data.config.model))) tools.add('models')
    if (type === 'write_file' || type === 'read_file') tools.add('folder')
    if (type === 'publish_event') hosts.add(`events/${String(data.config.name ?? 'order.created')}/`)
    for (const server of listMcpServers(type, data.config)) hosts.add(toMcpHostEntry(server))
    for (const tool of [type, ...listNodeTools(data.config)])
      if (tool === 'web_search' || tool === 'image') hosts.add(toWebToolHostEntry(tool))
    for (const [name, value] of Object.entries(data.config)) {
      if (properties[name]?.format === 'secret' && typeof value === 'string' && value !== '') secrets.add(value)
      else for (const text of listStrings(value as Json)) addHost(name, text, hosts)
    }
  }
  return { secrets: [...secrets].sort(), hosts: [...hosts].sort(), tools: [...tools].sort() }
}

/**
 * Returns the host entry that allows a workflow to call the tools of an MCP server. It is only a grant: no connection
 * is made to this host.
 *
 * @param server The server's id or name, as used by the workflow.
 * @internal
 */
export const toMcpHostEntry = (server: string): string =>
  `mcp/${server.replaceAll(/[^\w.-]/g, (character) => `~${character.charCodeAt(0).toString(16)}~`)}/`

/**
 * Returns the host entry that allows a workflow to search the web or create images. It is only a grant: no connection
 * is made to this host. Reading a page requires an entry for the page's own host.
 *
 * @internal
 */
export const toWebToolHostEntry = (tool: 'web_search' | 'image'): string => `tools/${tool}/`

/** Lists the node types that an agent uses as tools. */
const listNodeTools = ({ tools }: Config): unknown[] =>
  Array.isArray(tools) ? tools.map((tool) => (Object(tool) as { use?: Json }).use) : []

/** Lists the MCP servers that a node refers to, either in its settings or in an agent's tools. */
function listMcpServers(type: string, { server, tools }: Config): string[] {
  if (type === 'mcp_tool') return typeof server === 'string' ? [server] : []
  if (!Array.isArray(tools)) return []
  return tools.flatMap((tool) => {
    const { kind, use, config } = Object(tool) as { kind?: Json; use?: Json; config?: Json }
    const name = kind === 'mcp' ? use : use === 'mcp_tool' ? (Object(config) as { server?: Json }).server : undefined
    return typeof name === 'string' ? [name] : []
  })
}

/**
 * Lists nodes, including the nodes of documents nested in their settings, such as the body of a loop or an agent's
 * tool.
 */
function* listNodes(nodes: Workflow['nodes']): Generator<Workflow['nodes'][number]> {
  for (const node of nodes) {
    yield node
    for (const value of Object.values(node.data.config)) yield* listInnerNodes(value)
  }
}

function* listInnerNodes(value: Json): Generator<Workflow['nodes'][number]> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value) && Array.isArray(value.nodes)) {
    const { workflow } = readWorkflow(value)
    if (workflow) yield* listNodes(workflow.nodes)
  } else for (const inner of Object.values(value)) yield* listInnerNodes(inner)
}

function* listStrings(value: Json): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) yield* listStrings(inner)
}

function addHost(setting: string, text: string, hosts: Set<string>): void {
  const [, authority] = /^\s*https?:\/\/([^/?#\s]*)/i.exec(text) ?? []
  if (authority === undefined) {
    if (/url|address/i.test(setting) && /^\s*\{\{/.test(text)) hosts.add('*')
  } else if (authority.includes('{{')) hosts.add('*')
  else if (URL.canParse(`https://${authority}`)) hosts.add(new URL(`http://${authority}`).host)
}
