import type { ServerApi } from '@aw-flow/client'
import type { Extension } from '@aw-flow/editor'
import type { NodeType } from '@aw-flow/schema'
import { listMcpServers, type McpTool } from './server-mcp.ts'
import { toFormSchema } from './to-form-schema.ts'

/** An MCP server with its approved tools. */
export interface ServerTools {
  id: string
  name: string
  tools: readonly Pick<McpTool, 'name' | 'input_schema'>[]
}

type Settings = NodeType['settings']

/** Loads the approved tools of the workspace's connected MCP servers. */
export async function loadServerTools(api: ServerApi): Promise<readonly ServerTools[]> {
  const servers = (await listMcpServers(api)).filter(({ status }) => status === 'connected')
  return Promise.all(
    servers.map(async ({ id, name }) => {
      const { value } = await api.call('GET /api/v1/mcp/servers/{id}/tools', { path: { id } })
      return { id, name, tools: value.items.filter(({ state }) => state === 'approved') }
    }),
  )
}

/**
 * Refines the settings form of "MCP tool" nodes based on the workspace's tools. The form suggests servers and tools,
 * and has a field for each argument of the selected tool.
 */
export function createMcpForms(servers: readonly ServerTools[], placeholderTitle: string): Extension {
  const refinedTypes = new Map<string, { originalType: NodeType; refinedType: NodeType }>()
  return {
    name: 'studio-mcp-forms',
    refineType({ type, data }, originalType) {
      if (type !== 'mcp_tool') return originalType
      const server = readText(data.config.server)
      const tool = readText(data.config.tool)
      const key = JSON.stringify([server, tool])
      const cachedType = refinedTypes.get(key)
      // The form keeps its drafts only if unchanged settings are the same object.
      if (cachedType?.originalType === originalType) return cachedType.refinedType
      const refinedType = {
        ...originalType,
        settings: refineSettings(originalType.settings, servers, { server, tool, placeholderTitle }),
      }
      refinedTypes.set(key, { originalType, refinedType })
      return refinedType
    },
  }
}

function refineSettings(
  settings: Settings,
  servers: readonly ServerTools[],
  { server, tool, placeholderTitle }: { server: string; tool: string; placeholderTitle: string },
): Settings {
  const properties = settings.properties as Record<string, Readonly<Record<string, unknown>>>
  const tools = servers.find(({ id, name }) => id === server || name === server)?.tools ?? []
  const schema = tools.find(({ name }) => name === tool)?.input_schema
  const suggest = (names: readonly string[]) => (names.length > 0 ? { examples: names } : {})
  return {
    ...settings,
    properties: {
      ...properties,
      server: { ...properties.server, ...suggest(servers.map(({ name }) => name)) },
      tool: { ...properties.tool, ...suggest(tools.map(({ name }) => name)) },
      ...(typeof schema === 'object' && schema !== null
        ? {
            arguments: {
              ...toFormSchema(schema as Readonly<Record<string, unknown>>, placeholderTitle),
              title: properties.arguments?.title,
              description: properties.arguments?.description,
            },
          }
        : {}),
    },
  }
}

const readText = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
