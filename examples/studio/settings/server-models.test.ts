import { expect, it } from 'vitest'
import { isSameModel, toEndpoint, withModel, withoutModel } from './server-models.ts'

const endpoint = { name: 'My computer', address: 'http://127.0.0.1:9/v1', model: 'small', secret: '' }
const configuration = { retry: null, llm_models: [], default_llm: null, web_tools: {} } as never

it('adds a model, which becomes the default, and removes it', () => {
  const added = withModel(configuration, endpoint)
  expect(added).toMatchObject({
    llm_models: [{ id: 'small', name: 'My computer', address: 'http://127.0.0.1:9/v1' }],
    default_llm: 'small',
  })
  expect(toEndpoint(added.llm_models![0]!)).toEqual(endpoint)
  expect(isSameModel(added.llm_models![0]!, endpoint)).toBe(true)
  expect(withoutModel(added, 'small')).toEqual(configuration)
})

it('keeps the default model, and replaces a model with the same ID', () => {
  const added = withModel(withModel(configuration, { ...endpoint, model: 'large' }), endpoint)
  const replaced = withModel(added, { ...endpoint, secret: 'key' })
  expect(replaced.llm_models).toHaveLength(2)
  expect(replaced).toMatchObject({
    llm_models: [{ id: 'large' }, { id: 'small', secret: 'key' }],
    default_llm: 'large',
  })
  expect(withoutModel(replaced, 'small').default_llm).toBe('large')
})
