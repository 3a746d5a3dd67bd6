import type { Egress } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import type { McpServerDefinition } from './mcp-server.ts'
import { useMcpClient, type McpClient } from './open-mcp-client.ts'
import { findStdioServer, type StdioServers } from './stdio-servers.ts'

/** Connects to an MCP server of a workspace, and closes the connection after `use`. */
export type ConnectMcp = <T>(
  workspace: string,
  server: Pick<McpServerDefinition, 'name' | 'type' | 'url' | 'command' | 'secret'>,
  signal: AbortSignal,
  use: (client: McpClient) => Promise<T>,
) => Promise<{ value: T; problem?: undefined } | { problem: Problem; value?: undefined }>

/** Returns a function that connects over HTTP by the broker, or to a process that the administrator has set up. */
export const createConnectMcp =
  ({
    useEgress,
    stdioServers = {},
  }: {
    useEgress<T>(workspace: string, use: (egress: Egress) => Promise<T>): Promise<T>
    stdioServers?: StdioServers | undefined
  }): ConnectMcp =>
  async (workspace, server, signal, use) => {
    const { name, command } = server
    if (server.type !== 'stdio')
      return useEgress(workspace, (egress) => useMcpClient(server, { http: { egress }, signal }, use))
    const stdio = findStdioServer(stdioServers, { command, workspace })
    if (!stdio) return { problem: error('mcp.stdio', { name, command: command ?? '' }) }
    return useMcpClient(server, { stdio, signal }, use)
  }
