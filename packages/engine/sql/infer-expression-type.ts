import { findBracket, isSymbol, isWord, splitBy, type SourceToken } from './tokenize-source.ts'

/** Returns the type of a column, which may be qualified by a table name or alias. */
export type ResolveColumnType = (path: readonly string[]) => string | undefined

const textFunctions = new Set(
  'upper lower trim ltrim rtrim replace substring substr left right concat concat_ws strftime string_agg regexp_replace split_part reverse initcap lpad rpad repeat chr monthname dayname'.split(
    ' ',
  ),
)
const integerFunctions = new Set(
  'count length row_number rank dense_rank ntile year month day hour minute quarter week dayofweek dayofyear date_part datepart date_diff datediff strpos instr'.split(
    ' ',
  ),
)
const booleanFunctions = new Set(
  'contains starts_with ends_with prefix suffix regexp_matches isfinite isnan bool_and bool_or'.split(' '),
)
const doubleFunctions = new Set(
  'avg mean sqrt ln log exp sin cos tan pow power stddev stddev_samp var_samp variance corr random'.split(' '),
)
/** Functions that return the type of their first argument. */
const firstArgumentFunctions = new Set(
  'min max first last any_value arg_min arg_max min_by max_by lag lead first_value last_value nullif mode'.split(' '),
)
/** Functions that return the common type of their arguments. */
const commonTypeFunctions = new Set(['coalesce', 'ifnull', 'greatest', 'least'])
const integerTypes = new Set(['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT'])
const plainTypes: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    'BOOLEAN TINYINT SMALLINT INTEGER BIGINT HUGEINT DOUBLE FLOAT VARCHAR DATE TIME TIMESTAMP'
      .split(' ')
      .map((type) => [type, type]),
  ),
  BOOL: 'BOOLEAN',
  INT: 'INTEGER',
  INT8: 'BIGINT',
  LONG: 'BIGINT',
  REAL: 'FLOAT',
  TEXT: 'VARCHAR',
  STRING: 'VARCHAR',
  DATETIME: 'TIMESTAMP',
}

/**
 * Infers the type of an expression. Returns `undefined` if the type cannot be determined with certainty without DuckDB.
 * A test compares the inferred types with DuckDB's.
 */
export function inferExpressionType(
  tokens: readonly SourceToken[],
  resolveType: ResolveColumnType,
): string | undefined {
  const unwrappedTokens = removeOuterBrackets(tokens)
  const [first] = unwrappedTokens
  if (!first) return undefined
  const { depth } = first
  const hasOperator = (...symbols: readonly string[]): boolean =>
    unwrappedTokens.some((token, index) => index > 0 && token.depth === depth && isSymbol(token, ...symbols))
  const hasKeyword = (...words: readonly string[]): boolean =>
    unwrappedTokens.some((token) => token.depth === depth && isWord(token, ...words))
  if (isWord(first, 'CASE')) return inferCaseType(unwrappedTokens, resolveType)
  if (isWord(first, 'NOT') || hasKeyword('AND', 'OR', 'LIKE', 'ILIKE', 'IN', 'IS', 'BETWEEN'))
    return inferBooleanType(unwrappedTokens)
  if (hasOperator('=', '<', '>', '<=', '>=', '<>', '!=', '==')) return inferBooleanType(unwrappedTokens)
  if (hasOperator('||'))
    return splitOperands(unwrappedTokens, '||').some(
      (operand) => inferExpressionType(operand, resolveType) === 'VARCHAR',
    )
      ? 'VARCHAR'
      : undefined
  if (isSymbol(first, '-', '+') || hasOperator('+', '-', '*', '/', '//', '%', '**', '^'))
    return inferArithmeticType(unwrappedTokens, resolveType)
  return inferPrimaryType(unwrappedTokens, resolveType)
}

const isAmbiguous = (token: SourceToken): boolean => isSymbol(token, '->', '->>', '[', '{', '?', ':', '@', '&', '~')

const inferBooleanType = (tokens: readonly SourceToken[]): string | undefined =>
  tokens.some(isAmbiguous) ? undefined : 'BOOLEAN'

function removeOuterBrackets(tokens: readonly SourceToken[]): readonly SourceToken[] {
  const bracket = findBracket(tokens, 0)
  if (!bracket || bracket.close !== tokens.length - 1) return tokens
  return isWord(bracket.inner[0], 'SELECT', 'WITH', 'FROM', 'VALUES') ? [] : removeOuterBrackets(bracket.inner)
}

const splitOperands = (tokens: readonly SourceToken[], ...symbols: readonly string[]): SourceToken[][] =>
  splitBy(tokens, (token) => isSymbol(token, ...symbols))

function inferCaseType(tokens: readonly SourceToken[], resolveType: ResolveColumnType): string | undefined {
  if (!isWord(tokens.at(-1), 'END')) return undefined
  const results: SourceToken[][] = []
  let isInResult = false
  for (const token of tokens.slice(1, -1)) {
    if (token.depth === tokens[0]!.depth && isWord(token, 'CASE')) return undefined
    if (token.depth === tokens[0]!.depth && isWord(token, 'WHEN', 'THEN', 'ELSE')) {
      isInResult = !isWord(token, 'WHEN')
      if (isInResult) results.push([])
    } else if (isInResult) results.at(-1)!.push(token)
  }
  return inferCommonType(results, resolveType)
}

/** Returns the common type of several values if they all have the same type, ignoring NULL literals. */
function inferCommonType(operands: readonly SourceToken[][], resolveType: ResolveColumnType): string | undefined {
  const types = operands.map((operand) =>
    operand.length === 1 && isWord(operand[0], 'NULL') ? 'NULL' : inferExpressionType(operand, resolveType),
  )
  const distinctTypes = new Set(types.filter((type) => type !== 'NULL'))
  const [type] = distinctTypes
  return distinctTypes.size === 1 ? type : undefined
}

function inferArithmeticType(tokens: readonly SourceToken[], resolveType: ResolveColumnType): string | undefined {
  const { depth } = tokens[0]!
  if (tokens.some((token) => token.depth === depth && (isAmbiguous(token) || isSymbol(token, '%', '**', '^', '//'))))
    return undefined
  const types = splitOperands(tokens, '+', '-', '*', '/')
    .filter((operand) => operand.length > 0)
    .map((operand) => inferExpressionType(operand, resolveType))
  if (types.some((type) => type === undefined)) return undefined
  const isNumber = (type: string): boolean => integerTypes.has(type) || type === 'DOUBLE' || type.startsWith('DECIMAL')
  if (!types.every((type) => isNumber(type!))) return undefined
  const hasDivision = tokens.some((token) => token.depth === depth && isSymbol(token, '/'))
  if (types.includes('DOUBLE')) return 'DOUBLE'
  if (hasDivision)
    return tokens.some((token) => token.depth === depth && isSymbol(token, '+', '-', '*')) ? undefined : 'DOUBLE'
  return types.every((type) => type === 'BIGINT' || type === 'INTEGER') && types.includes('BIGINT')
    ? 'BIGINT'
    : types.every((type) => type === 'INTEGER')
      ? 'INTEGER'
      : undefined
}

/** Infers the type of a name, a literal or a function call, optionally followed by a `::type` cast. */
function inferPrimaryType(tokens: readonly SourceToken[], resolveType: ResolveColumnType): string | undefined {
  const castIndex = tokens.findLastIndex((token) => token.depth === tokens[0]!.depth && isSymbol(token, '::'))
  if (castIndex > 0) return parseType(tokens.slice(castIndex + 1))
  const [first, second] = tokens
  if (tokens.length === 1 && first) {
    if (first.kind === 'string') return 'VARCHAR'
    if (first.kind === 'number') return inferNumberType(first.value)
    if (isWord(first, 'TRUE', 'FALSE')) return 'BOOLEAN'
    if (isWord(first, 'NULL', 'CURRENT_DATE', 'CURRENT_TIMESTAMP')) return undefined
  }
  if (first && (first.kind === 'word' || first.kind === 'quoted-name') && !isSymbol(second, '(')) {
    if (isWord(first, 'DATE', 'TIMESTAMP', 'TIME') && second?.kind === 'string' && tokens.length === 2)
      return first.value.toUpperCase()
    const isPath = tokens.every((token, index) =>
      index % 2 === 0 ? token.kind === 'word' || token.kind === 'quoted-name' : isSymbol(token, '.'),
    )
    return isPath && tokens.length % 2 === 1
      ? resolveType(tokens.filter((_, index) => index % 2 === 0).map(({ value }) => value))
      : undefined
  }
  return first?.kind === 'word' ? inferCallType(first.value.toLowerCase(), tokens, resolveType) : undefined
}

const inferNumberType = (literal: string): string | undefined => {
  if (/^\d+$/.test(literal))
    return Number(literal) <= 2_147_483_647 ? 'INTEGER' : Number(literal) < 9e18 ? 'BIGINT' : undefined
  const [, integer, fraction] = /^(\d+)\.(\d+)$/.exec(literal) ?? []
  if (integer === undefined || fraction === undefined) return /[eE]/.test(literal) ? 'DOUBLE' : undefined
  return integer === '0' || integer.startsWith('0')
    ? undefined
    : `DECIMAL(${integer.length + fraction.length},${fraction.length})`
}

function parseType(tokens: readonly SourceToken[]): string | undefined {
  const [first, openBracket, digits, comma, scale, closeBracket] = tokens
  if (first?.kind !== 'word') return undefined
  const typeName = first.value.toUpperCase()
  if (tokens.length === 1) return plainTypes[typeName]
  const isDecimal =
    ['DECIMAL', 'NUMERIC'].includes(typeName) &&
    isSymbol(openBracket, '(') &&
    isSymbol(comma, ',') &&
    isSymbol(closeBracket, ')')
  return isDecimal && tokens.length === 6 ? `DECIMAL(${digits!.value},${scale!.value})` : undefined
}

/** Infers the type of a function call, optionally with FILTER and OVER. */
function inferCallType(
  functionName: string,
  tokens: readonly SourceToken[],
  resolveType: ResolveColumnType,
): string | undefined {
  const call = findBracket(tokens, 1)
  if (!call) return undefined
  let end = call.close + 1
  while (isWord(tokens[end], 'FILTER', 'OVER')) {
    const clause = findBracket(tokens, end + 1)
    if (!clause) return undefined
    end = clause.close + 1
  }
  if (end !== tokens.length) return undefined
  const args = call.inner.length === 0 ? [] : splitBy(call.inner, (token) => isSymbol(token, ','))
  if (functionName === 'cast' || functionName === 'try_cast') {
    const asIndex = call.inner.findLastIndex((token) => token.depth === call.inner[0]?.depth && isWord(token, 'AS'))
    return asIndex > 0 ? parseType(call.inner.slice(asIndex + 1)) : undefined
  }
  if (textFunctions.has(functionName)) return 'VARCHAR'
  if (integerFunctions.has(functionName)) return 'BIGINT'
  if (booleanFunctions.has(functionName)) return 'BOOLEAN'
  if (doubleFunctions.has(functionName)) return 'DOUBLE'
  if (commonTypeFunctions.has(functionName)) return inferCommonType(args, resolveType)
  const [value = []] = args
  const argument =
    splitBy(isWord(value[0], 'DISTINCT') ? value.slice(1) : value, (token) => isWord(token, 'ORDER'))[0] ?? []
  const type = inferExpressionType(argument, resolveType)
  if (type === undefined) return undefined
  if (functionName === 'abs') return type
  if (functionName === 'round') return type === 'DOUBLE' ? 'DOUBLE' : undefined
  if (firstArgumentFunctions.has(functionName))
    return args.length === (/^(arg_|nullif$)|_by$/.test(functionName) ? 2 : 1) || /^(lag|lead)$/.test(functionName)
      ? type
      : undefined
  if (functionName !== 'sum') return undefined
  if (integerTypes.has(type)) return 'HUGEINT'
  const [, scale] = /^DECIMAL\(\d+,(\d+)\)$/.exec(type) ?? []
  return type === 'DOUBLE' ? 'DOUBLE' : scale === undefined ? undefined : `DECIMAL(38,${scale})`
}
