import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findHits, readRules } from '../../.ci/lint-words.mjs'

const glossary = readFileSync(join(import.meta.dirname, '../../docs/glossary.md'), 'utf8')
const rules = {
  phrases: readRules(glossary, 'Phrases', 'gi'),
  identifiers: readRules(glossary, 'Identifiers', ''),
}
const found = (path: string, text: string): string[] => findHits(path, text, rules).map((hit) => hit.found)

describe('lint-words', () => {
  it('reads every pattern of the glossary', () => {
    expect(rules.phrases.length).toBeGreaterThan(10)
    expect(rules.identifiers.length).toBeGreaterThan(5)
  })

  it('finds phrases in comments, texts and documentation', () => {
    expect(found('a.ts', "// It goes on with the run.\nconst text = 'Set aside'")).toEqual([
      'goes on with',
      'Set aside',
    ])
    expect(found('README.md', 'The user is told.')).toEqual(['is told'])
  })

  it('finds chains of "of"', () => {
    expect(found('a.ts', '/** The number of rows of the table. */')).toEqual(['number of rows of the '])
    expect(found('a.ts', '/** The id of the owner of a workflow of the server. */')).toEqual([
      'of the owner of a workflow of the',
    ])
    expect(found('a.ts', '/** The id of the owner of a workflow. */')).toEqual([])
  })

  it('finds names in code, not in texts, comments or property accesses', () => {
    expect(found('a.ts', 'const mostRows = 3 // mostRows')).toEqual(['mostRows'])
    expect(found('a.ts', "const text = 'mostRows'\nplan.told = almost")).toEqual([])
  })

  it('reads lines with an open quote and many backslashes in linear time', () => {
    const line = `const pattern = /'${'\\\\w'.repeat(5_000)}/`
    expect(found('a.ts', `${line}\nconst mostRows = 3`)).toEqual(['mostRows'])
  })

  it('ignores phrases in the texts, not the comments, of files that quote', () => {
    const line = "const text = 'Set aside' // is told"
    expect(found('a.ts', line)).toEqual(['Set aside', 'is told'])
    const quoting = [/^a\.ts$/]
    expect(findHits('a.ts', line, { ...rules, quoting }).map((hit) => hit.found)).toEqual(['is told'])
    expect(findHits('b.ts', line, { ...rules, quoting })).toHaveLength(2)
  })

  it('finds the marks of a merge conflict', () => {
    expect(found('a.ts', 'a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> 1234567 (Subject)')).toEqual([
      '<<<<<<< HEAD',
      '=======',
      '>>>>>>> 1234567 (Subject)',
    ])
    expect(found('a.md', 'Heading\n========')).toEqual([])
  })

  it('names the line and what to use instead', () => {
    expect(findHits('a.ts', '\nfunction tellProblems() {}', rules)).toEqual([
      { line: 2, found: 'tellProblems', instead: 'report…, notify…, describe…' },
    ])
  })
})
