import { createHash } from 'node:crypto'
import { openDuckDb } from '@aw-flow/data/node'
import { expect, it } from 'vitest'
import { load, profile } from '../agents.ts'
import { level } from '../../../test/sizes.ts'
import { createMemoryFile } from '../test-file.ts'
import { expectedDigest, serializeProfile, createProfileCsv } from './test-profile-case.ts'

it.each(level === 'long' ? [1, 2] : [2])(
  'gives the same profile and findings as the browser, with %i threads',
  async (threads) => {
    const tables = await openDuckDb({ threads })
    try {
      const { table } = await load(createMemoryFile('people.csv', createProfileCsv()), { tables, id: 'people' })
      const found = await profile(table, { tables, deep: true })
      const kinds = new Set(found.findings.map(({ kind }) => kind))
      for (const kind of ['key', 'pattern', 'outliers', 'dependency', 'correlation', 'spellings'] as const)
        expect(kinds).toContain(kind)
      const text = serializeProfile(found.profile, found.findings)
      expect(createHash('sha256').update(text).digest('hex')).toBe(expectedDigest)
    } finally {
      await tables.close()
    }
  },
)
