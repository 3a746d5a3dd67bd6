import { message } from '@aw-flow/messages'
import { error, failed, ok, type Problem, type Result } from '@aw-flow/schema'
import { quoteIdentifier, unsafeSql, type Sql } from './sql.ts'
import { findClosingBracket, isKeyword, isSymbol, type StatementToken } from './tokenize-statement.ts'

/**
 * Returns a SQL condition that is true if two strings are too long to be compared character by character.
 *
 * @param maxComparisons The maximum product of the string lengths. DuckDB can be interrupted only between batches of
 *   2,048 pairs; at this product, a batch takes a few seconds.
 */
const createComparisonLimitSql = (maxComparisons: number): string => `strlen(a) * strlen(b) > ${maxComparisons}`

/**
 * A SQL condition that is true if a list from `a` to `b` in steps of `c` would be too long. The arguments are either
 * integers, or times and an interval. Casts to types that do not apply yield NULL.
 */
const tooManyStepsCondition = `coalesce(
  abs((TRY_CAST(CAST(b AS VARCHAR) AS HUGEINT) - TRY_CAST(CAST(a AS VARCHAR) AS BIGINT)) // TRY_CAST(CAST(c AS VARCHAR) AS BIGINT)),
  abs(epoch(TRY_CAST(CAST(b AS VARCHAR) AS TIMESTAMP) - TRY_CAST(CAST(a AS VARCHAR) AS TIMESTAMP)) / epoch(TRY_CAST(CAST(c AS VARCHAR) AS INTERVAL)))
) > 100000`

/** Returns SQL that counts the wildcards in a pattern, except trailing ones, which do not require a search. */
const createWildcardCountSql = (pattern: string, wildcard: string): string => {
  const trimmedPattern = `rtrim(${pattern}, '${wildcard}')`
  return `(length(${trimmedPattern}) - length(replace(${trimmedPattern}, '${wildcard}', '')))`
}

/**
 * Returns a SQL condition that is true if DuckDB would try too many ways to match a string, because it searches again
 * for each wildcard.
 */
const createWildcardLimitSql = (wildcard: string): string =>
  `${createWildcardCountSql('b', wildcard)} > 1 AND pow(strlen(a), ${createWildcardCountSql('b', wildcard)}) > 100000`

/**
 * Functions whose results can be much larger than their arguments, or whose running time grows much faster than the
 * length of their arguments. They are replaced with macros that reject expensive calls, because DuckDB cannot be
 * interrupted while it computes a single value, and no memory limit applies to a single value. Each function is mapped
 * to its variants: the parameters, and the SQL condition under which a call is rejected.
 */
const boundedFunctions: Readonly<Record<string, readonly (readonly [parameters: string, condition: string])[]>> = {
  repeat: [['a, b', 'length(a) * b > 1000000']],
  lpad: [['a, b, c', 'b > 1000000']],
  rpad: [['a, b, c', 'b > 1000000']],
  replace: [['a, b, c', 'length(a) // greatest(length(b), 1) * length(c) > 10000000']],
  regexp_replace: [
    ['a, b, c', 'length(a) * length(c) > 10000000'],
    ['a, b, c, d', 'length(a) * length(c) > 10000000'],
  ],
  levenshtein: [['a, b', createComparisonLimitSql(250_000)]],
  damerau_levenshtein: [['a, b', createComparisonLimitSql(40_000)]],
  jaro_similarity: [
    ['a, b', createComparisonLimitSql(100_000_000)],
    ['a, b, c', createComparisonLimitSql(100_000_000)],
  ],
  jaro_winkler_similarity: [
    ['a, b', createComparisonLimitSql(100_000_000)],
    ['a, b, c', createComparisonLimitSql(100_000_000)],
  ],
  like_escape: [['a, b, c', createWildcardLimitSql('%')]],
  not_like_escape: [['a, b, c', createWildcardLimitSql('%')]],
  ilike_escape: [['a, b, c', createWildcardLimitSql('%')]],
  not_ilike_escape: [['a, b, c', createWildcardLimitSql('%')]],
  array_to_string: [['a, b', 'length(a) * length(b) > 10000000']],
  list_resize: [
    ['a, b', 'b > 100000'],
    ['a, b, c', 'b > 100000'],
  ],
  range: [
    ['a', 'CAST(a AS BIGINT) > 100000'],
    ['a, b', 'CAST(b AS HUGEINT) - CAST(a AS BIGINT) > 100000'],
    ['a, b, c', tooManyStepsCondition],
  ],
  generate_series: [
    ['a', 'CAST(a AS BIGINT) > 100000'],
    ['a, b', 'CAST(b AS HUGEINT) - CAST(a AS BIGINT) > 100000'],
    ['a, b, c', tooManyStepsCondition],
  ],
}
const canonicalNames: Readonly<Record<string, string>> = { array_resize: 'list_resize', editdist3: 'levenshtein' }

/**
 * Returns SQL that converts a LIKE pattern to a regular expression, which RE2 matches in linear time. Without the
 * group, DuckDB would convert the expression back to LIKE.
 */
const toRegex = (pattern: string): string =>
  `'(' || replace(replace(regexp_escape(${pattern}), '\\%', '.*'), '_', '.') || ')'`
const likeSql = `CASE WHEN ${createWildcardCountSql('b', '%')} <= 1 THEN a LIKE b ELSE regexp_full_match(a, ${toRegex('b')}, 's') END`
const ilikeSql = `CASE WHEN ${createWildcardCountSql('b', '%')} <= 1 THEN a ILIKE b ELSE regexp_full_match(lower(a), ${toRegex('lower(b)')}, 's') END`

/** The bodies of macros that replace pattern operators, keyed by the operator as serialized by DuckDB. */
const patternOperators: Readonly<Record<string, string>> = {
  '~~': likeSql,
  '!~~': `NOT ${likeSql}`,
  '~~*': ilikeSql,
  '!~~*': `NOT ${ilikeSql}`,
  '~~~': `CASE WHEN ${createWildcardLimitSql('*')} THEN error('GLOB with several * would take too long for a string of this length. Use regexp_matches.') ELSE a GLOB b END`,
}
/**
 * Concatenations are not checked in statements with at most this many `||` operators: their result is at most about
 * this many times as long as an operand.
 */
const maxUncheckedConcatenations = 12

const slowFunctionPattern = /levenshtein|jaro|like/

/**
 * The macros that replace the functions and operators above. Create them once in each DuckDB instance before locking
 * it.
 *
 * @internal
 */
export const boundedMacros: readonly Sql[] = [
  ...Object.entries(boundedFunctions).map(([functionName, variants]) => {
    const bodies = variants.map(
      ([parameters, condition]) =>
        `(${parameters}) AS CASE WHEN ${condition} THEN error('${functionName} ${slowFunctionPattern.test(functionName) ? 'would take too long for strings of these lengths' : 'would return a value that is too large'}') ELSE ${functionName}(${parameters}) END`,
    )
    return unsafeSql(`CREATE MACRO ${quoteIdentifier(`aw ${functionName}`).text}${bodies.join(', ')}`)
  }),
  ...Object.entries(patternOperators).map(([operator, body]) =>
    unsafeSql(`CREATE MACRO ${quoteIdentifier(`aw ${operator}`).text}(a, b) AS ${body}`),
  ),
]

/**
 * Replaces functions and operators that can return large values or take very long with bounded versions. Returns a
 * problem if the statement is not allowed.
 *
 * @internal
 */
export function replaceUnboundedFunctions(statement: string, tokens: readonly StatementToken[]): Result<string> {
  /** Replacement text, keyed by the index of the token to replace. */
  const replacements = new Map<number, string>()
  /** Text to insert, keyed by the index of the following token. */
  const insertions = new Map<number, string>()
  /** Names of macros, keyed by the index of the bracket that opens their arguments. */
  const macroByBracket = new Map<number, string>()
  const operatorIndexByBracket = new Map<number, number>()
  for (const [index, token] of tokens.entries()) {
    if (isSymbol(token, '|') && isSymbol(tokens[index + 1], '|'))
      operatorIndexByBracket.set(findEnclosingBracket(tokens, index), index)
    if (!isSymbol(tokens[index + 1], '(') || (token.kind !== 'word' && token.kind !== 'quoted-name')) continue
    if (token.kind === 'word' && token.value !== token.value.toLowerCase()) continue
    const functionName = token.value.toLowerCase()
    if ((functionName === 'format' || functionName === 'printf') && !isPlainFormat(tokens[index + 2]))
      return failed(createFormatProblem(functionName))
    const boundedName = canonicalNames[functionName] ?? functionName
    if (!Object.hasOwn(boundedFunctions, boundedName) || isTableFunction(tokens, index)) continue
    // `text.repeat(3)` is a method call, whose first argument precedes the dot.
    if (isSymbol(tokens[index - 1], '.') && !isLikeEscape(tokens, index))
      return failed(createMethodCallProblem(functionName))
    if (functionName === 'replace' && isShrinkingReplace(tokens, index + 1)) continue
    replacements.set(index, quoteIdentifier(`aw ${boundedName}`).text)
    macroByBracket.set(index + 1, boundedName)
  }
  for (const [operatorIndex, operator] of findPatternOperators(tokens)) {
    const openIndex = findEnclosingBracket(tokens, operatorIndex)
    // `* LIKE 'a%'` selects columns by name.
    if (openIndex < 0 || isSymbol(tokens[openIndex + 1], '*')) continue
    const pattern = tokens[operatorIndex + operator.length]
    const isLiteral = pattern?.kind === 'string' && isSymbol(tokens[operatorIndex + operator.length + 1], ')')
    if (isLiteral && isFastPattern(operator, pattern.value)) continue
    insertions.set(openIndex, quoteIdentifier(`aw ${operator}`).text)
    macroByBracket.set(openIndex, operator)
    for (let index = 0; index < operator.length; index++)
      replacements.set(operatorIndex + index, index === 0 ? ',' : '')
  }
  operatorIndexByBracket.delete(-1)
  const boundedConcatenations =
    operatorIndexByBracket.size > maxUncheckedConcatenations ? operatorIndexByBracket : new Map<number, number>()
  if (countCopies(tokens, macroByBracket, boundedConcatenations) > maxCopies)
    return failed(error('sql.too-deep', { reason: message('sql.nested-calls', {}) }))
  const lambdaProblem = findNestedLambda(tokens)
  if (lambdaProblem) return failed(lambdaProblem)

  /** Renders a range of tokens. The brackets in `innerBrackets` belong to a chain of `||` that is already bounded. */
  const render = (startIndex: number, endIndex: number, innerBrackets: ReadonlySet<number>): string => {
    let text = ''
    let index = startIndex
    while (index < endIndex) {
      const token = tokens[index]!
      const gap = index === startIndex ? '' : statement.slice(tokens[index - 1]!.end, token.start)
      if (boundedConcatenations.has(index) && !innerBrackets.has(index)) {
        const { operands: leaves, brackets, closeIndex } = readChain(tokens, boundedConcatenations, index)
        const sizes = leaves.map(([start, end]) => `strlen(CAST(${render(start, end, innerBrackets)} AS VARCHAR))`)
        const chain = render(index, closeIndex + 1, new Set([...innerBrackets, ...brackets]))
        text += `${gap}(CASE WHEN ${sizes.join(' + ')} > 1000000 THEN error('|| would return a value that is too large') ELSE ${chain} END)`
        index = closeIndex + 1
        continue
      }
      text += gap + (insertions.get(index) ?? '') + (replacements.get(index) ?? statement.slice(token.start, token.end))
      index++
    }
    return text
  }
  const [firstToken] = tokens
  return ok(
    statement.slice(0, firstToken?.start) + render(0, tokens.length, new Set()) + statement.slice(tokens.at(-1)?.end),
  )
}

/**
 * The maximum number of copies of bounded calls. A macro contains each of its arguments several times, so nested calls
 * multiply the number of copies, and DuckDB cannot be interrupted during planning.
 */
const maxCopies = 1_000

/** Counts the bounded calls after macro expansion. */
function countCopies(
  tokens: readonly StatementToken[],
  macroByBracket: ReadonlyMap<number, string>,
  operatorIndexByBracket: ReadonlyMap<number, number>,
): number {
  let count = 0
  let factor = 1
  const outerFactors: number[] = []
  for (const [index, token] of tokens.entries()) {
    if (isSymbol(token, '(') || isSymbol(token, '[') || isSymbol(token, '{')) {
      outerFactors.push(factor)
      const macro = macroByBracket.get(index)
      // A chain's operands are copied only once, for its outermost bracket.
      const isChain = operatorIndexByBracket.has(index) && !isPartOfChain(tokens, operatorIndexByBracket, index)
      if (macro !== undefined) factor *= countArgumentCopies(macro)
      else if (isChain) factor *= 2
      if (macro !== undefined || isChain) count += factor
    } else if (isSymbol(token, ')') || isSymbol(token, ']') || isSymbol(token, '}')) factor = outerFactors.pop() ?? 1
    if (count > maxCopies) break
  }
  return count
}

const countArgumentCopies = (macro: string): number => {
  if (Object.hasOwn(patternOperators, macro)) return 4
  if (macro === 'range' || macro === 'generate_series') return 3
  return slowFunctionPattern.test(macro) && macro.endsWith('like_escape') ? 5 : 2
}

/** Returns whether a bracket that contains `||` is itself an operand of another `||`. */
function isPartOfChain(
  tokens: readonly StatementToken[],
  operatorIndexByBracket: ReadonlyMap<number, number>,
  openIndex: number,
): boolean {
  const outerIndex = findEnclosingBracket(tokens, openIndex)
  const operatorIndex = operatorIndexByBracket.get(outerIndex)
  if (operatorIndex === undefined) return false
  if (openIndex === outerIndex + 1) return findClosingBracket(tokens, openIndex) === operatorIndex - 1
  return (
    openIndex === operatorIndex + 2 &&
    findClosingBracket(tokens, openIndex) === findClosingBracket(tokens, outerIndex) - 1
  )
}

/**
 * Reads a chain of `||`, which DuckDB serializes with one bracket per operator. Returns its operands as token ranges.
 */
function readChain(
  tokens: readonly StatementToken[],
  operatorIndexByBracket: ReadonlyMap<number, number>,
  openIndex: number,
) {
  const operands: [start: number, end: number][] = []
  const brackets: number[] = []
  const pendingBrackets = [openIndex]
  for (let bracketIndex = pendingBrackets.pop(); bracketIndex !== undefined; bracketIndex = pendingBrackets.pop()) {
    brackets.push(bracketIndex)
    const operatorIndex = operatorIndexByBracket.get(bracketIndex)!
    const closeIndex = findClosingBracket(tokens, bracketIndex)
    for (const [start, end] of [
      [bracketIndex + 1, operatorIndex],
      [operatorIndex + 2, closeIndex],
    ] as const) {
      if (operatorIndexByBracket.has(start) && findClosingBracket(tokens, start) === end - 1)
        pendingBrackets.push(start)
      else operands.push([start, end])
    }
  }
  return { operands, brackets, closeIndex: findClosingBracket(tokens, openIndex) }
}

/** Returns whether a call is LIKE … ESCAPE, which DuckDB serializes as a function in the schema `main`. */
const isLikeEscape = (tokens: readonly StatementToken[], index: number): boolean =>
  tokens[index]!.value.endsWith('like_escape') && tokens[index - 2]?.value === 'main'

/** Returns whether `replace` replaces a literal with another literal that is not longer. */
function isShrinkingReplace(tokens: readonly StatementToken[], openIndex: number): boolean {
  const closeIndex = findClosingBracket(tokens, openIndex)
  const [firstComma, searchToken, secondComma, replacement] = tokens.slice(closeIndex - 4, closeIndex)
  if (
    searchToken?.kind !== 'string' ||
    replacement?.kind !== 'string' ||
    !isSymbol(firstComma, ',') ||
    !isSymbol(secondComma, ',')
  )
    return false
  return searchToken.value.length > 0 && replacement.value.length <= searchToken.value.length
}

/** Finds the pattern operators and the token index at which each one starts. */
function findPatternOperators(tokens: readonly StatementToken[]): [position: number, operator: string][] {
  const operators: [number, string][] = []
  for (let index = 0; index < tokens.length; index++) {
    let operator = ''
    let end = tokens[index]!.start
    for (let next = index; tokens[next]?.kind === 'symbol' && tokens[next]!.start === end; next++) {
      if (!'!~*'.includes(tokens[next]!.value)) break
      operator += tokens[next]!.value
      end = tokens[next]!.end
    }
    if (operator === '') continue
    if (Object.hasOwn(patternOperators, operator)) operators.push([index, operator])
    index += operator.length - 1
  }
  return operators
}

/** Returns whether DuckDB itself matches a pattern in linear time. */
function isFastPattern(operator: string, pattern: string): boolean {
  const wildcard = operator === '~~~' ? '*' : '%'
  if (wildcard === '%' && !operator.endsWith('*') && !pattern.includes('_')) return true
  let end = pattern.length
  while (end > 0 && pattern[end - 1] === wildcard) end--
  return pattern.slice(0, end).split(wildcard).length <= 2
}

const clauseKeywords = 'SELECT FROM JOIN WHERE ON BY HAVING QUALIFY LIMIT OFFSET VALUES CASE WHEN THEN ELSE'.split(' ')

/**
 * Returns whether a call is a table function: `FROM range(10)` streams rows, whereas `range(10)` as a value is a list.
 */
function isTableFunction(tokens: readonly StatementToken[], index: number): boolean {
  const { depth } = tokens[index]!
  for (let position = index - 1; position >= 0 && tokens[position]!.depth >= depth; position--) {
    const token = tokens[position]!
    if (token.depth === depth && isKeyword(token, ...clauseKeywords)) return isKeyword(token, 'FROM', 'JOIN')
  }
  return false
}

function findEnclosingBracket(tokens: readonly StatementToken[], index: number): number {
  const { depth } = tokens[index]!
  for (let position = index - 1; position >= 0; position--)
    if (tokens[position]!.depth < depth) return isSymbol(tokens[position], '(') ? position : -1
  return -1
}

const isPlainFormat = (token: StatementToken | undefined): boolean =>
  token?.kind === 'string' && !/\d{4}|\*|\{[^}]*\{/.test(token.value)

function findNestedLambda(tokens: readonly StatementToken[]): Problem | undefined {
  const isLambda = (index: number): boolean =>
    isKeyword(tokens[index], 'lambda') ||
    (isSymbol(tokens[index], '-') && isSymbol(tokens[index + 1], '>') && !isSymbol(tokens[index + 2], '>'))
  for (const [index] of tokens.entries()) {
    if (!isLambda(index)) continue
    const openIndex = findEnclosingBracket(tokens, index)
    if (openIndex < 0) continue
    const closeIndex = findClosingBracket(tokens, openIndex)
    for (let position = index + 2; position < closeIndex; position++) if (isLambda(position)) return nestedLambdaProblem
  }
  return undefined
}

const nestedLambdaProblem = error('sql.too-deep', { reason: message('sql.nested-lambda', {}) })

const createFormatProblem = (name: string): Problem =>
  error('sql.forbidden', {
    name,
    use: 'format',
    reason: '',
    example: name === 'printf' ? "'%05d', number" : "'{:.2f}', number",
  })

const createMethodCallProblem = (name: string): Problem =>
  error('sql.forbidden', { name, use: 'method', reason: '', example: '' })
