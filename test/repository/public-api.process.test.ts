import { describe, expect, it } from 'vitest'
import { checkApi, entries } from '../../.ci/api.mjs'

describe('the public API', () => {
  for (const entry of entries) {
    it(`of ${entry.folder}/${entry.entry} is the one of ${entry.report}, with a tier per name`, () => {
      const { isCurrent, messages } = checkApi(entry)
      expect(messages).toEqual([])
      expect(isCurrent, 'The API differs from its report. Run `npm run api` and review the difference.').toBe(true)
    })
  }
})
