import { createEmptyWorkflow, workflowSchema } from '@aw-flow/schema'
import { expect, test, vi } from 'vitest'
import { createRequestReader } from './request-reader.ts'

const { tags: _, ...workflow } = createEmptyWorkflow('W')
const part = createEmptyWorkflow('Part')
const toText = (seed: unknown, fields: object = {}): string =>
  JSON.stringify({ workflow, inputs: {}, seed, workflows: { part }, ...fields })

test('a reader completes the fields of a request, and validates equal workflows once', () => {
  const read = createRequestReader()
  const parse = vi.spyOn(workflowSchema, 'parse')
  const first = read(toText(1))
  expect(first).toEqual({
    request: { workflow: { ...workflow, tags: [] }, inputs: {}, seed: 1, workflows: { part } },
  })
  const second = read(toText(2))
  expect(second.request.seed).toBe(2)
  expect(second.request.workflow).toBe(first.request.workflow)
  expect(parse).toHaveBeenCalledTimes(2)
  expect(read(toText(3, { workflow: { ...workflow, name: 'Changed' } })).request.workflow.name).toBe('Changed')
  parse.mockRestore()
})

test('a reader returns an invalid request with the problem, and forgets the oldest workflows', () => {
  const read = createRequestReader({ maxCharacters: 4_000 })
  const { request } = read(toText(1))
  expect(read(toText('none'))).toMatchObject({ request: { seed: 'none' }, problem: expect.any(Error) })
  expect(read(toText(2)).request.workflow).toBe(request.workflow)
  for (let index = 0; index < 3; index++) {
    const description = String(index).padEnd(1_500, '.')
    expect(read(toText(1, { workflow: { ...workflow, description } })).problem).toBeUndefined()
  }
  expect(read(toText(1)).request.workflow).not.toBe(request.workflow)
  expect(read(toText(1)).request.workflow).toEqual(request.workflow)
})
