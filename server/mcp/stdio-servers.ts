import { z } from 'zod'
import { defaultWorkspace } from '../security/workspace.ts'

const stdioServerSchema = z.strictObject({
  command: z.string().min(1),
  args: z.array(z.string()).default([]),
  env: z.record(z.string(), z.string()).default({}),
  workspaces: z.array(z.string().min(1)).default([defaultWorkspace]),
})

/**
 * An MCP server that the administrator has configured as a process. Commands come from the environment only, because
 * they run with the server's rights.
 */
export type StdioServer = z.output<typeof stdioServerSchema>

/**
 * MCP servers configured by the administrator, keyed by name. `workspaces` lists the workspaces that may use the
 * server; `*` stands for all.
 */
export type StdioServers = Readonly<Record<string, StdioServer>>

/** MCP servers, keyed by name. Example: `{"files": {"command": "mcp-files", "args": ["--root", "/data"]}}`. */
export const stdioServersSchema = z.record(z.string().min(1).max(200), stdioServerSchema)

/** Returns the server named by `serverName`, provided that the workspace may use it. */
export function findStdioServer(
  servers: StdioServers,
  { command: serverName, workspace }: { command: string | null; workspace: string },
): StdioServer | undefined {
  if (serverName === null || !Object.hasOwn(servers, serverName)) return undefined
  const server = servers[serverName]!
  return server.workspaces.includes('*') || server.workspaces.includes(workspace) ? server : undefined
}

/** Returns the names of the servers that the workspace may use. */
export const listStdioServers = (servers: StdioServers, workspace: string): string[] =>
  Object.keys(servers).filter((command) => findStdioServer(servers, { command, workspace }) !== undefined)
