import { bracketAt, isSymbol, isWord, splitBy, type WrittenToken } from './written-tokens.ts'

/** Returns the type of a column, optionally qualified by a table or alias. */
export type TypeOfName = (path: readonly string[]) => string | undefined

const texts = new Set(
  'upper lower trim ltrim rtrim replace substring substr left right concat concat_ws strftime string_agg regexp_replace split_part reverse initcap lpad rpad repeat chr monthname dayname'.split(
    ' ',
  ),
)
const counts = new Set(
  'count length row_number rank dense_rank ntile year month day hour minute quarter week dayofweek dayofyear date_part datepart date_diff datediff strpos instr'.split(
    ' ',
  ),
)
const tests = new Set(
  'contains starts_with ends_with prefix suffix regexp_matches isfinite isnan bool_and bool_or'.split(' '),
)
const doubles = new Set(
  'avg mean sqrt ln log exp sin cos tan pow power stddev stddev_samp var_samp variance corr random'.split(' '),
)
/** Functions that return the type of their first argument. */
const kept = new Set(
  'min max first last any_value arg_min arg_max min_by max_by lag lead first_value last_value nullif mode'.split(' '),
)
/** Functions that return the common type of their arguments. */
const common = new Set(['coalesce', 'ifnull', 'greatest', 'least'])
const integers = new Set(['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT'])
const plainTypes: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    'BOOLEAN TINYINT SMALLINT INTEGER BIGINT HUGEINT DOUBLE FLOAT VARCHAR DATE TIME TIMESTAMP'
      .split(' ')
      .map((one) => [one, one]),
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
 * Infers the type of an expression, or `undefined` if it is not certain; then DuckDB must be asked. A test compares the
 * types with those of DuckDB.
 */
export function expressionType(tokens: readonly WrittenToken[], typeOf: TypeOfName): string | undefined {
  const own = unwrapped(tokens)
  const [first] = own
  if (!first) return undefined
  const { depth } = first
  const at = (...signs: readonly string[]): boolean =>
    own.some((token, index) => index > 0 && token.depth === depth && isSymbol(token, ...signs))
  const says = (...words: readonly string[]): boolean =>
    own.some((token) => token.depth === depth && isWord(token, ...words))
  if (isWord(first, 'CASE')) return caseType(own, typeOf)
  if (isWord(first, 'NOT') || says('AND', 'OR', 'LIKE', 'ILIKE', 'IN', 'IS', 'BETWEEN')) return boolean(own)
  if (at('=', '<', '>', '<=', '>=', '<>', '!=', '==')) return boolean(own)
  if (at('||'))
    return operandsOf(own, '||').some((one) => expressionType(one, typeOf) === 'VARCHAR') ? 'VARCHAR' : undefined
  if (isSymbol(first, '-', '+') || at('+', '-', '*', '/', '//', '%', '**', '^')) return arithmeticType(own, typeOf)
  return primaryType(own, typeOf)
}

const unsure = (token: WrittenToken): boolean => isSymbol(token, '->', '->>', '[', '{', '?', ':', '@', '&', '~')

const boolean = (tokens: readonly WrittenToken[]): string | undefined => (tokens.some(unsure) ? undefined : 'BOOLEAN')

function unwrapped(tokens: readonly WrittenToken[]): readonly WrittenToken[] {
  const bracket = bracketAt(tokens, 0)
  if (!bracket || bracket.close !== tokens.length - 1) return tokens
  return isWord(bracket.inner[0], 'SELECT', 'WITH', 'FROM', 'VALUES') ? [] : unwrapped(bracket.inner)
}

const operandsOf = (tokens: readonly WrittenToken[], ...signs: readonly string[]): WrittenToken[][] =>
  splitBy(tokens, (token) => isSymbol(token, ...signs))

function caseType(tokens: readonly WrittenToken[], typeOf: TypeOfName): string | undefined {
  if (!isWord(tokens.at(-1), 'END')) return undefined
  const parts: WrittenToken[][] = []
  let isValue = false
  for (const token of tokens.slice(1, -1)) {
    if (token.depth === tokens[0]!.depth && isWord(token, 'CASE')) return undefined
    if (token.depth === tokens[0]!.depth && isWord(token, 'WHEN', 'THEN', 'ELSE')) {
      isValue = !isWord(token, 'WHEN')
      if (isValue) parts.push([])
    } else if (isValue) parts.at(-1)!.push(token)
  }
  return commonOf(parts, typeOf)
}

/** The common type of several values. Integer literals adapt to the other types. */
function commonOf(parts: readonly WrittenToken[][], typeOf: TypeOfName): string | undefined {
  const types = parts.map((one) => (one.length === 1 && isWord(one[0], 'NULL') ? 'NULL' : expressionType(one, typeOf)))
  const found = new Set(types.filter((type) => type !== 'NULL'))
  const [type] = found
  return found.size === 1 ? type : undefined
}

function arithmeticType(tokens: readonly WrittenToken[], typeOf: TypeOfName): string | undefined {
  const { depth } = tokens[0]!
  if (tokens.some((token) => token.depth === depth && (unsure(token) || isSymbol(token, '%', '**', '^', '//'))))
    return undefined
  const types = operandsOf(tokens, '+', '-', '*', '/')
    .filter((one) => one.length > 0)
    .map((one) => expressionType(one, typeOf))
  if (types.some((type) => type === undefined)) return undefined
  const isNumber = (type: string): boolean => integers.has(type) || type === 'DOUBLE' || type.startsWith('DECIMAL')
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

/** The type of a name, a literal or a call, optionally with a `::type` cast. */
function primaryType(tokens: readonly WrittenToken[], typeOf: TypeOfName): string | undefined {
  const cast = tokens.findLastIndex((token) => token.depth === tokens[0]!.depth && isSymbol(token, '::'))
  if (cast > 0) return typeNamed(tokens.slice(cast + 1))
  const [first, second] = tokens
  if (tokens.length === 1 && first) {
    if (first.kind === 'text') return 'VARCHAR'
    if (first.kind === 'number') return numberType(first.value)
    if (isWord(first, 'TRUE', 'FALSE')) return 'BOOLEAN'
    if (isWord(first, 'NULL', 'CURRENT_DATE', 'CURRENT_TIMESTAMP')) return undefined
  }
  if (first && (first.kind === 'word' || first.kind === 'quoted') && !isSymbol(second, '(')) {
    if (isWord(first, 'DATE', 'TIMESTAMP', 'TIME') && second?.kind === 'text' && tokens.length === 2)
      return first.value.toUpperCase()
    const isPath = tokens.every((token, index) =>
      index % 2 === 0 ? token.kind === 'word' || token.kind === 'quoted' : isSymbol(token, '.'),
    )
    return isPath && tokens.length % 2 === 1
      ? typeOf(tokens.filter((_, index) => index % 2 === 0).map(({ value }) => value))
      : undefined
  }
  return first?.kind === 'word' ? callType(first.value.toLowerCase(), tokens, typeOf) : undefined
}

const numberType = (written: string): string | undefined => {
  if (/^\d+$/.test(written))
    return Number(written) <= 2_147_483_647 ? 'INTEGER' : Number(written) < 9e18 ? 'BIGINT' : undefined
  const [, integer, fraction] = /^(\d+)\.(\d+)$/.exec(written) ?? []
  if (integer === undefined || fraction === undefined) return /[eE]/.test(written) ? 'DOUBLE' : undefined
  return integer === '0' || integer.startsWith('0')
    ? undefined
    : `DECIMAL(${integer.length + fraction.length},${fraction.length})`
}

function typeNamed(tokens: readonly WrittenToken[]): string | undefined {
  const [first, open, digits, comma, scale, close] = tokens
  if (first?.kind !== 'word') return undefined
  const written = first.value.toUpperCase()
  if (tokens.length === 1) return plainTypes[written]
  const isDecimal =
    ['DECIMAL', 'NUMERIC'].includes(written) && isSymbol(open, '(') && isSymbol(comma, ',') && isSymbol(close, ')')
  return isDecimal && tokens.length === 6 ? `DECIMAL(${digits!.value},${scale!.value})` : undefined
}

/** The type of a call, optionally with FILTER and OVER. */
function callType(called: string, tokens: readonly WrittenToken[], typeOf: TypeOfName): string | undefined {
  const call = bracketAt(tokens, 1)
  if (!call) return undefined
  let end = call.close + 1
  while (isWord(tokens[end], 'FILTER', 'OVER')) {
    const behind = bracketAt(tokens, end + 1)
    if (!behind) return undefined
    end = behind.close + 1
  }
  if (end !== tokens.length) return undefined
  const given = call.inner.length === 0 ? [] : splitBy(call.inner, (token) => isSymbol(token, ','))
  if (called === 'cast' || called === 'try_cast') {
    const as = call.inner.findLastIndex((token) => token.depth === call.inner[0]?.depth && isWord(token, 'AS'))
    return as > 0 ? typeNamed(call.inner.slice(as + 1)) : undefined
  }
  if (texts.has(called)) return 'VARCHAR'
  if (counts.has(called)) return 'BIGINT'
  if (tests.has(called)) return 'BOOLEAN'
  if (doubles.has(called)) return 'DOUBLE'
  if (common.has(called)) return commonOf(given, typeOf)
  const [value = []] = given
  const plain =
    splitBy(isWord(value[0], 'DISTINCT') ? value.slice(1) : value, (token) => isWord(token, 'ORDER'))[0] ?? []
  const type = expressionType(plain, typeOf)
  if (type === undefined) return undefined
  if (called === 'abs') return type
  if (called === 'round') return type === 'DOUBLE' ? 'DOUBLE' : undefined
  if (kept.has(called))
    return given.length === (/^(arg_|nullif$)|_by$/.test(called) ? 2 : 1) || /^(lag|lead)$/.test(called)
      ? type
      : undefined
  if (called !== 'sum') return undefined
  if (integers.has(type)) return 'HUGEINT'
  const [, scale] = /^DECIMAL\(\d+,(\d+)\)$/.exec(type) ?? []
  return type === 'DOUBLE' ? 'DOUBLE' : scale === undefined ? undefined : `DECIMAL(38,${scale})`
}
