import { expect, it } from 'vitest'
import { sizes } from '../sizes.ts'
import { boundedPatterns, constructedPatterns } from './bounded-patterns.ts'
import {
  findComplexity,
  findProductExpressions,
  formatPattern,
  parsePattern,
  readLinearPatterns,
} from './checked-patterns.ts'

const { literals, constructed } = findProductExpressions()
const byPattern = new Map(literals.map((literal) => [formatPattern(literal), literal]))
const bounded = new Map(boundedPatterns.map((entry) => [entry.pattern, entry]))

it('every pattern takes linear time, or is bounded', { timeout: 1_800_000 }, async () => {
  expect(byPattern.size).toBeGreaterThan(1_000)
  const known = readLinearPatterns()
  const unchecked = [...byPattern].filter(([pattern], index) => {
    return !bounded.has(pattern) && (!known.has(pattern) || index % sizes.patternEveryNth === 0)
  })
  const slow: string[] = []
  for (const [pattern, literal] of unchecked) {
    const complexity = await findComplexity(literal)
    if (complexity) slow.push(`${literal.file}:${literal.line} ${pattern} ${complexity}`)
  }
  expect(slow).toEqual([])
})

it('the list of bounded patterns names all files that contain them', () => {
  const files = boundedPatterns.map(({ pattern }) => [
    pattern,
    [...new Set(literals.filter((literal) => formatPattern(literal) === pattern).map(({ file }) => file))].sort(),
  ])
  expect(files).toEqual(boundedPatterns.map((entry) => [entry.pattern, [...entry.files].sort()]))
})

it(
  'the patterns that are built from parts are listed, with examples of linear time',
  { timeout: 300_000 },
  async () => {
    const counts = new Map<string, number>()
    for (const { file } of constructed) counts.set(file, (counts.get(file) ?? 0) + 1)
    expect(Object.fromEntries(counts)).toEqual(
      Object.fromEntries(constructedPatterns.map(({ file, count }) => [file, count])),
    )
    const known = readLinearPatterns()
    for (const [index, { file, examples }] of constructedPatterns.entries()) {
      for (const example of examples) {
        if (known.has(example) && (index + 1) % sizes.patternEveryNth !== 0) continue
        expect([file, example, await findComplexity({ file, line: 0, ...parsePattern(example) })]).toEqual([
          file,
          example,
          undefined,
        ])
      }
    }
  },
)
