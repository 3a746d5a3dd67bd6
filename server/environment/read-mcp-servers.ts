import { error, failed, ok, parseJson, type Result } from '@aw-flow/schema'
import { stdioServersSchema, type StdioServers } from '../mcp/stdio-servers.ts'

/** Reads AW_MCP_SERVERS: a JSON object of MCP servers that run as processes on this computer. */
export function readMcpServers(environment: NodeJS.ProcessEnv): Result<StdioServers> {
  const text = environment.AW_MCP_SERVERS?.trim()
  if (!text) return ok({})
  const reject = (reason: string) => failed(error('environment.invalid.mcp-servers', { reason }))
  const parsedJson = parseJson(text)
  if (!parsedJson.ok) return reject('it is not JSON')
  const { data, error: rejection } = stdioServersSchema.safeParse(parsedJson.value)
  if (data) return ok(data)
  const [issue] = rejection.issues
  return reject(`${issue!.path.join('.')}: ${issue!.message}`)
}
