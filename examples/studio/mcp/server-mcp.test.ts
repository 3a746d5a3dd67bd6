import { mcpTemplates } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { toMcpServerBody } from './server-mcp.ts'

describe('toMcpServerBody', () => {
  it('registers an address with a secret, or without one', () => {
    const form = { name: 'Tickets', url: 'https://tickets.example.com/mcp', secret: '' }
    const body = { name: 'Tickets', type: 'http', url: 'https://tickets.example.com/mcp' }
    expect(toMcpServerBody(form)).toEqual(body)
    expect(toMcpServerBody({ ...form, secret: 'key' })).toEqual({ ...body, secret: 'key' })
  })

  it('registers a process by its name, and sends no address', () => {
    expect(toMcpServerBody({ name: 'Files', command: 'files' })).toEqual({
      name: 'Files',
      type: 'stdio',
      command: 'files',
    })
  })
})

it('templates have distinct names and encrypted addresses', () => {
  expect(new Set(mcpTemplates.map(({ name }) => name)).size).toBe(mcpTemplates.length)
  for (const { url } of mcpTemplates) expect(new URL(url).protocol).toBe('https:')
})
