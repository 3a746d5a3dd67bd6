import { error } from '@aw-flow/schema'
import { CommandError, createUsageError } from '../command-error.ts'
import type { RemoteServer } from './open-server.ts'

/**
 * Finds a workflow on a server by its name or ID.
 *
 * @throws {CommandError} If there is none, or several have the name.
 */
export async function findRemoteWorkflow(server: RemoteServer, name: string): Promise<{ id: string; name: string }> {
  const { items, total } = (await server.call('GET /api/v1/workflows', { query: { name, limit: 10 } })).value
  const [workflow] = items
  if (workflow && total === 1) return { id: workflow.id, name: workflow.name }
  if (workflow) throw createUsageError(error('remote.ambiguous-name', { name, ids: items.map(({ id }) => id) }))
  try {
    const { value } = await server.call('GET /api/v1/workflows/{id}', { path: { id: name } })
    return { id: value.id, name: value.name }
  } catch (cause) {
    if (!(cause instanceof CommandError) || cause.problems[0]?.code !== 'workflow.not-found') throw cause
    throw createUsageError(error('remote.no-workflow', { name, server: server.address }))
  }
}
