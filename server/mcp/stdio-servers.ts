import { z } from 'zod'
import { defaultWorkspace } from '../security/workspace.ts'

const stdioServerSchema = z.strictObject({
  command: z.string().min(1),
  args: z.array(z.string()).default([]),
  env: z.record(z.string(), z.string()).default({}),
  workspaces: z.array(z.string().min(1)).default([defaultWorkspace]),
})

/** An MCP server that the administrator has set up as a process. */
export type StdioServer = z.output<typeof stdioServerSchema>

/** MCP servers of the administrator by name. `workspaces` lists those that may use one; `*`: all. */
export type StdioServers = Readonly<Record<string, StdioServer>>

/** MCP servers by name: `{"files": {"command": "mcp-files", "args": ["--root", "/data"]}}`. */
export const stdioServersSchema = z.record(z.string().min(1).max(200), stdioServerSchema)

/** Returns the server with a name, if the workspace may use it. */
export function findStdioServer(
  servers: StdioServers,
  { command, workspace }: { command: string | null; workspace: string },
): StdioServer | undefined {
  if (command === null || !Object.hasOwn(servers, command)) return undefined
  const server = servers[command]!
  return server.workspaces.includes('*') || server.workspaces.includes(workspace) ? server : undefined
}
