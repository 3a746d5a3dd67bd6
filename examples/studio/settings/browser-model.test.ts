import { expect, it } from 'vitest'
import { browserModel, downloadBrowserModel, readBrowserModelState } from './browser-model.ts'
import { toGrantedModels } from './model-endpoints.ts'

const createApi = (state: string | Error, create: () => Promise<{ destroy(): void }> = () => Promise.reject()) => ({
  availability: () => (state instanceof Error ? Promise.reject(state) : Promise.resolve(state)),
  create,
})

it.each(['available', 'downloadable', 'downloading', 'unavailable'])('reads the state %s', async (state) => {
  expect(await readBrowserModelState(createApi(state))).toBe(state)
})

it('treats unknown states and failures as unavailable', async () => {
  expect(await readBrowserModelState(createApi('new'))).toBe('unavailable')
  expect(await readBrowserModelState(createApi(new Error('no')))).toBe('unavailable')
  expect(await readBrowserModelState()).toBe('missing')
})

it('reports the progress of a download, ends its session, and returns why it failed', async () => {
  const shares: number[] = []
  let isDestroyed = false
  const api = {
    availability: () => Promise.resolve('downloadable'),
    create: ({ monitor }: { monitor(target: EventTarget): void }) => {
      const target = new EventTarget()
      monitor(target)
      for (const loaded of [0, 0.5, 1]) target.dispatchEvent(Object.assign(new Event('downloadprogress'), { loaded }))
      return Promise.resolve({ destroy: () => void (isDestroyed = true) })
    },
  }
  expect(await downloadBrowserModel((share) => shares.push(share), api)).toBe(undefined)
  expect([shares, isDestroyed]).toEqual([[0, 0.5, 1], true])
  const failing = createApi('downloadable', () => Promise.reject(new Error('Not enough space.')))
  expect(await downloadBrowserModel(() => undefined, failing)).toBe('Not enough space.')
})

it('grants the model only when it is on', () => {
  const own = { name: 'Own', address: 'http://localhost:11434/v1', model: 'llama3.1', secret: '' }
  expect(toGrantedModels([own]).models.map(({ id }) => id)).toEqual(['Own'])
  expect(toGrantedModels([own], true).models).toEqual([expect.objectContaining({ id: 'Own' }), browserModel])
})
