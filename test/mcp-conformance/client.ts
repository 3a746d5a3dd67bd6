import { fetchEgress } from '../../packages/agents/language-model/test-model-server.ts'
import {
  createAuthorizationProvider,
  type McpAuthorization,
} from '../../server/mcp/authorization/authorization-provider.ts'
import { failed } from '@aw-flow/schema'
import { finishMcpAuthorization, withMcpClient } from '../../server/mcp/open-mcp-client.ts'

// The MCP client of the server, for the scenarios of the conformance suite. The last argument is the address of the
// server of a scenario. Its tools are called as the scenario requires, by default with sample arguments. When a
// server requires an authorization, the client opens the address as a browser does, and continues.

interface ToolCall {
  name: string
  arguments: Record<string, unknown>
}

const sampleValues: Readonly<Record<string, unknown>> = { number: 2, integer: 2, boolean: true, array: [], object: {} }
/** Maximum number of times that a person would authorize the client again. */
const maxAuthorizations = 3
const redirectUrl = 'http://localhost:3000/mcp'

const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}') as {
  toolCalls?: ToolCall[]
  client_id?: string
  client_secret?: string
  issuer?: string
}
const server = { name: 'conformance', url: process.argv.at(-1)!, secret: null }
const signal = AbortSignal.timeout(50_000)
const { client_id: clientId, client_secret: clientSecret, issuer } = context
let stored: McpAuthorization =
  clientId !== undefined && issuer !== undefined
    ? { clients: { [issuer]: { client_id: clientId, client_secret: clientSecret, issuer } } }
    : {}
let authorizationUrl: URL | undefined
const authorization = createAuthorizationProvider(
  {
    read: async () => stored,
    async update(change) {
      const changed = change(stored)
      stored = changed ?? stored
      return changed !== undefined
    },
  },
  {
    name: server.name,
    redirectUrl,
    clientMetadataUrl: 'https://conformance-test.local/client-metadata.json',
    onRedirect: (url) => (authorizationUrl = url),
  },
)

const connect = () =>
  withMcpClient(server, { http: { egress: fetchEgress, authorization }, signal }, async (client) => {
    const tools = await client.listTools()
    const [first] = tools
    const calls = tools.map(({ name, inputSchema }): ToolCall => {
      const { properties = {} } = inputSchema as { properties?: Record<string, { type?: string }> }
      const entries = Object.entries(properties).map(([key, { type = '' }]) => [key, sampleValues[type] ?? 'text'])
      // A tool with the argument `schema` receives the schema of the first tool, as the client has read it.
      const schema = Object.hasOwn(properties, 'schema') ? { schema: first!.inputSchema } : {}
      return { name, arguments: { ...Object.fromEntries(entries), ...schema } }
    })
    for (const call of context.toolCalls ?? calls) await client.callTool(call.name, call.arguments)
    return tools.length
  })

/** Opens the address of an authorization, which redirects immediately, and completes the authorization. */
async function authorize(url: URL) {
  const response = await fetch(url, { redirect: 'manual', signal })
  const returned = new URL(response.headers.get('location') ?? '', redirectUrl)
  if (returned.searchParams.get('state') !== stored.pending?.state) throw new Error('The state is not the one sent.')
  return finishMcpAuthorization(server, returned.searchParams, { egress: fetchEgress, authorization, signal })
}

let result = await connect()
for (let count = 0; count < maxAuthorizations; count += 1) {
  if (result.ok || result.problem.code !== 'mcp.unauthorized' || !authorizationUrl) break
  const url = authorizationUrl
  authorizationUrl = undefined
  const problem = await authorize(url)
  // A later authorization reads the metadata of the server again.
  const { pending: _, ...rest } = stored
  stored = rest
  result = problem ? failed(problem) : await connect()
}
if (!result.ok) {
  console.error(JSON.stringify(result.problem))
  process.exit(1)
}
console.log(`${result.value} tools`)
