import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { english } from '../catalogs.ts'
import { areas } from '../english/areas.ts'
import { meanings } from '../de/meanings.ts'
import { explainProblem, problemReference, readProblemMeaning, referencePages } from './index.ts'
import { createReferenceFiles } from './reference-markdown.ts'
import version01Codes from './version-01-codes.json' with { type: 'json' }

const folder = fileURLToPath(new URL('../../../docs/errors/', import.meta.url))
const codes = Object.keys(problemReference)

describe('the error reference', () => {
  const entries = Object.values(areas).flatMap((area) => Object.entries(area))

  it('is made from entries with a message and known fields, one for each code', () => {
    const fields = ['message', 'hint', 'meaning', 'solution', 'sample']
    const wrong = entries.filter(
      ([, entry]) =>
        typeof entry !== 'string' && (!entry.message || Object.keys(entry).some((key) => !fields.includes(key))),
    )
    expect(wrong).toEqual([])
    expect(new Set(entries.map(([code]) => code)).size).toBe(entries.length)
  })

  it('explains each problem on one page', () => {
    expect(referencePages.flatMap((page) => page.codes).toSorted()).toEqual(codes.toSorted())
  })

  it('has an entry for every message with a hint', () => {
    const hinted = Object.keys(english).flatMap((key) => (key.endsWith('.hint') ? [key.slice(0, -'.hint'.length)] : []))
    expect(hinted.filter((code) => !codes.includes(code))).toEqual([])
  })

  it('shows a complete example and a solution for each', () => {
    const incomplete = codes.filter((code) => {
      const { meaning, example, solution } = explainProblem(code)!
      const texts = [meaning, example, solution]
      return texts.some((text) => text === '' || /\{\$|undefined|\[object|NaN/.test(text)) || !/[.)]$/.test(meaning)
    })
    expect(incomplete).toEqual([])
  })

  it('shows readable names of column types', () => {
    const named = codes.filter((code) => {
      const { example, solution } = explainProblem(code)!
      return /\b(VARCHAR|BIGINT|INTEGER|DOUBLE|DECIMAL|BOOLEAN|TIMESTAMP)\b/.test(`${example} ${solution}`)
    })
    // The first two are about what a person or program wrote as text, the third quotes DuckDB.
    expect(named).toEqual(['load.type', 'rows.columns', 'sql.conversion'])
  })

  it('explains codes of version 0.1 by their current names', () => {
    expect(explainProblem('table.gone')).toEqual(explainProblem('table.missing'))
    for (const [former, current] of Object.entries(version01Codes)) {
      expect(english).not.toHaveProperty([former])
      expect(english).toHaveProperty([current])
    }
  })

  it('returns nothing for codes of hosts', () => {
    expect(explainProblem('acme.no-name')).toBeUndefined()
    expect(explainProblem('toString')).toBeUndefined()
  })

  const files = Object.entries(createReferenceFiles())

  it.each(files)('is written to docs/errors/%s; run `npm run docs:errors` after a change', async (name, text) => {
    await expect(text).toMatchFileSnapshot(`${folder}${name}`)
  })

  it('has no other file in docs/errors', () => {
    const names = files.map(([name]) => name)
    expect(readdirSync(folder).filter((name) => !names.includes(name))).toEqual([])
  })
})

describe('meanings in German', () => {
  it('exist for problem codes, and differ from the English ones', async () => {
    for (const code of Object.keys(meanings)) {
      const english = await readProblemMeaning(code, 'en')
      expect(english, code).toMatchObject({ language: 'en' })
      expect(await readProblemMeaning(code, 'de-CH')).toEqual({ meaning: meanings[code], language: 'de' })
      expect(meanings[code]).not.toBe(english?.meaning)
    }
  })

  it('are English for other codes, and absent for unknown ones', async () => {
    expect(meanings).not.toHaveProperty(['store.locked'])
    expect((await readProblemMeaning('store.locked', 'de'))?.language).toBe('en')
    expect(await readProblemMeaning('constructor', 'de')).toBeUndefined()
  })
})
