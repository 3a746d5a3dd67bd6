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
import cases from './router.cases.json' with { type: 'json' }

describe('parseRoute', () => {
  it.each(cases.paths as [string, object][])('%s', (path, route) => expect(parseRoute(path)).toEqual(route))

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
