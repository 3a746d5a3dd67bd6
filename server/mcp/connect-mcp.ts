import { error, failed, type Result } from '@aw-flow/schema'
import type { FetchLike } from '@modelcontextprotocol/client'
import { createStoredAuthorization } from './authorization/stored-authorization.ts'
import { createStoredTokenProvider } from './authorization/stored-tokens.ts'
import type { McpServer } from './mcp-server.ts'
import type { WithEgress } from '../security/with-egress.ts'
import type { StoredSecrets } from '../secrets/secrets.ts'
import { withMcpClient, type McpClient } from './open-mcp-client.ts'
import { findStdioServer, type StdioServers } from './stdio-servers.ts'

/** Connects to one of a workspace's MCP servers, calls `use`, and closes the connection. */
export type ConnectMcp = <T>(
  workspace: string,
  server: Pick<McpServer, 'id' | 'name' | 'type' | 'url' | 'command' | 'secret'> & { canAsk?: boolean },
  signal: AbortSignal,
  use: (client: McpClient) => Promise<T>,
) => Promise<Result<T>>

/**
 * Creates the function that connects to MCP servers: over HTTP through the egress broker, or by starting a process that
 * the administrator has configured. If a server does not have a secret, the token from its authorization is sent, if
 * available.
 */
export const createConnectMcp =
  ({
    withEgress,
    readSecrets,
    stdioServers = {},
  }: {
    readSecrets(workspace: string): StoredSecrets
    withEgress: WithEgress
    stdioServers?: StdioServers | undefined
  }): ConnectMcp =>
  async (workspace, server, signal, use) => {
    const { name, command } = server
    if (server.type !== 'stdio') {
      const authorizationStore = createStoredAuthorization(readSecrets(workspace), server)
      const { tokens, pending } = server.secret === null ? await authorizationStore.read() : {}
      const redirectUrl = pending?.redirectUrl ?? server.url ?? ''
      const createTokenProvider =
        tokens &&
        ((fetch: FetchLike) => createStoredTokenProvider(authorizationStore, { name, redirectUrl, fetch, signal }))
      return withEgress(workspace, (egress) =>
        withMcpClient(server, { http: { egress, createTokenProvider }, signal }, use),
      )
    }
    const stdio = findStdioServer(stdioServers, { command, workspace })
    if (!stdio) return failed(error('mcp.stdio', { name, command: command ?? '' }))
    return withMcpClient(server, { stdio, signal }, use)
  }
