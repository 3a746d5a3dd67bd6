import { expect, test } from 'vitest'
import { newId } from './new-id.ts'

test('the id of a workflow is a random UUID, which a server accepts', () => {
  const ids = Array.from({ length: 1_000 }, () => newId('workflow'))
  for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  expect(new Set(ids).size).toBe(ids.length)
})

test('other ids name their kind', () => {
  expect(newId('run')).toMatch(/^run-[\da-z]{16}$/)
})
