import { expect } from '@playwright/test'
import type { Visitor } from './visitor.ts'

/**
 * Runs a task of a person, and asserts that it needs about as many actions as in the best comparable tools: at most one
 * more if those need five or fewer, and at most a fifth more otherwise.
 */
export async function expectActions(visitor: Visitor, count: number, task: () => Promise<void>): Promise<void> {
  const before = visitor.actions
  await task()
  const actions = visitor.actions - before
  console.info(`${actions} actions, compared with ${count}`)
  expect(actions, 'actions').toBeLessThanOrEqual(count <= 5 ? count + 1 : Math.floor(count * 1.2))
}
