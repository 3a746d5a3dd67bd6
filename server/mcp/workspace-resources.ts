import { ResourceTemplate, type McpServer } from '@modelcontextprotocol/server'
import type { WorkspaceRunServices } from '../backend.ts'
import { runToWire } from '../wire/run.ts'

/** Maximum number of datasets and of runs to list, newest first. */
const maxListedItems = 100
/** Maximum size of the part of a dataset that a client receives, in bytes. */
const maxDatasetBytes = 256 * 1024

/** Adds a workspace's datasets and runs as resources: `aw://datasets/{id}` and `aw://runs/{id}`. */
export function addWorkspaceResources(server: McpServer, { store }: Pick<WorkspaceRunServices, 'store'>): void {
  const page = { limit: maxListedItems, offset: 0 }
  server.registerResource(
    'dataset',
    new ResourceTemplate('aw://datasets/{id}', {
      async list() {
        const { items } = await store.datasets.list(page)
        return {
          resources: items.map(({ id, name, size }) => ({
            uri: `aw://datasets/${id}`,
            name,
            size,
            mimeType: 'text/plain',
          })),
        }
      },
    }),
    {
      title: 'Dataset',
      description: `The first ${maxDatasetBytes} bytes of a dataset as text.`,
      mimeType: 'text/plain',
    },
    async (uri, { id }) => {
      const stream = typeof id === 'string' ? await store.datasets.openStream(id) : undefined
      if (!stream) throw new Error(`The dataset "${String(id)}" does not exist.`)
      return { contents: [{ uri: uri.href, mimeType: 'text/plain', text: await readPrefix(stream) }] }
    },
  )
  server.registerResource(
    'run',
    new ResourceTemplate('aw://runs/{id}', {
      async list() {
        const { items } = await store.runs.list(page)
        return {
          resources: items.map(({ id, workflowName, status }) => ({
            uri: `aw://runs/${id}`,
            name: `${workflowName} (${status})`,
            mimeType: 'application/json',
          })),
        }
      },
    }),
    { title: 'Run', description: 'The state of a run.', mimeType: 'application/json' },
    async (uri, { id }) => {
      const run = typeof id === 'string' ? await store.runs.find(id) : undefined
      if (!run) throw new Error(`The run "${String(id)}" does not exist.`)
      return { contents: [{ uri: uri.href, mimeType: 'application/json', text: JSON.stringify(runToWire(run)) }] }
    },
  )
}

/** Reads the first bytes of a file as text. If the last character is truncated, it becomes a replacement character. */
async function readPrefix(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of stream) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes >= maxDatasetBytes) break
  }
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, maxDatasetBytes))
}
