import { fetchEgress } from '../../packages/agents/language-model/test-model-server.ts'
import { useMcpClient } from '../../server/mcp/open-mcp-client.ts'

// The MCP client of the server, for the scenarios of the conformance suite. The last argument is the address of the
// server of a scenario. Its tools are called as the scenario asks, or else with values for their arguments.

interface ToolCall {
  name: string
  arguments: Record<string, unknown>
}

const sampleValues: Readonly<Record<string, unknown>> = { number: 2, integer: 2, boolean: true, array: [], object: {} }

const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}') as { toolCalls?: ToolCall[] }

const outcome = await useMcpClient(
  { name: 'conformance', url: process.argv.at(-1)!, secret: null },
  { http: { egress: fetchEgress }, signal: AbortSignal.timeout(50_000) },
  async (client) => {
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
  },
)
if (outcome.problem) {
  console.error(JSON.stringify(outcome.problem))
  process.exit(1)
}
console.log(`${outcome.value} tools`)
