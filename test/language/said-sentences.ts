import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseSync } from 'vite'

const root = join(import.meta.dirname, '../..')
const packages = ['schema', 'engine', 'agents', 'nodes', 'data', 'client', 'sandbox', 'outside']

/** A sentence that the source of a package makes, with `hole` for what is only known when it is made. */
export interface SaidSentence {
  readonly text: string
  readonly place: string
  /** What a node does, in a line or two: each type of node has its own. */
  readonly isSummary: boolean
}

/** What stands in a sentence for a value. */
export const hole = '\u0001'

interface Ast {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

const isAst = (value: unknown): value is Ast => typeof (value as Ast | null)?.type === 'string'
const child = (node: Ast, key: string): Ast | undefined => (isAst(node[key]) ? node[key] : undefined)
const children = (node: Ast, key: string): Ast[] => (Array.isArray(node[key]) ? node[key].filter(isAst) : [])

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (!['dist', 'node_modules', 'fixtures'].includes(entry.name)) yield* sources(path)
    } else if (entry.name.endsWith('.ts') && !/\.(test|d)\.ts$|^test-/.test(entry.name)) yield path
  }
}

/** The functions that make a problem: its code is the first argument, its message the second. */
const makers = new Set(['error', 'warning', 'info', 'tell', 'refused', 'refuse', 'fail', 'failure', 'make'])
/** Properties and variables that hold what a person reads. */
const spoken = new Set([
  'message',
  'hint',
  'reason',
  'action',
  'rule',
  'summary',
  'because',
  'failed',
  'wrong',
  'expected',
])
/** Functions that put a number before its word. */
const counting = new Set(['count', 'counted', 'numberOf'])
const mostVariants = 48

/**
 * Every sentence that the packages below the editor can say: messages and hints of problems, reasons of agents,
 * summaries of nodes, lines of a run's log. Read from the sources, with each branch of a condition and each entry of a table as one more.
 */
export function saidSentences(): SaidSentence[] {
  const found: SaidSentence[] = []
  for (const name of packages) {
    for (const path of sources(join(root, 'packages', name))) found.push(...sentencesOf(path))
  }
  return found
}

function sentencesOf(path: string): SaidSentence[] {
  const source = readFileSync(path, 'utf8')
  const program = parseSync(path, source).program as unknown as Ast
  const found: SaidSentence[] = []
  const keep = (node: Ast | undefined, scopes: readonly Ast[], name = ''): void => {
    if (!node) return
    const line = source.slice(0, node.start).split('\n').length
    for (const text of variantsOf(node, scopes)) {
      if (isSentence(text))
        found.push({ text, place: `${relative(root, path)}:${line}`, isSummary: name === 'summary' })
    }
  }
  const keepNamed = (named: Ast | undefined, value: Ast | undefined, scopes: readonly Ast[]): void => {
    const name = String(named?.name ?? '')
    if (spoken.has(name)) keep(value, scopes, name)
  }
  visit(program, [], (node, scopes) => {
    switch (node.type) {
      case 'CallExpression': {
        const callee = child(node, 'callee')
        const [first, second] = children(node, 'arguments')
        const called = callee?.type === 'Identifier' ? String(callee.name) : ''
        if ((called || String((callee && child(callee, 'property'))?.name)) === 'log') keep(second, scopes)
        else if (makers.has(called) && first && isCode(first)) keep(second, scopes)
        else if (makers.has(called)) keep(first, scopes)
        return
      }
      case 'NewExpression':
        if (String(child(node, 'callee')?.name ?? '').endsWith('Error')) keep(children(node, 'arguments')[0], scopes)
        return
      case 'Property':
        keepNamed(child(node, 'key'), child(node, 'value'), scopes)
        return
      case 'VariableDeclarator':
        keepNamed(child(node, 'id'), child(node, 'init'), scopes)
    }
  })
  return found
}

const isCode = (node: Ast): boolean =>
  variantsOf(node, []).some((text) => /^[a-z][a-z-]*(\.[a-z0-9-]+)+$/.test(text)) || node.type === 'Identifier'

function visit(node: Ast, scopes: readonly Ast[], see: (node: Ast, scopes: readonly Ast[]) => void): void {
  see(node, scopes)
  const inner = ['Program', 'BlockStatement', 'FunctionBody'].includes(node.type) ? [...scopes, node] : scopes
  for (const value of Object.values(node)) {
    if (isAst(value)) visit(value, inner, see)
    else if (Array.isArray(value)) for (const one of value) if (isAst(one)) visit(one, inner, see)
  }
}

/** Something that a person could be told: two words at least, and not only values. */
const isSentence = (text: string): boolean =>
  /\p{L}{2,}[^\p{L}]+\p{L}{2,}/u.test(text.replaceAll(hole, ' ')) && !/^SELECT |^[A-Z_]+ [A-Z]|=>|;\n/.test(text)

/** All texts that an expression can come to. */
function variantsOf(node: Ast, scopes: readonly Ast[], depth = 0): string[] {
  if (depth > 6) return [hole]
  const of = (one: Ast | undefined): string[] => (one ? variantsOf(one, scopes, depth + 1) : [hole])
  switch (node.type) {
    case 'Literal':
      return [typeof node.value === 'string' ? node.value : hole]
    case 'TemplateLiteral': {
      const values = children(node, 'expressions').map(of)
      return children(node, 'quasis').reduce<string[]>(
        (texts, quasi, at) => {
          const cooked = String((quasi.value as { cooked?: unknown } | undefined)?.cooked ?? '')
          return products(products(texts, [cooked]), values[at] ?? [''])
        },
        [''],
      )
    }
    case 'BinaryExpression':
      return node.operator === '+' ? products(of(child(node, 'left')), of(child(node, 'right'))) : [hole]
    case 'ConditionalExpression':
      return several([...of(child(node, 'consequent')), ...of(child(node, 'alternate'))])
    case 'LogicalExpression':
      return several([...of(child(node, 'left')), ...of(child(node, 'right'))])
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return of(child(node, 'expression'))
    case 'Identifier':
      return declared(String(node.name), scopes, depth)
    case 'MemberExpression': {
      const object = child(node, 'object')
      const table = object && tableOf(object, scopes)
      return table ? several(table.flatMap((one) => of(one))) : [hole]
    }
    case 'CallExpression': {
      const callee = child(node, 'callee')
      // What only tidies a text (`message.replace('..', '.')`) says the same.
      if (
        callee?.type === 'MemberExpression' &&
        /^(replace|trim)/.test(String(child(callee, 'property')?.name ?? ''))
      ) {
        return of(child(callee, 'object'))
      }
      if (callee?.type !== 'Identifier') return [hole]
      const [, word] = children(node, 'arguments')
      if (counting.has(String(callee.name)) && word?.type === 'Literal') {
        return [`${hole} ${String(word.value)}`, `${hole} ${String(word.value)}s`]
      }
      return returned(String(callee.name), scopes, depth)
    }
    default:
      return [hole]
  }
}

const several = (texts: readonly string[]): string[] => [...new Set(texts)].slice(0, mostVariants)
const products = (before: readonly string[], behind: readonly string[]): string[] =>
  several(before.flatMap((one) => behind.map((other) => one + other)))

/** What a variable that is declared around a place begins as. */
function initOf(name: string, scopes: readonly Ast[]): { init: Ast; scopes: readonly Ast[] } | undefined {
  for (let at = scopes.length - 1; at >= 0; at--) {
    for (const statement of children(scopes[at]!, 'body')) {
      const inner = statement.type === 'ExportNamedDeclaration' ? child(statement, 'declaration') : statement
      if (inner?.type === 'FunctionDeclaration' && child(inner, 'id')?.name === name) {
        return { init: inner, scopes: scopes.slice(0, at + 1) }
      }
      if (inner?.type !== 'VariableDeclaration') continue
      for (const one of children(inner, 'declarations')) {
        const init = child(one, 'init')
        if (child(one, 'id')?.name === name && init) return { init, scopes: scopes.slice(0, at + 1) }
      }
    }
  }
  return undefined
}

function declared(name: string, scopes: readonly Ast[], depth: number): string[] {
  const found = initOf(name, scopes)
  if (!found || found.init.type.includes('Function')) return [hole]
  return variantsOf(found.init, found.scopes, depth + 1)
}

/** What a function of the same file can return. */
function returned(name: string, scopes: readonly Ast[], depth: number): string[] {
  const found = initOf(name, scopes)
  const body = found && child(found.init, 'body')
  if (!found || !body || !found.init.type.includes('Function')) return [hole]
  if (body.type !== 'BlockStatement' && body.type !== 'FunctionBody') return variantsOf(body, found.scopes, depth + 1)
  const texts: string[] = []
  visit(body, found.scopes, (node, inner) => {
    const value = node.type === 'ReturnStatement' ? child(node, 'argument') : undefined
    if (value) texts.push(...variantsOf(value, [...inner, body], depth + 1))
  })
  return texts.length > 0 ? several(texts) : [hole]
}

/** The values of an object or a list that is written out. */
function tableOf(node: Ast, scopes: readonly Ast[]): Ast[] | undefined {
  if (node.type === 'Identifier') {
    const found = initOf(String(node.name), scopes)
    return found && tableOf(found.init, found.scopes)
  }
  if (node.type.startsWith('TS')) {
    const inner = child(node, 'expression')
    return inner && tableOf(inner, scopes)
  }
  if (node.type === 'ArrayExpression') return children(node, 'elements')
  if (node.type !== 'ObjectExpression') return undefined
  return children(node, 'properties').flatMap((one) => child(one, 'value') ?? [])
}
