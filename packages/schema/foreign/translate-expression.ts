import type { Json } from '../document/workflow.ts'

/** A JSONata expression, and the type of its value, if it is certain. */
export interface Translated {
  readonly code: string
  readonly type?: 'string' | 'number' | 'boolean' | undefined
}

/** A name with the properties and calls after it, such as `$('Orders').item.json.id`. */
export interface Chain {
  readonly root: string
  /** The arguments of a call of the name itself, such as `$('Orders')`. */
  readonly arguments?: readonly Json[] | undefined
  readonly steps: readonly ChainStep[]
}

export interface ChainStep {
  readonly name: string | number
  /** The translated arguments, if the step is a call. */
  readonly arguments?: readonly Translated[] | undefined
}

/**
 * Returns the JSONata expression for the beginning of a chain and the number of its steps, or `undefined` if the chain
 * has no counterpart.
 */
export type ResolveChain = (chain: Chain) => { code: string; steps: number; type?: Translated['type'] } | undefined

const token =
  /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_$][\w$]*)|("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`)|(===|!==|==|!=|<=|>=|&&|\|\||\?\?|\?\.|[-+*/%<>!?:.,()[\]|~{}]))/y

const binaryOperators: Readonly<Record<string, { power: number; code: string }>> = {
  '||': { power: 1, code: 'or' },
  or: { power: 1, code: 'or' },
  '&&': { power: 2, code: 'and' },
  and: { power: 2, code: 'and' },
  '===': { power: 3, code: '=' },
  '==': { power: 3, code: '=' },
  '!==': { power: 3, code: '!=' },
  '!=': { power: 3, code: '!=' },
  '<': { power: 4, code: '<' },
  '<=': { power: 4, code: '<=' },
  '>': { power: 4, code: '>' },
  '>=': { power: 4, code: '>=' },
  '+': { power: 5, code: '+' },
  '~': { power: 5, code: '&' },
  '-': { power: 5, code: '-' },
  '*': { power: 6, code: '*' },
  '/': { power: 6, code: '/' },
  '%': { power: 6, code: '%' },
}

/** Methods, functions and filters with the same result in JSONata, by the name in the other language. */
const functions = new Map<string, Translated>([
  ['toUpperCase', { code: '$uppercase', type: 'string' }],
  ['upper', { code: '$uppercase', type: 'string' }],
  ['toLowerCase', { code: '$lowercase', type: 'string' }],
  ['trim', { code: '$trim', type: 'string' }],
  ['toString', { code: '$string', type: 'string' }],
  ['String', { code: '$string', type: 'string' }],
  ['toJsonString', { code: '$string', type: 'string' }],
  ['tojson', { code: '$string', type: 'string' }],
  ['json', { code: '$string', type: 'string' }],
  ['JSON.stringify', { code: '$string', type: 'string' }],
  ['Number', { code: '$number', type: 'number' }],
  ['toNumber', { code: '$number', type: 'number' }],
  ['number', { code: '$number', type: 'number' }],
  ['int', { code: '$number', type: 'number' }],
  ['join', { code: '$join', type: 'string' }],
  ['split', { code: '$split' }],
  ['replaceAll', { code: '$replace', type: 'string' }],
  ['Math.floor', { code: '$floor', type: 'number' }],
  ['Math.ceil', { code: '$ceil', type: 'number' }],
  ['Math.abs', { code: '$abs', type: 'number' }],
  ['abs', { code: '$abs', type: 'number' }],
  ['Object.keys', { code: '$keys' }],
  ['encodeURIComponent', { code: '$encodeUrlComponent', type: 'string' }],
  ['urlencode', { code: '$encodeUrlComponent', type: 'string' }],
])

/** Functions of KNIME, whose names have other meanings in the other languages. `knime_join` is written in `call`. */
for (const [name, code, type] of [
  ['upperCase', '$uppercase', 'string'],
  ['lowerCase', '$lowercase', 'string'],
  ['strip', '$trim', 'string'],
  ['length', '$length', 'number'],
  ['substr', '$substring', 'string'],
  ['string', '$string', 'string'],
  ['abs', '$abs', 'number'],
  ['sqrt', '$sqrt', 'number'],
  ['pow', '$power', 'number'],
  ['floor', '$floor', 'number'],
  ['ceil', '$ceil', 'number'],
] as const)
  functions.set(`knime_${name}`, { code, type })

const constants: Readonly<Record<string, Translated>> = {
  true: { code: 'true', type: 'boolean' },
  false: { code: 'false', type: 'boolean' },
  True: { code: 'true', type: 'boolean' },
  False: { code: 'false', type: 'boolean' },
  null: { code: 'null' },
  none: { code: 'null' },
  None: { code: 'null' },
}

/** Thrown inside this file only: the expression has no counterpart. */
class Untranslatable extends Error {}

/** Maximum length of an expression, in characters, and of its nesting. */
const maxLength = 4_000
const maxDepth = 40

/**
 * Translates an expression in the common part of JavaScript, Jinja and Pebble to JSONata: literals, names, properties,
 * operators, and functions with the same result.
 *
 * @returns The expression, or `undefined` if it has no counterpart with the same meaning.
 */
export function translateExpression(source: string, resolve: ResolveChain): Translated | undefined {
  if (source.length > maxLength) return undefined
  try {
    const parser = new ExpressionParser(source, resolve)
    return parser.parseAll()
  } catch (cause) {
    if (cause instanceof Untranslatable) return undefined
    throw cause
  }
}

/** A recursive-descent parser that writes JSONata while it reads. */
class ExpressionParser {
  readonly #tokens: { text: string; kind: 'number' | 'name' | 'string' | 'sign' }[] = []
  readonly #resolve: ResolveChain
  #index = 0
  #depth = 0

  constructor(source: string, resolve: ResolveChain) {
    this.#resolve = resolve
    const text = source.trim()
    token.lastIndex = 0
    while (token.lastIndex < text.length) {
      const match = token.exec(text)
      if (!match) throw new Untranslatable()
      const [, number, name, string, sign] = match
      const kind =
        number !== undefined ? 'number' : name !== undefined ? 'name' : string !== undefined ? 'string' : 'sign'
      this.#tokens.push({ text: (number ?? name ?? string ?? sign)!, kind })
    }
  }

  parseAll(): Translated {
    const result = this.#parseConditional()
    if (this.#index < this.#tokens.length) throw new Untranslatable()
    return result
  }

  #peek(): string | undefined {
    return this.#tokens[this.#index]?.text
  }

  #accept(text: string): boolean {
    if (this.#peek() !== text || this.#tokens[this.#index]!.kind === 'string') return false
    this.#index++
    return true
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw new Untranslatable()
  }

  #parseConditional(): Translated {
    if (++this.#depth > maxDepth) throw new Untranslatable()
    const condition = this.#parseBinary(0)
    this.#depth--
    if (!this.#accept('?')) return condition
    const first = this.#parseConditional()
    this.#expect(':')
    const second = this.#parseConditional()
    const type = first.type === second.type ? first.type : undefined
    return { code: `(${condition.code} ? ${first.code} : ${second.code})`, type }
  }

  #parseBinary(minPower: number): Translated {
    let left = this.#parseUnary()
    for (;;) {
      const sign = this.#peek()
      const operator = sign !== undefined && Object.hasOwn(binaryOperators, sign) ? binaryOperators[sign] : undefined
      if (!operator || operator.power <= minPower || this.#tokens[this.#index]!.kind === 'string') return left
      this.#index++
      left = combine(left, operator.code, this.#parseBinary(operator.power))
    }
  }

  #parseUnary(): Translated {
    if (this.#accept('!') || this.#accept('not')) return { code: `$not(${this.#parseUnary().code})`, type: 'boolean' }
    if (this.#accept('-')) return { code: `-${this.#parseUnary().code}`, type: 'number' }
    let value = this.#parsePrimary()
    // A filter of Jinja or Pebble.
    while (this.#accept('|')) value = this.#parseFilter(value)
    return value
  }

  #parseFilter(value: Translated): Translated {
    const name = this.#parseName()
    const args = this.#accept('(') ? this.#parseArguments() : []
    if (name === 'first') return { code: `${value.code}[0]` }
    if (name === 'last') return { code: `${value.code}[-1]` }
    if (name === 'default' && args[0]) {
      // Each of these filters doubles the expression before it.
      if (value.code.length > maxLength) throw new Untranslatable()
      return { code: `($exists(${value.code}) ? ${value.code} : ${args[0].code})` }
    }
    return call(name, [value, ...args])
  }

  #parsePrimary(): Translated {
    const current = this.#tokens[this.#index]
    if (!current) throw new Untranslatable()
    if (this.#accept('(')) {
      const inner = this.#parseConditional()
      this.#expect(')')
      return this.#applySteps({ code: `(${inner.code})`, type: inner.type }, this.#parseSteps())
    }
    if (current.kind === 'sign') throw new Untranslatable()
    this.#index++
    if (current.kind === 'number') return { code: current.text, type: 'number' }
    if (current.kind === 'string')
      return this.#applySteps(translateString(current.text, this.#resolve), this.#parseSteps())
    if (Object.hasOwn(constants, current.text)) return constants[current.text]!
    return this.#parseChain(current.text)
  }

  #parseChain(root: string): Translated {
    if (root === 'new') return this.#parseDate()
    const isCall = this.#accept('(')
    const args = isCall ? this.#parseArguments() : undefined
    const steps = this.#parseSteps()
    const literals = args?.map(({ code }) => parseLiteral(code))
    const resolved = this.#resolve({ root, arguments: literals, steps })
    if (resolved) return this.#applySteps({ code: resolved.code, type: resolved.type }, steps.slice(resolved.steps))
    if (args) return this.#applySteps(call(root, args), steps)
    const [method, ...others] = steps
    if (method?.arguments && functions.has(`${root}.${method.name}`))
      return this.#applySteps(call(`${root}.${method.name}`, method.arguments), others)
    throw new Untranslatable()
  }

  /** The current time: `new Date().toISOString()`. */
  #parseDate(): Translated {
    for (const text of ['Date', '(', ')', '.', 'toISOString', '(', ')']) this.#expect(text)
    return { code: '$now()', type: 'string' }
  }

  #parseSteps(): ChainStep[] {
    const steps: ChainStep[] = []
    for (;;) {
      if (this.#accept('.') || this.#accept('?.')) {
        if (this.#accept('[')) {
          steps.push({ name: this.#parseIndex() })
          continue
        }
        const isNumber = this.#tokens[this.#index]?.kind === 'number'
        const name = isNumber ? Number(this.#tokens[this.#index++]!.text) : this.#parseName()
        steps.push(this.#accept('(') ? { name, arguments: this.#parseArguments() } : { name })
      } else if (this.#accept('[')) steps.push({ name: this.#parseIndex() })
      else return steps
    }
  }

  #parseIndex(): string | number {
    const isNegative = this.#accept('-')
    const current = this.#tokens[this.#index++]
    const index =
      current?.kind === 'number'
        ? Number(current.text) * (isNegative ? -1 : 1)
        : current?.kind === 'string' && !isNegative
          ? parseQuoted(current.text)
          : undefined
    if (index === undefined) throw new Untranslatable()
    this.#expect(']')
    return index
  }

  #parseName(): string {
    const current = this.#tokens[this.#index++]
    if (current?.kind !== 'name') throw new Untranslatable()
    return current.text
  }

  /** Parses arguments after the opening parenthesis. */
  #parseArguments(): Translated[] {
    const args: Translated[] = []
    if (this.#accept(')')) return args
    do args.push(this.#parseConditional())
    while (this.#accept(','))
    this.#expect(')')
    return args
  }

  #applySteps(value: Translated, steps: readonly ChainStep[]): Translated {
    let result = value
    for (const { name, arguments: args } of steps)
      result = args ? call(String(name), [result, ...args]) : { code: appendProperty(result.code, name) }
    return result
  }
}

/** `+` joins texts and adds numbers, so the type of one side decides. */
function combine(left: Translated, code: string, right: Translated): Translated {
  if (code === '+') {
    if (left.type === 'string' || right.type === 'string')
      return { code: `${left.code} & ${right.code}`, type: 'string' }
    if (left.type !== 'number' && right.type !== 'number') throw new Untranslatable()
  }
  if (code === '&') return { code: `${left.code} & ${right.code}`, type: 'string' }
  const isArithmetic = ['+', '-', '*', '/', '%'].includes(code)
  return { code: `(${left.code} ${code} ${right.code})`, type: isArithmetic ? 'number' : 'boolean' }
}

function call(name: string, args: readonly Translated[]): Translated {
  if (name === 'knime_join' && args.length > 0)
    return { code: `(${args.map(({ code }) => code).join(' & ')})`, type: 'string' }
  const known = functions.get(name)
  if (!known || args.length === 0) throw new Untranslatable()
  return { code: `${known.code}(${args.map(({ code }) => code).join(', ')})`, type: known.type }
}

/** Appends a property or an index to a JSONata path. Names that are not identifiers are quoted with backticks. */
export function appendProperty(path: string, name: string | number): string {
  if (typeof name === 'number') return `${path}[${name}]`
  return `${path}.${quoteName(name)}`
}

/** Names that JSONata reads as operators or literals. */
const reservedWords = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function'])

/** Quotes a name for a JSONata path, unless it is an identifier. */
export const quoteName = (name: string): string =>
  /^[A-Za-z_]\w*$/.test(name) && !reservedWords.has(name) ? name : `\`${name.replaceAll('`', '')}\``

/** Returns the value of a literal, or `null` for any other expression. */
function parseLiteral(code: string): Json {
  try {
    return JSON.parse(code) as Json
  } catch {
    return null
  }
}

function parseQuoted(quoted: string): string {
  const inner = quoted.slice(1, -1).replace(/\\(.)|"/gs, (match, escaped: string | undefined) => {
    if (escaped === undefined) return '\\"'
    return 'nrtbfu\\/"'.includes(escaped) ? match : escaped
  })
  try {
    return JSON.parse(`"${inner.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`) as string
  } catch {
    throw new Untranslatable()
  }
}

function translateString(quoted: string, resolve: ResolveChain): Translated {
  if (!quoted.startsWith('`') || !quoted.includes('${'))
    return { code: JSON.stringify(parseQuoted(quoted)), type: 'string' }
  const parts = quoted.slice(1, -1).split(/\$\{([^{}]*)\}/)
  const codes = parts.map((part, index) => {
    if (index % 2 === 0) return part === '' ? undefined : JSON.stringify(part)
    const inner = translateExpression(part, resolve)
    if (!inner) throw new Untranslatable()
    return inner.code
  })
  return { code: `(${codes.filter((code) => code !== undefined).join(' & ')})`, type: 'string' }
}
