import { describe, expect, it } from 'vitest'
import {
  getComparePath,
  getEvaluationPath,
  getLatestResultsPath,
  getHelpPath,
  parseRoute,
  getResultsPath,
  getRunPath,
  getWorkflowPath,
} from './router.ts'

describe('parseRoute', () => {
  it.each([
    ['/', { page: 'home' }],
    ['/data', { page: 'data' }],
    ['/data/', { page: 'data' }],
    ['/workflows', { page: 'workflows' }],
    ['/workflows/new', { page: 'new' }],
    ['/workflows/cosmo-ready', { page: 'workflow', id: 'cosmo-ready' }],
    ['/agents/new', { page: 'agent', id: 'new' }],
    ['/runs/run-1', { page: 'run', id: 'run-1' }],
    ['/runs', { page: 'runs' }],
    ['/runs/run-1/results', { page: 'results', id: 'run-1' }],
    ['/runs/run-1/with/run-2', { page: 'compare', id: 'run-1', otherId: 'run-2' }],
    ['/runs/run-1/else', { page: 'missing', path: '/runs/run-1/else' }],
    ['/queue', { page: 'queue' }],
    ['/analytics', { page: 'analytics' }],
    ['/notifications', { page: 'notifications' }],
    ['/events', { page: 'events' }],
    ['/agents', { page: 'agents' }],
    ['/evaluations', { page: 'evaluations' }],
    ['/mcp', { page: 'mcp' }],
    ['/evaluations/e/with', { page: 'missing', path: '/evaluations/e/with' }],
    ['/evaluations/e/else/f', { page: 'missing', path: '/evaluations/e/else/f' }],
    ['/schedules', { page: 'schedules' }],
    ['/webhooks', { page: 'webhooks' }],
    ['/validation', { page: 'validation' }],
    ['/settings', { page: 'settings' }],
    ['/settings/more', { page: 'missing', path: '/settings/more' }],
    ['/help', { page: 'help' }],
    ['/help/loading', { page: 'help', type: 'loading' }],
    ['/tour', { page: 'tour' }],
    ['/workflows/a/results', { page: 'latestResults', id: 'a' }],
    ['/workflows/a/results/b', { page: 'missing', path: '/workflows/a/results/b' }],
    ['/workflows/a/b', { page: 'missing', path: '/workflows/a/b' }],
    ['/workflows/%', { page: 'workflow', id: '%' }],
  ])('%s', (path, route) => expect(parseRoute(path)).toEqual(route))

  it('parses the paths that it creates', () => {
    for (const id of ['plain', 'with space', 'a/b', 'ü%']) {
      expect(parseRoute(getWorkflowPath(id))).toEqual({ page: 'workflow', id })
      expect(parseRoute(getLatestResultsPath(id))).toEqual({ page: 'latestResults', id })
      expect(parseRoute(getRunPath(id))).toEqual({ page: 'run', id })
      expect(parseRoute(getResultsPath(id))).toEqual({ page: 'results', id })
      expect(parseRoute(getComparePath(id, 'b'))).toEqual({ page: 'compare', id, otherId: 'b' })
      expect(parseRoute(getEvaluationPath(id))).toEqual({ page: 'evaluation', id })
      expect(parseRoute(getEvaluationPath(id, 'b'))).toEqual({ page: 'evaluation', id, otherId: 'b' })
      expect(parseRoute(getHelpPath(id))).toEqual({ page: 'help', type: id })
    }
  })
})
