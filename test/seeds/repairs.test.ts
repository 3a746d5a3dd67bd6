import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { builtInNodes } from '@aw-flow/nodes'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const root = resolve(import.meta.dirname, '../..')

/** Returns the text of all sources in a folder, except tests and the list of all routes. */
function readSources(folder: string): string {
  const paths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  return paths
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.endsWith('api-types.ts'))
    .map((path) => readFileSync(join(root, folder, path), 'utf8'))
    .join('\n')
}

describe('repairs that the seeds require', () => {
  it.each(['loading', 'preparing', 'validation'])('[6] the node %s has a setting for a language model', (type) => {
    const node = builtInNodes.find((candidate) => candidate.type === type)
    const schema = z.toJSONSchema(node!.settings, { io: 'input', unrepresentable: 'any' })
    expect(Object.keys(schema.properties ?? {})).toContain('model')
  })

  it('[7] the studio calls the operations of its server that only programs could reach', () => {
    const sources = ['examples/studio', 'packages/client', 'packages/editor'].map(readSources).join('\n')
    const operations = [
      'PATCH /api/v1/workflows/{id}/status',
      'GET /api/v1/workflows/{id}/versions',
      'POST /api/v1/workflows/{id}/versions/{number}/restore',
      'PATCH /api/v1/workflows/{id}/sharing',
      'GET /api/v1/templates',
      'POST /api/v1/templates',
      'POST /api/v1/templates/{id}/use',
      'DELETE /api/v1/templates/{id}',
      'GET /api/v1/secrets',
      'PUT /api/v1/secrets/{name}',
      'GET /api/v1/config',
      'POST /api/v1/runs/{id}/retry',
      'POST /api/v1/workflows/{id}/restore',
    ]
    expect(operations.filter((operation) => !sources.includes(`'${operation}'`))).toEqual([])
  })
})
