import { beforeEach, expect, it, vi } from 'vitest'
import { addModelEndpoint, endpointOf, hostOf, modelEndpoints, removeModelEndpoint } from './model-endpoints.ts'

const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
  return () => vi.unstubAllGlobals()
})

const own = { name: 'Own', address: 'http://localhost:11434/v1', model: 'llama3.1', secret: '' }

it('stores endpoints by name and finds the one that a node uses', () => {
  expect(addModelEndpoint(own)).toBeUndefined()
  expect(addModelEndpoint({ ...own, name: 'Cloud', address: 'https://api.example.com/v1', secret: 'cloud' })).toBe(
    undefined,
  )
  expect(addModelEndpoint({ ...own, model: 'llama3.2' })).toBeUndefined()
  expect(modelEndpoints().map(({ name, model }) => [name, model])).toEqual([
    ['Cloud', 'llama3.1'],
    ['Own', 'llama3.2'],
  ])
  expect(endpointOf({ model: 'llama3.2', modelAddress: own.address })?.name).toBe('Own')
  expect(endpointOf({ model: '' })).toBeUndefined()
  expect(modelEndpoints().map(hostOf)).toEqual(['api.example.com/v1/', 'localhost:11434/v1/'])
  removeModelEndpoint('Own')
  expect(modelEndpoints().map(({ name }) => name)).toEqual(['Cloud'])
})

it('reports invalid endpoints and does not read them', () => {
  expect(addModelEndpoint({ ...own, address: 'api.example.com' })).toContain('not a valid URL')
  expect(addModelEndpoint({ ...own, model: '' })).toContain('model')
  kept.set('aw-studio-models', '[{"name": 1}, null]')
  expect(modelEndpoints()).toEqual([])
  kept.set('aw-studio-models', 'broken')
  expect(modelEndpoints()).toEqual([])
})
