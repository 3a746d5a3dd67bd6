import { message } from '@aw-flow/messages'
import type { Column } from '@aw-flow/schema'
import { getTypeFamily } from '@aw-flow/schema/internal'
import jsonata from 'jsonata'
import { join, quoteIdentifier, sql, type Sql } from '../sql/sql.ts'
import { describeJsonataError } from './jsonata-message.ts'
import { readLargeInteger } from './functions/large-integer.ts'
import { LinearRegex, toRe2Source } from './functions/linear-regex.ts'
import { rowFunctions } from './functions/row-functions.ts'
import {
  toComparedSql,
  toTextSql,
  createBooleanValue,
  requireType,
  andNotNaN,
  canBeNaN,
  createNumberValue,
  RowExpressionError,
  createTextValue,
  toTruthySql,
  describeKind,
  type RowType,
  type RowValue,
} from './row-value.ts'

export { RowExpressionError } from './row-value.ts'

/** An expression over a row's cells, compiled to SQL. @internal */
export interface RowExpression {
  /**
   * The expression's value for a row. Evaluation never fails: an invalid number, such as the result of a division by 0,
   * is null.
   */
  value: Sql
  /** A SQL condition that is true for rows whose value is truthy, as in JSONata's `?:`. It is never NULL. */
  condition: Sql
  /**
   * The value's DuckDB type: DOUBLE, VARCHAR, BOOLEAN, or the column's own type if the expression is a plain column.
   */
  type: string
  /** The names of the columns that the expression reads. */
  columnNames: readonly string[]
}

/** A node of JSONata's syntax tree, limited to the properties used here. */
interface SyntaxNode {
  type: string
  value?: unknown
  steps?: (SyntaxNode & { predicate?: unknown; stages?: unknown; group?: unknown; focus?: unknown; index?: unknown })[]
  lhs?: SyntaxNode
  rhs?: SyntaxNode
  expression?: SyntaxNode
  expressions?: SyntaxNode[]
  condition?: SyntaxNode
  then?: SyntaxNode
  else?: SyntaxNode
  procedure?: SyntaxNode
  arguments?: SyntaxNode[]
  predicate?: unknown
  group?: unknown
}

const maxSqlLength = 50_000

/**
 * Compiles a JSONata expression over columns to SQL with JSONata's semantics: null cells are missing values, numbers
 * are doubles, and times are strings. Computed columns are thus as fast as SQL, return the same results everywhere, and
 * have a type that is known in advance. Expressions without a SQL equivalent are rejected: lists as values, custom
 * functions, the clock and randomness.
 *
 * @throws RowExpressionError
 * @example
 * compileRowExpression('price * amount', columns).type // 'DOUBLE'
 * @internal
 */
export function compileRowExpression(text: string, columns: readonly Column[]): RowExpression {
  if (text.trim() === '') throw new RowExpressionError(message('expression.empty', {}))
  const compiler = new RowCompiler(text, columns)
  const root = compiler.compile(parse(text), new Map())
  if (root.items || root.pattern !== undefined)
    throw new RowExpressionError(message('row.no-cell', { what: describeKind(root) }))
  const value = root.exact?.sql ?? toFinite(root)
  if (value.text.length > maxSqlLength) throw new RowExpressionError(message('row.too-large', {}))
  const types: Record<RowType, string> = { number: 'DOUBLE', text: 'VARCHAR', boolean: 'BOOLEAN', nothing: 'VARCHAR' }
  return {
    value: root.type === 'nothing' ? sql`CAST(NULL AS VARCHAR)` : value,
    condition: toTruthySql(root),
    type: root.exact?.type ?? types[root.type],
    columnNames: [...compiler.columnNames],
  }
}

function parse(text: string): SyntaxNode {
  try {
    const RegexEngine = LinearRegex as unknown as RegExpConstructor
    return jsonata(text, { RegexEngine }).ast() as unknown as SyntaxNode
  } catch (cause) {
    throw new RowExpressionError(describeJsonataError(cause))
  }
}

const toFinite = (value: RowValue): Sql =>
  value.type === 'number' && value.literal === undefined
    ? sql`CASE WHEN isfinite(${value.sql}) THEN ${value.sql} END`
    : value.sql

/** The values of the variables in scope, keyed by name. */
type Scope = ReadonlyMap<string, RowValue>

class RowCompiler {
  readonly columnNames = new Set<string>()
  readonly #text: string
  readonly #columns: ReadonlyMap<string, Column>

  constructor(text: string, columns: readonly Column[]) {
    this.#text = text
    this.#columns = new Map(columns.map((column) => [column.name, column]))
  }

  compile(node: SyntaxNode, scope: Scope): RowValue {
    if (node.predicate !== undefined || node.group !== undefined)
      throw new RowExpressionError(message('row.selects', {}))
    switch (node.type) {
      case 'number':
        return this.#compileNumber(node)
      case 'string':
        return { sql: sql`${node.value as string}`, type: 'text', literal: node.value as string }
      case 'value':
        return node.value === null
          ? { sql: sql`NULL`, type: 'nothing' }
          : { sql: sql`${node.value as boolean}`, type: 'boolean', literal: node.value as boolean }
      case 'regex':
        return { sql: sql`NULL`, type: 'nothing', pattern: toRe2Pattern(node.value as RegExp) }
      case 'path':
        return this.#compilePath(node)
      case 'unary':
        return this.#compileUnary(node, scope)
      case 'binary':
        return this.#compileBinary(node, scope)
      case 'condition':
        return this.#compileCondition(node, scope)
      case 'block':
        return this.#compileBlock(node.expressions ?? [], scope)
      case 'variable': {
        const variable = scope.get(String(node.value))
        if (variable) return variable
        throw new RowExpressionError(
          node.value === ''
            ? message('row.whole-row', {})
            : message('row.unknown-variable', { name: String(node.value) }),
        )
      }
      case 'function':
        return this.#compileCall(node, node.arguments ?? [], [], scope)
      case 'apply':
        return this.#compileApply(node, scope)
      default:
        throw new RowExpressionError(message('row.unsupported', { what: node.type }))
    }
  }

  #compileNumber(node: SyntaxNode): RowValue {
    const literal = node.value as number
    const digits = readLargeInteger(node, this.#text)
    const isHugeInt = digits !== undefined && Math.abs(literal) < 2 ** 127
    return {
      sql: sql`CAST(${literal} AS DOUBLE)`,
      type: 'number',
      literal,
      ...(isHugeInt ? { exact: { type: 'HUGEINT', sql: sql`CAST(${digits} AS HUGEINT)` } } : {}),
    }
  }

  #compilePath({ steps = [] }: SyntaxNode): RowValue {
    const pathSteps = steps[0]?.type === 'variable' && steps[0].value === '' ? steps.slice(1) : steps
    const [step] = pathSteps
    const isPlain =
      pathSteps.length === 1 &&
      step?.type === 'name' &&
      !step.predicate &&
      !step.stages &&
      !step.group &&
      !step.focus &&
      !step.index
    if (!isPlain) throw new RowExpressionError(message('row.not-a-column-name', {}))
    const column = this.#columns.get(String(step.value))
    if (!column) {
      const name = String(step.value)
      throw new RowExpressionError(message('row.unknown-column', { column: name }), name)
    }
    this.columnNames.add(column.name)
    return toCellValue(column)
  }

  #compileUnary(node: SyntaxNode, scope: Scope): RowValue {
    if (node.value === '-') {
      return createNumberValue(sql`(-${requireType(this.compile(node.expression!, scope), 'number', '`-`')})`)
    }
    if (node.value === '[') {
      const items = (node.expressions ?? []).map((item) => this.compile(item, scope))
      return { sql: sql`NULL`, type: 'nothing', items }
    }
    throw new RowExpressionError(message('row.objects', {}))
  }

  #compileBinary(node: SyntaxNode, scope: Scope): RowValue {
    const operator = String(node.value)
    const [left, right] = [this.compile(node.lhs!, scope), this.compile(node.rhs!, scope)]
    const label = `\`${operator}\``
    switch (operator) {
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        return createNumberValue(
          sql`(${requireType(left, 'number', label)} ${operatorSql[operator]!} ${requireType(right, 'number', label)})`,
        )
      case '&':
        return compileConcat(left, right)
      case 'and':
        return createBooleanValue(sql`(${toTruthySql(left)} AND ${toTruthySql(right)})`)
      case 'or':
        return createBooleanValue(sql`(${toTruthySql(left)} OR ${toTruthySql(right)})`)
      case '=':
      case '!=':
        return compileEquality(left, right, operator)
      case '<':
      case '<=':
      case '>':
      case '>=': {
        const type = left.type === 'nothing' ? right.type : left.type
        if (type === 'boolean') throw new RowExpressionError(message('row.no-order', { about: label }))
        const [leftSql, rightSql] =
          type === 'number' && left.type === right.type
            ? toComparedSql(left, right)!
            : [requireType(left, type, label), requireType(right, type, label)]
        const comparison = sql`(${leftSql} ${operatorSql[operator]!} ${rightSql})`
        // Only the greater side needs a check: in DuckDB, no number is greater than NaN.
        const [greater, lesser] = operator.startsWith('>') ? [left, right] : [right, left]
        return createBooleanValue(
          canBeNaN(greater)
            ? sql`CASE WHEN isnan(${greater.sql}) AND ${lesser.sql} IS NOT NULL THEN FALSE ELSE ${comparison} END`
            : comparison,
        )
      }
      case 'in': {
        if (!right.items) return compileEquality(left, right, '=')
        const comparisons = right.items.map((item) => compileEquality(left, item, '=').sql)
        return createBooleanValue(comparisons.length === 0 ? sql`FALSE` : sql`(${join(comparisons, ' OR ')})`)
      }
      default:
        throw new RowExpressionError(message('row.unsupported', { what: operator }))
    }
  }

  #compileCondition(node: SyntaxNode, scope: Scope): RowValue {
    const test = toTruthySql(this.compile(node.condition!, scope))
    const whenTrue = this.compile(node.then!, scope)
    const whenFalse: RowValue = node.else ? this.compile(node.else, scope) : { sql: sql`NULL`, type: 'nothing' }
    for (const branch of [whenTrue, whenFalse])
      if (branch.items || branch.pattern !== undefined)
        throw new RowExpressionError(message('row.no-value', { what: describeKind(branch) }))
    const type = whenTrue.type === 'nothing' ? whenFalse.type : whenTrue.type
    if (whenFalse.type !== type && whenFalse.type !== 'nothing') {
      throw new RowExpressionError(
        message('row.other-branch', { one: describeKind(whenTrue), other: describeKind(whenFalse) }),
      )
    }
    return { sql: sql`CASE WHEN ${test} THEN ${whenTrue.sql} ELSE ${whenFalse.sql} END`, type }
  }

  #compileBlock(expressions: readonly SyntaxNode[], scope: Scope): RowValue {
    const innerScope = new Map(scope)
    let lastValue: RowValue = { sql: sql`NULL`, type: 'nothing' }
    for (const step of expressions) {
      if (step.type === 'bind') {
        lastValue = this.compile(step.rhs!, innerScope)
        innerScope.set(String(step.lhs?.value), lastValue)
      } else {
        lastValue = this.compile(step, innerScope)
      }
    }
    return lastValue
  }

  #compileApply(node: SyntaxNode, scope: Scope): RowValue {
    const input = this.compile(node.lhs!, scope)
    const callee = node.rhs!
    if (callee.type === 'function') return this.#compileCall(callee, callee.arguments ?? [], [input], scope)
    if (callee.type === 'variable')
      return this.#compileCall({ type: 'function', procedure: callee }, [], [input], scope)
    throw new RowExpressionError(message('row.apply', {}))
  }

  #compileCall(
    node: SyntaxNode,
    argumentNodes: readonly SyntaxNode[],
    leadingArgs: readonly RowValue[],
    scope: Scope,
  ): RowValue {
    const functionName = String(node.procedure?.value ?? '')
    const label = `\`$${functionName}\``
    const rowFunction = Object.hasOwn(rowFunctions, functionName) ? rowFunctions[functionName] : undefined
    if (!rowFunction || node.procedure?.type !== 'variable')
      throw new RowExpressionError(
        message('row.unsupported-function', {
          name: `$${functionName}`,
          functions: Object.keys(rowFunctions).map((supportedName) => `$${supportedName}`),
        }),
      )
    const args = [...leadingArgs, ...argumentNodes.map((argument) => this.compile(argument, scope))]
    const [min, max] = rowFunction.arity
    const count = args.length
    if (count < min || count > max) {
      throw new RowExpressionError(
        min === max
          ? message('row.arity', { about: label, max, count })
          : message('row.arity-range', { about: label, min, max, count }),
      )
    }
    return rowFunction.compile(args, label)
  }
}

const operatorSql: Readonly<Record<string, Sql>> = {
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

/** Concatenates two values, merging nested concatenations into a single `concat` call. */
function compileConcat(left: RowValue, right: RowValue): RowValue {
  const operands = [left, right].flatMap((operand) => operand.operands ?? [toTextSql(operand)])
  return { ...createTextValue(sql`concat(${operands})`), operands }
}

/** Compiles a comparison that is never NULL: a missing value neither equals nor differs from any value. */
function compileEquality(left: RowValue, right: RowValue, operator: '=' | '!='): RowValue {
  for (const side of [left, right]) {
    if (side.items || side.pattern !== undefined)
      throw new RowExpressionError(message('row.not-comparable', { what: describeKind(side) }))
    if (side.type === 'nothing') throw new RowExpressionError(message('row.null', {}))
  }
  const bothPresent = sql`(${left.sql} IS NOT NULL AND ${right.sql} IS NOT NULL)`
  const compared = toComparedSql(left, right)
  if (!compared) return createBooleanValue(operator === '=' ? sql`FALSE` : bothPresent)
  const [leftSql, rightSql] = compared
  if (operator === '=') return createBooleanValue(sql`coalesce(${leftSql} = ${rightSql}${andNotNaN(left)}, FALSE)`)
  const orNaN = canBeNaN(left) && canBeNaN(right) ? sql` OR (isnan(${left.sql}) AND isnan(${right.sql}))` : sql``
  return createBooleanValue(sql`coalesce(${leftSql} <> ${rightSql}${orNaN}, FALSE)`)
}

function toCellValue({ name: column, type }: Column): RowValue {
  const cell = quoteIdentifier(column)
  const exact = { type, sql: cell }
  const family = getTypeFamily(type)
  if (family === 'number')
    return { sql: type === 'DOUBLE' ? cell : sql`CAST(${cell} AS DOUBLE)`, type: 'number', exact }
  if (family === 'boolean') return { sql: cell, type: 'boolean', exact }
  if (type === 'VARCHAR') return { sql: cell, type: 'text', exact }
  if (family === 'time' || family === 'text') return { sql: sql`CAST(${cell} AS VARCHAR)`, type: 'text', exact }
  throw new RowExpressionError(message('row.column-type', { column, type }))
}

/** Converts a pattern to RE2 syntax with its `i` and `m` flags, the only ones that JSONata supports. */
function toRe2Pattern({ source, flags }: RegExp): string {
  const supportedFlags = [...'im'].filter((flag) => flags.includes(flag)).join('')
  const pattern = (supportedFlags === '' ? '' : `(?${supportedFlags})`) + toRe2Source(source)
  try {
    void new LinearRegex(new RegExp(source, supportedFlags))
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new RowExpressionError(message('row.bad-pattern', { pattern: source, detail }))
  }
  return pattern
}
