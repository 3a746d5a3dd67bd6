import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { expect, it } from 'vitest'
import { findRegularExpressions } from './find-regular-expressions.ts'

const root = join(import.meta.dirname, '../..')
const folders = ['packages/engine', 'packages/nodes', 'packages/agents', 'packages/data', 'packages/schema', 'server']

/** Length of the attacks. A pattern of cubic time takes seconds, one of quadratic time about 20 ms. */
const length = 3_000
const maxMs = 400

/** Parts that are repeated; words and signs of the pattern itself are added. */
const parts = [
  ' ',
  '\t',
  '\n',
  'a',
  '1',
  '.',
  ',',
  '-',
  '"',
  '<',
  '(',
  '[',
  ':',
  '_',
  'é',
  'a ',
  '1.',
  '"a',
  '0:',
  '/*',
]
const ends = ['!', '\n\n']

const context = createContext({})

/** Whether a pattern ends within `maxMs` on a text. A pattern of exponential time is stopped. */
function canMatch(pattern: RegExp, text: string): boolean {
  Object.assign(context, { pattern, text })
  try {
    runInContext('pattern.test(text)', context, { timeout: maxMs })
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw cause
    return false
  }
}

it('matches every regular expression in at most quadratic time', { timeout: 300_000 }, () => {
  const literals = findRegularExpressions(root, folders)
  expect(literals.length).toBeGreaterThan(500)
  const unique = new Map(literals.map((literal) => [`/${literal.source}/${literal.flags}`, literal]))
  const slow: string[] = []
  for (const [text, { file, line, source, flags }] of unique) {
    if (!/[*+{]/.test(source)) continue
    const pattern = new RegExp(source, flags.replace(/[gy]/g, ''))
    const words = source.match(/[A-Za-z]{2,}|[^\w\s\\]/g) ?? []
    const repeated = [...new Set([...parts, ...words.slice(0, 6)])]
    const worst = repeated.find((part) =>
      ends.some((end) => {
        const attack = part.repeat(length / part.length) + end
        return !canMatch(pattern, attack)
      }),
    )
    if (worst !== undefined) slow.push(`${file}:${line} ${text} repeats ${JSON.stringify(worst)}`)
  }
  expect(slow).toEqual([])
})
