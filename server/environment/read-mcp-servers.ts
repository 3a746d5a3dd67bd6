import { error, parseJson, type Problem } from '@aw-flow/schema'
import { stdioServersSchema, type StdioServers } from '../mcp/stdio-servers.ts'

/** Reads AW_MCP_SERVERS: a JSON object of MCP servers that run as processes on this computer. */
export function readMcpServers(
  environment: NodeJS.ProcessEnv,
): { stdioServers: StdioServers; problem?: undefined } | { problem: Problem; stdioServers?: undefined } {
  const text = environment.AW_MCP_SERVERS?.trim()
  if (!text) return { stdioServers: {} }
  const reject = (reason: string) => ({ problem: error('environment.invalid.mcp-servers', { reason }) })
  const parsedJson = parseJson(text)
  if (!parsedJson.ok) return reject('it is not JSON')
  const { data, error: rejection } = stdioServersSchema.safeParse(parsedJson.value)
  if (data) return { stdioServers: data }
  const [issue] = rejection.issues
  return reject(`${issue!.path.join('.')}: ${issue!.message}`)
}
