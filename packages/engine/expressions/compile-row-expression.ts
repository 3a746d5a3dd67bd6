import { message } from '@aw-flow/messages'
import { typeFamily, type Column } from '@aw-flow/schema'
import jsonata from 'jsonata'
import { join, name, sql, type Sql } from '../sql/sql.ts'
import { jsonataMessage } from './jsonata-message.ts'
import { LinearRegex } from './linear-regex.ts'
import { rowFunctions } from './row-functions.ts'
import {
  asText,
  booleanValue,
  expect,
  isThere,
  mayBeNaN,
  numberValue,
  RowExpressionError,
  textValue,
  truth,
  kindOf,
  type RowType,
  type RowValue,
} from './row-value.ts'

export { RowExpressionError } from './row-value.ts'

/** An expression over the cells of a row, as SQL. @internal */
export interface RowExpression {
  /** Its value for a row. It never fails: an invalid number, such as a division by 0, is null. */
  value: Sql
  /** Whether it is true for a row, as in JSONata's `?:`; never NULL. */
  isTrue: Sql
  /** The DuckDB type of the value: DOUBLE, VARCHAR, BOOLEAN, or that of a plain column. */
  type: string
  /** The columns that it reads. */
  reads: readonly string[]
}

/** The nodes of JSONata's syntax tree, as far as they are used. */
interface Syntax {
  type: string
  value?: unknown
  steps?: (Syntax & { predicate?: unknown; stages?: unknown; group?: unknown; focus?: unknown; index?: unknown })[]
  lhs?: Syntax
  rhs?: Syntax
  expression?: Syntax
  expressions?: Syntax[]
  condition?: Syntax
  then?: Syntax
  else?: Syntax
  procedure?: Syntax
  arguments?: Syntax[]
  predicate?: unknown
  group?: unknown
}

const maxSqlLength = 50_000

/**
 * Compiles a JSONata expression over columns to SQL with the semantics of JSONata: null cells have no value, numbers are
 * double, times are texts. Computed columns are then as fast as SQL, have equal results everywhere, and a type that is known
 * in advance. Expressions without a SQL equivalent (lists as values, custom functions, clock and randomness) are rejected.
 *
 * @throws RowExpressionError
 * @example
 * compileRowExpression('price * amount', columns).type // 'DOUBLE'
 * @internal
 */
export function compileRowExpression(text: string, columns: readonly Column[]): RowExpression {
  if (text.trim() === '') throw new RowExpressionError(message('expression.empty', {}))
  const compiler = new RowCompiler(columns)
  const root = compiler.compile(parse(text), new Map())
  if (root.items || root.pattern !== undefined)
    throw new RowExpressionError(message('row.no-cell', { what: kindOf(root) }))
  const value = root.column?.sql ?? finite(root)
  if (value.text.length > maxSqlLength) throw new RowExpressionError(message('row.too-large', {}))
  const types: Record<RowType, string> = { number: 'DOUBLE', text: 'VARCHAR', boolean: 'BOOLEAN', nothing: 'VARCHAR' }
  return {
    value: root.type === 'nothing' ? sql`CAST(NULL AS VARCHAR)` : value,
    isTrue: truth(root),
    type: root.column?.type ?? types[root.type],
    reads: [...compiler.reads],
  }
}

function parse(text: string): Syntax {
  try {
    const RegexEngine = LinearRegex as unknown as RegExpConstructor
    return jsonata(text, { RegexEngine }).ast() as unknown as Syntax
  } catch (cause) {
    throw new RowExpressionError(jsonataMessage(cause))
  }
}

const finite = (value: RowValue): Sql =>
  value.type === 'number' && value.literal === undefined
    ? sql`CASE WHEN isfinite(${value.sql}) THEN ${value.sql} END`
    : value.sql

/** Variables of the expression with their values. */
type Scope = ReadonlyMap<string, RowValue>

class RowCompiler {
  readonly reads = new Set<string>()
  readonly #columns: ReadonlyMap<string, Column>

  constructor(columns: readonly Column[]) {
    this.#columns = new Map(columns.map((column) => [column.name, column]))
  }

  compile(node: Syntax, scope: Scope): RowValue {
    if (node.predicate !== undefined || node.group !== undefined)
      throw new RowExpressionError(message('row.selects', {}))
    switch (node.type) {
      case 'number':
        return { sql: sql`CAST(${node.value as number} AS DOUBLE)`, type: 'number', literal: node.value as number }
      case 'string':
        return { sql: sql`${node.value as string}`, type: 'text', literal: node.value as string }
      case 'value':
        return node.value === null
          ? { sql: sql`NULL`, type: 'nothing' }
          : { sql: sql`${node.value as boolean}`, type: 'boolean', literal: node.value as boolean }
      case 'regex':
        return { sql: sql`NULL`, type: 'nothing', pattern: patternOf(node.value as RegExp) }
      case 'path':
        return this.#path(node)
      case 'unary':
        return this.#unary(node, scope)
      case 'binary':
        return this.#binary(node, scope)
      case 'condition':
        return this.#condition(node, scope)
      case 'block':
        return this.#block(node.expressions ?? [], scope)
      case 'variable': {
        const found = scope.get(String(node.value))
        if (found) return found
        throw new RowExpressionError(
          node.value === ''
            ? message('row.whole-row', {})
            : message('row.unknown-variable', { name: String(node.value) }),
        )
      }
      case 'function':
        return this.#call(node, node.arguments ?? [], [], scope)
      case 'apply':
        return this.#apply(node, scope)
      default:
        throw new RowExpressionError(message('row.unsupported', { what: node.type }))
    }
  }

  #path({ steps = [] }: Syntax): RowValue {
    const names = steps[0]?.type === 'variable' && steps[0].value === '' ? steps.slice(1) : steps
    const [step] = names
    const isPlain =
      names.length === 1 &&
      step?.type === 'name' &&
      !step.predicate &&
      !step.stages &&
      !step.group &&
      !step.focus &&
      !step.index
    if (!isPlain) throw new RowExpressionError(message('row.plain-name', {}))
    const column = this.#columns.get(String(step.value))
    if (!column) {
      const name = String(step.value)
      throw new RowExpressionError(message('row.unknown-column', { column: name }), name)
    }
    this.reads.add(column.name)
    return cellOf(column)
  }

  #unary(node: Syntax, scope: Scope): RowValue {
    if (node.value === '-') {
      return numberValue(sql`(-${expect(this.compile(node.expression!, scope), 'number', '`-`')})`)
    }
    if (node.value === '[') {
      const items = (node.expressions ?? []).map((one) => this.compile(one, scope))
      return { sql: sql`NULL`, type: 'nothing', items }
    }
    throw new RowExpressionError(message('row.objects', {}))
  }

  #binary(node: Syntax, scope: Scope): RowValue {
    const operator = String(node.value)
    const [left, right] = [this.compile(node.lhs!, scope), this.compile(node.rhs!, scope)]
    const about = `\`${operator}\``
    switch (operator) {
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        return numberValue(
          sql`(${expect(left, 'number', about)} ${signs[operator]!} ${expect(right, 'number', about)})`,
        )
      case '&':
        return concat(left, right)
      case 'and':
        return booleanValue(sql`(${truth(left)} AND ${truth(right)})`)
      case 'or':
        return booleanValue(sql`(${truth(left)} OR ${truth(right)})`)
      case '=':
      case '!=':
        return equality(left, right, operator)
      case '<':
      case '<=':
      case '>':
      case '>=': {
        const type = left.type === 'nothing' ? right.type : left.type
        if (type === 'boolean') throw new RowExpressionError(message('row.no-order', { about }))
        const [one, other] = [expect(left, type, about), expect(right, type, about)]
        const compared = sql`(${one} ${signs[operator]!} ${other})`
        // Only the greater side needs a check: in DuckDB nothing is greater than NaN.
        const [greater, lesser] = operator.startsWith('>') ? [left, right] : [right, left]
        return booleanValue(
          mayBeNaN(greater)
            ? sql`CASE WHEN isnan(${greater.sql}) AND ${lesser.sql} IS NOT NULL THEN FALSE ELSE ${compared} END`
            : compared,
        )
      }
      case 'in': {
        if (!right.items) return equality(left, right, '=')
        const same = right.items.map((item) => equality(left, item, '=').sql)
        return booleanValue(same.length === 0 ? sql`FALSE` : sql`(${join(same, ' OR ')})`)
      }
      default:
        throw new RowExpressionError(message('row.unsupported', { what: operator }))
    }
  }

  #condition(node: Syntax, scope: Scope): RowValue {
    const test = truth(this.compile(node.condition!, scope))
    const then = this.compile(node.then!, scope)
    const otherwise: RowValue = node.else ? this.compile(node.else, scope) : { sql: sql`NULL`, type: 'nothing' }
    for (const one of [then, otherwise])
      if (one.items || one.pattern !== undefined)
        throw new RowExpressionError(message('row.no-value', { what: kindOf(one) }))
    const type = then.type === 'nothing' ? otherwise.type : then.type
    if (otherwise.type !== type && otherwise.type !== 'nothing') {
      throw new RowExpressionError(message('row.other-branch', { one: kindOf(then), other: kindOf(otherwise) }))
    }
    return { sql: sql`CASE WHEN ${test} THEN ${then.sql} ELSE ${otherwise.sql} END`, type }
  }

  #block(expressions: readonly Syntax[], scope: Scope): RowValue {
    const inner = new Map(scope)
    let last: RowValue = { sql: sql`NULL`, type: 'nothing' }
    for (const one of expressions) {
      if (one.type === 'bind') {
        last = this.compile(one.rhs!, inner)
        inner.set(String(one.lhs?.value), last)
      } else {
        last = this.compile(one, inner)
      }
    }
    return last
  }

  #apply(node: Syntax, scope: Scope): RowValue {
    const first = this.compile(node.lhs!, scope)
    const to = node.rhs!
    if (to.type === 'function') return this.#call(to, to.arguments ?? [], [first], scope)
    if (to.type === 'variable') return this.#call({ type: 'function', procedure: to }, [], [first], scope)
    throw new RowExpressionError(message('row.apply', {}))
  }

  #call(node: Syntax, written: readonly Syntax[], before: readonly RowValue[], scope: Scope): RowValue {
    const called = String(node.procedure?.value ?? '')
    const about = `\`$${called}\``
    const known = Object.hasOwn(rowFunctions, called) ? rowFunctions[called] : undefined
    if (!known || node.procedure?.type !== 'variable')
      throw new RowExpressionError(
        message('row.unsupported-function', {
          name: `$${called}`,
          functions: Object.keys(rowFunctions).map((one) => `$${one}`),
        }),
      )
    const args = [...before, ...written.map((one) => this.compile(one, scope))]
    const [min, max] = known.arity
    const count = args.length
    if (count < min || count > max) {
      throw new RowExpressionError(
        min === max
          ? message('row.arity', { about, max, count })
          : message('row.arity-range', { about, min, max, count }),
      )
    }
    return known.compile(args, about)
  }
}

const signs: Readonly<Record<string, Sql>> = {
  '+': sql`+`,
  '-': sql`-`,
  '*': sql`*`,
  '/': sql`/`,
  '%': sql`%`,
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
}

/** Concatenates texts in a single call. */
function concat(left: RowValue, right: RowValue): RowValue {
  const parts = [left, right].flatMap((one) => one.parts ?? [asText(one)])
  return { ...textValue(sql`concat(${parts})`), parts }
}

/** Never NULL: a missing value neither equals nor differs from anything. */
function equality(left: RowValue, right: RowValue, operator: '=' | '!='): RowValue {
  for (const one of [left, right]) {
    if (one.items || one.pattern !== undefined)
      throw new RowExpressionError(message('row.not-comparable', { what: kindOf(one) }))
    if (one.type === 'nothing') throw new RowExpressionError(message('row.null', {}))
  }
  const bothThere = sql`(${left.sql} IS NOT NULL AND ${right.sql} IS NOT NULL)`
  if (left.type !== right.type) return booleanValue(operator === '=' ? sql`FALSE` : bothThere)
  if (operator === '=') return booleanValue(sql`coalesce(${left.sql} = ${right.sql}${isThere(left)}, FALSE)`)
  const orNaN = mayBeNaN(left) && mayBeNaN(right) ? sql` OR (isnan(${left.sql}) AND isnan(${right.sql}))` : sql``
  return booleanValue(sql`coalesce(${left.sql} <> ${right.sql}${orNaN}, FALSE)`)
}

function cellOf({ name: column, type }: Column): RowValue {
  const cell = name(column)
  const own = { name: column, type, sql: cell }
  const family = typeFamily(type)
  if (family === 'number')
    return { sql: type === 'DOUBLE' ? cell : sql`CAST(${cell} AS DOUBLE)`, type: 'number', column: own }
  if (family === 'boolean') return { sql: cell, type: 'boolean', column: own }
  if (type === 'VARCHAR') return { sql: cell, type: 'text', column: own }
  if (family === 'time' || family === 'text') return { sql: sql`CAST(${cell} AS VARCHAR)`, type: 'text', column: own }
  throw new RowExpressionError(message('row.column-type', { column, type }))
}

/** The pattern for RE2; JSONata supports the flags i and m. */
function patternOf({ source, flags }: RegExp): string {
  const kept = [...'im'].filter((flag) => flags.includes(flag)).join('')
  const pattern = kept === '' ? source : `(?${kept})${source}`
  try {
    void new LinearRegex(new RegExp(source, kept))
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new RowExpressionError(message('row.bad-pattern', { pattern: source, detail }))
  }
  return pattern
}
