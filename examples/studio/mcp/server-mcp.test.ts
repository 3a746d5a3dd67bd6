import { describe, expect, it } from 'vitest'
import { mcpTemplates, toMcpServerBody } from './server-mcp.ts'

const createForm = (values: Record<string, string>): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(values)) form.set(name, value)
  return form
}

describe('toMcpServerBody', () => {
  it('registers an address with a secret, or without one', () => {
    const form = { name: ' Tickets ', url: 'https://tickets.example.com/mcp', secret: '' }
    const body = { name: 'Tickets', type: 'http', url: 'https://tickets.example.com/mcp' }
    expect(toMcpServerBody(createForm(form), 'url')).toEqual(body)
    expect(toMcpServerBody(createForm({ ...form, secret: 'key' }), '0')).toEqual({ ...body, secret: 'key' })
  })

  it('registers a process by its name, and sends no address', () => {
    const form = { name: 'Files', command: 'files', url: 'https://tickets.example.com/mcp', secret: 'key' }
    expect(toMcpServerBody(createForm(form), 'process')).toEqual({ name: 'Files', type: 'stdio', command: 'files' })
  })
})

it('templates have distinct names and encrypted addresses', () => {
  expect(new Set(mcpTemplates.map(({ name }) => name)).size).toBe(mcpTemplates.length)
  for (const { url } of mcpTemplates) expect(new URL(url).protocol).toBe('https:')
})
