import {
  includeModels,
  requireAccess,
  restrictServices,
  type Databases,
  type Egress,
  type EventPublisher,
  type GrantedAccess,
  type Mail,
  type McpTools,
  type Models,
  type Notifications,
  type ExternalServices,
  type RemoteAgents,
  type Secrets,
  type WebTools,
} from '@aw-flow/engine'
import { defined } from '@aw-flow/schema'
import { openFolder } from './folder/open-folder.ts'

/** @internal */
export interface ExternalServicesOptions {
  /** Returns the allowed hosts, in the format of `matchAllowedHost`. Called on the first request. */
  allow: readonly string[] | (() => Promise<readonly string[]>)
  secrets: Secrets
  /** The folder that workflows may read and write. If absent, workflows cannot access files. */
  folder?: string | undefined
  notices?: Notifications
  /** The language models to which a user has granted access. Default: none. */
  models?: Models | undefined
  /** The registered agents. Default: none. */
  agents?: RemoteAgents | undefined
  /** Publishes events. Default: none. */
  events?: EventPublisher | undefined
  /** Tools of MCP servers. Default: none. */
  mcp?: McpTools | undefined
  /** Searches the web, reads pages and creates images. Default: none. */
  web?: WebTools | undefined
  /**
   * Returns the access granted to the workflow. By default, and if the result is `undefined`, the workflow has full
   * access.
   */
  access?(): Promise<GrantedAccess | undefined>
}

/**
 * Opens the external services for runs on a server or in a terminal: HTTP, databases, mail and files. undici, pg and
 * nodemailer are loaded on first use, because most runs do not need them.
 *
 * @internal
 */
export function openExternalServices({
  allow,
  secrets,
  folder,
  notices: notifications,
  models,
  agents,
  events,
  mcp,
  web,
  access: findAccess = async () => undefined,
}: ExternalServicesOptions): Required<Pick<ExternalServices, 'egress' | 'databases' | 'mail'>> &
  ExternalServices & { close(): Promise<void> } {
  const grantedAccess = createLazy(async () => includeModels(await findAccess(), models))
  const services = {
    secrets: {
      async find(name: string) {
        requireAccess(await grantedAccess.open(), { secret: name })
        return secrets.find(name)
      },
      list: () => secrets.list(),
    },
    requireHost: async (url: URL) => requireAccess(await grantedAccess.open(), { url }),
  }
  const options = createLazy(async () => ({ ...services, allow: typeof allow === 'function' ? await allow() : allow }))
  const egress = createLazy(async () => (await import('./egress/create-egress.ts')).createEgress(await options.open()))
  const databases = createLazy(async () =>
    (await import('./databases/open-databases.ts')).openDatabases(await options.open()),
  )
  const mail = createLazy(async () => (await import('./mail/open-mail.ts')).openMail(await options.open()))
  return {
    egress: { fetch: async (request) => (await egress.open()).fetch(request) } satisfies Egress,
    databases: { query: async (query) => (await databases.open()).query(query) } satisfies Databases,
    mail: { send: async (message) => (await mail.open()).send(message) } satisfies Mail,
    ...restrictServices(
      { ...(folder === undefined ? {} : { folder: openFolder(folder) }), ...defined({ models }) },
      grantedAccess.open,
    ),
    ...defined({ notifications, agents, events, mcp, web }),
    close: async () => (await egress.getCurrent())?.close(),
  }
}

/** Creates an instance on first use and shares it afterwards. */
function createLazy<T>(create: () => Promise<T>): { open(): Promise<T>; getCurrent(): Promise<T | undefined> } {
  let instance: Promise<T> | undefined
  return { open: () => (instance ??= create()), getCurrent: async () => instance }
}
