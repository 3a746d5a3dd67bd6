import { describe, expect, it } from 'vitest'
import { parseRoute, runPath, workflowPath } from './router.ts'

describe('parseRoute', () => {
  it.each([
    ['/', { page: 'home' }],
    ['/data', { page: 'data' }],
    ['/data/', { page: 'data' }],
    ['/workflows', { page: 'workflows' }],
    ['/workflows/new', { page: 'new' }],
    ['/workflows/cosmo-ready', { page: 'workflow', id: 'cosmo-ready' }],
    ['/runs/run-1', { page: 'run', id: 'run-1' }],
    ['/runs', { page: 'missing', path: '/runs' }],
    ['/workflows/a/b', { page: 'missing', path: '/workflows/a/b' }],
    ['/workflows/%', { page: 'workflow', id: '%' }],
  ])('%s', (path, route) => expect(parseRoute(path)).toEqual(route))

  it('reads what workflowPath and runPath write', () => {
    for (const id of ['plain', 'with space', 'a/b', 'ü%']) {
      expect(parseRoute(workflowPath(id))).toEqual({ page: 'workflow', id })
      expect(parseRoute(runPath(id))).toEqual({ page: 'run', id })
    }
  })
})
