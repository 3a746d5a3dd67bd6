import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { check } from 'recheck'
import { findRegularExpressions, type FoundExpressions, type RegexLiteral } from './find-regular-expressions.ts'

/** Programs that read only files of this repository, when it is built. */
const buildTools = /^packages\/(?:embed\/(?:manifest\/|[\w.-]+(?:plugin|config)\.ts$)|create\/read-guide\.ts$)/

/** Finds the expressions of all packages and the server that are part of the product. */
export function findProductExpressions(): FoundExpressions {
  const { literals, constructed } = findRegularExpressions(resolve(import.meta.dirname, '../..'), [
    'packages',
    'server',
  ])
  const isProduct = ({ file }: { file: string }): boolean => !buildTools.test(file)
  return { literals: literals.filter(isProduct), constructed: constructed.filter(isProduct) }
}

export const formatPattern = ({ source, flags }: Pick<RegexLiteral, 'source' | 'flags'>): string =>
  `/${source}/${flags}`

/** Parses a pattern with its slashes and flags. */
export function parsePattern(pattern: string): Pick<RegexLiteral, 'source' | 'flags'> {
  const [, source = '', flags = ''] = /^\/([^]*)\/(\w*)$/.exec(pattern) ?? []
  return { source, flags }
}

/** Patterns that `recheck` has found linear, one a line. `write-linear-patterns.ts` writes them. */
export const linearPatternsPath = join(import.meta.dirname, 'linear-patterns.txt')
export const readLinearPatterns = (): Set<string> => new Set(readFileSync(linearPatternsPath, 'utf8').split('\n'))

/** Timeout for checking one pattern, in milliseconds. */
const timeoutMs = 300_000

/**
 * Checks whether a pattern takes linear time, by automata, or by fuzzing if it has assertions or references. Returns the
 * complexity and a string that shows it; `undefined` for a linear pattern.
 */
export async function findComplexity({ source, flags }: RegexLiteral): Promise<string | undefined> {
  // Without time limits, only numbers of steps count: a busy machine would otherwise report false attacks.
  const untimed = { attackTimeout: null, incubationTimeout: null, seedingTimeout: null }
  const diagnostics = await check(source, flags, { timeout: timeoutMs, ...untimed })
  if (diagnostics.status === 'safe') return undefined
  return diagnostics.status === 'unknown'
    ? `unknown: ${JSON.stringify(diagnostics.error)}`
    : `${diagnostics.complexity.summary}: ${diagnostics.attack.pattern}`
}
