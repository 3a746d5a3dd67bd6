import { beforeEach, expect, it, vi } from 'vitest'
import { addModelEndpoint, toAllowedHost, getModelEndpoints, removeModelEndpoint } from './model-endpoints.ts'

const stored = new Map<string, string>()
beforeEach(() => {
  stored.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  })
  return () => vi.unstubAllGlobals()
})

const local = { name: 'Own', address: 'http://localhost:11434/v1', model: 'llama3.1', secret: '' }

it('stores endpoints by name', () => {
  expect(addModelEndpoint(local)).toBeUndefined()
  expect(addModelEndpoint({ ...local, name: 'Cloud', address: 'https://api.example.com/v1', secret: 'cloud' })).toBe(
    undefined,
  )
  expect(addModelEndpoint({ ...local, model: 'llama3.2' })).toBeUndefined()
  expect(getModelEndpoints().map(({ name, model }) => [name, model])).toEqual([
    ['Cloud', 'llama3.1'],
    ['Own', 'llama3.2'],
  ])
  expect(getModelEndpoints().map(toAllowedHost)).toEqual(['api.example.com/v1/', 'localhost:11434/v1/'])
  removeModelEndpoint('Own')
  expect(getModelEndpoints().map(({ name }) => name)).toEqual(['Cloud'])
})

it('reports invalid endpoints and does not read them', () => {
  expect(addModelEndpoint({ ...local, address: 'api.example.com' })).toContain('not a valid URL')
  expect(addModelEndpoint({ ...local, model: '' })).toContain('model')
  stored.set('aw-studio-models', '[{"name": 1}, null]')
  expect(getModelEndpoints()).toEqual([])
  stored.set('aw-studio-models', 'broken')
  expect(getModelEndpoints()).toEqual([])
})
