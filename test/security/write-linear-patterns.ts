/**
 * Checks all patterns that are not listed in `linear-patterns.txt` and writes the list: `npx tsx
 * test/security/write-linear-patterns.ts`. Skips the bounded patterns, and
 * prints the others, which need a change or an entry in `bounded-patterns.json`.
 */
import { writeFileSync } from 'node:fs'
import { boundedPatterns, constructedPatterns } from './bounded-patterns.ts'
import {
  findComplexity,
  findProductExpressions,
  formatPattern,
  linearPatternsPath,
  parsePattern,
  readLinearPatterns,
} from './checked-patterns.ts'

const known = readLinearPatterns()
const { literals } = findProductExpressions()
const examples = constructedPatterns.flatMap((entry) =>
  entry.examples.map((example) => ({ ...parsePattern(example), file: entry.file, line: 0 })),
)
const byPattern = new Map([...literals, ...examples].map((literal) => [formatPattern(literal), literal]))
const bounded = new Set(boundedPatterns.map(({ pattern }) => pattern))
const linear: string[] = []
for (const [pattern, literal] of byPattern) {
  if (bounded.has(pattern)) continue
  const complexity = known.has(pattern) ? undefined : await findComplexity(literal)
  if (complexity === undefined) linear.push(pattern)
  else console.log(`${literal.file}:${literal.line} ${pattern}\n  ${complexity}`)
}
writeFileSync(linearPatternsPath, `${linear.sort().join('\n')}\n`)
console.log(`${linear.length} linear patterns of ${byPattern.size}.`)
process.exit(0)
