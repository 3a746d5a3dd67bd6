import { expect, test } from 'vitest'
import { findTotalInPage } from './page.ts'

test('the total is known from every page in which the list ends, and from no other one', () => {
  for (let total = 0; total <= 7; total++) {
    for (const limit of [0, 1, 2, 5, 10]) {
      for (let offset = 0; offset <= 9; offset++) {
        const count = Math.max(0, Math.min(limit, total - offset))
        const endsInPage = count < limit && offset <= total && (count > 0 || offset === 0)
        expect([total, limit, offset, findTotalInPage({ limit, offset }, count)]).toEqual([
          total,
          limit,
          offset,
          endsInPage ? total : undefined,
        ])
      }
    }
  }
})
