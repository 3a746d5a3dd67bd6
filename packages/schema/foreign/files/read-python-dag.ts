import type { SyntaxNode } from '@lezer/common'
import { parser } from '@lezer/python'
import type { Json } from '../../document/workflow.ts'
import { error } from '../../wire/problem.ts'
import { failed, ok, type Result } from '../../wire/result.ts'

/** A task, or several of them: a list, or the tasks of a group. */
type Tasks = { readonly tasks: readonly string[]; readonly isGroup?: boolean }
/** The value of an expression. `undefined` is a value that only the running program knows, and that no task needs. */
type Value = { json: Json } | Tasks | { list: Value[] } | { label: true } | undefined

interface Task {
  readonly id: string
  readonly type: string
  readonly settings: Record<string, Json>
}

/** A function with `@task`, whose call adds a task. */
interface TaskFunction {
  readonly code: string
  readonly settings: Record<string, Json>
  calls: number
}

/** The arguments of a call. */
interface Arguments {
  readonly positional: Value[]
  readonly named: Map<string, Value>
}

/** Thrown inside this file only. */
class Refused extends Error {
  readonly from: number
  readonly to: number

  constructor({ from, to }: { from: number; to: number }) {
    super()
    this.from = from
    this.to = to
  }
}

/** Without the recovery after errors, whose time grows with the square of their number. */
const strictParser = parser.configure({ strict: true })

function parse(source: string): SyntaxNode {
  try {
    return strictParser.parse(source).topNode
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    const from = Number(/ at (\d+)$/.exec(cause.message)?.[1] ?? 0)
    throw new Refused({ from, to: from + 80 })
  }
}

/** Maximum nesting of expressions, and number of edges, which groups multiply. */
const maxDepth = 80
const maxEdges = 40_000
/**
 * Maximum number of characters that references repeat: values of variables, which lists of variables multiply, code of
 * functions, names, and arguments that all tasks inherit.
 */
const maxRepeatedCharacters = 4_000_000

/**
 * Reads a program that defines a DAG of Airflow by its syntax tree. Nothing is executed: tasks, their settings and their
 * order must be literal. Anything else, such as a loop or a computed value, is refused with its line.
 *
 * @returns The DAG as the API of Airflow returns it, or `undefined` if the program defines none.
 */
export function readPythonDag(source: string): Result<Json> | undefined {
  const reader = new DagReader(source)
  try {
    reader.readBody(parse(source))
    return reader.finish()
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause
    const { from, to } = cause
    const line = source.slice(0, from).split('\n').length
    const [code = ''] = source.slice(from, Math.min(to, from + 200)).split('\n')
    return failed(error('foreign.python', { line, code: code.trim() }))
  }
}

/** Returns the children of a node without comments. */
function listChildren(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) if (child.name !== 'Comment') children.push(child)
  return children
}

/** Returns the children that are values, without brackets, commas and operators. */
const listValues = (node: SyntaxNode): SyntaxNode[] =>
  listChildren(node).filter(({ name }) => /^[A-Z]/.test(name) && name !== 'AssignOp')

/** Returns the child of a name, and refuses a node without one. */
function getChild(node: SyntaxNode, name: string): SyntaxNode {
  const child = node.getChild(name)
  if (!child) throw new Refused(node)
  return child
}

class DagReader {
  readonly #source: string
  readonly #variables = new Map<string, { value: Value; characters: number }>()
  readonly #functions = new Map<string, TaskFunction>()
  readonly #tasks = new Map<string, Task>()
  readonly #edges: (readonly [Tasks, Tasks, SyntaxNode])[] = []
  /** Groups that contain the statement that is read, each with the ids of its tasks. */
  readonly #groups: { readonly prefix: string; readonly tasks: string[] }[] = []
  #dag: Record<string, Json> | undefined
  /** The first and last tasks of groups that were searched. */
  readonly #ends = { roots: new Map<Tasks, readonly string[]>(), leaves: new Map<Tasks, readonly string[]>() }
  #depth = 0
  #repeatedCharacters = 0

  constructor(source: string) {
    this.#source = source
  }

  finish(): Result<Json> | undefined {
    const dag = this.#dag
    if (!dag) return undefined
    const downstream = new Map<string, Set<string>>()
    let edgeCount = 0
    for (const [sources, targets, node] of this.#edges) {
      const [starts, ends] = [this.#findEnds(sources, 'leaves'), this.#findEnds(targets, 'roots')]
      edgeCount += starts.length * ends.length
      if (edgeCount > maxEdges) throw new Refused(node)
      for (const start of starts) {
        const following = downstream.get(start) ?? new Set()
        downstream.set(start, following)
        for (const end of ends) {
          following.add(end)
          this.#countRepeated(end.length, node)
        }
      }
    }
    const { default_args: defaults, ...fields } = dag
    const inherited = typeof defaults === 'object' && defaults !== null && !Array.isArray(defaults) ? defaults : {}
    const tasks = [...this.#tasks.values()].map(({ id, type, settings }): Json => ({
      ...Object.fromEntries(
        ['retries', 'retry_delay'].flatMap((name) => (isShort(inherited[name]) ? [[name, inherited[name]]] : [])),
      ),
      ...settings,
      task_id: id,
      task_type: type,
      downstream_task_ids: [...(downstream.get(id) ?? [])],
    }))
    return ok({ ...fields, tasks })
  }

  /** Returns the first or last tasks of a group, or the tasks themselves. */
  #findEnds(group: Tasks, side: 'roots' | 'leaves'): readonly string[] {
    const { tasks, isGroup } = group
    if (!isGroup) return tasks
    const known = this.#ends[side].get(group)
    if (known) return known
    const inside = new Set(tasks)
    const connected = new Set(
      this.#edges.flatMap(([sources, targets]) => {
        const [own, other] = side === 'roots' ? [targets, sources] : [sources, targets]
        return other.tasks.some((id) => inside.has(id)) ? own.tasks.filter((id) => inside.has(id)) : []
      }),
    )
    const free = tasks.filter((id) => !connected.has(id))
    const ends = free.length > 0 ? free : tasks
    this.#ends[side].set(group, ends)
    return ends
  }

  #countRepeated(characters: number, node: SyntaxNode): void {
    this.#repeatedCharacters += characters
    if (this.#repeatedCharacters > maxRepeatedCharacters) throw new Refused(node)
  }

  /** Sets a variable to the value of a node, which has as many characters as the node and the variables in it. */
  #setVariable(name: SyntaxNode, node: SyntaxNode, evaluate: () => Value): void {
    const before = this.#repeatedCharacters
    const value = evaluate()
    const characters = node.to - node.from + this.#repeatedCharacters - before
    this.#variables.set(this.#getText(name), { value, characters })
  }

  #getText = ({ from, to }: SyntaxNode): string => this.#source.slice(from, to)

  readBody(body: SyntaxNode): void {
    for (const statement of listChildren(body)) {
      // An error is a token that Python does not allow here.
      if (statement.type.isError) throw new Refused(statement)
      if (/^[A-Z]/.test(statement.name)) this.#readStatement(statement)
    }
  }

  #readStatement(statement: SyntaxNode): void {
    switch (statement.name) {
      case 'ImportStatement':
      case 'PassStatement':
      case 'FunctionDefinition':
        // A function runs only when a task calls it.
        return
      case 'AssignStatement':
        this.#readAssignment(statement)
        return
      case 'ExpressionStatement':
      case 'StatementGroup':
        for (const child of listValues(statement))
          if (statement.name === 'StatementGroup') this.#readStatement(child)
          else this.#evaluate(child)
        return
      case 'WithStatement':
        this.#readWith(statement)
        return
      case 'DecoratedStatement':
        this.#readDecorated(statement)
        return
      case 'IfStatement':
        // The file as a program of its own, not as a DAG.
        if (/^if\s+__name__\s*==/.test(this.#getText(statement).slice(0, 40))) return
        throw new Refused(statement)
      default:
        throw new Refused(statement)
    }
  }

  #readAssignment(statement: SyntaxNode): void {
    const children = listChildren(statement).filter(({ name }) => name !== 'TypeDef')
    const [target, operator, value, ...others] = children
    if (target?.name !== 'VariableName' || operator?.name !== 'AssignOp' || !value || others.length > 0)
      throw new Refused(statement)
    this.#setVariable(target, value, () => this.#evaluate(value))
  }

  #readWith(statement: SyntaxNode): void {
    const before = this.#groups.length
    const items = listChildren(statement).filter(({ name }) => ['CallExpression', 'VariableName', 'as'].includes(name))
    items.forEach((item, index) => {
      if (item.name === 'as' || (item.name === 'VariableName' && items[index - 1]?.name === 'as')) return
      const alias = items[index + 1]?.name === 'as' ? items[index + 2] : undefined
      const isGroup = item.name === 'CallExpression' && this.#getName(getCallee(item)) === 'TaskGroup'
      const evaluate = (): Value => (isGroup ? this.#openGroup(item) : this.#evaluate(item))
      if (alias) this.#setVariable(alias, item, evaluate)
      else evaluate()
    })
    this.readBody(getChild(statement, 'Body'))
    this.#groups.length = before
  }

  #openGroup(call: SyntaxNode): Value {
    const { positional, named } = this.#readArguments(call)
    const id = toText(named.get('group_id') ?? positional[0])
    if (id === undefined) throw new Refused(call)
    const tasks: string[] = []
    const outer = this.#groups.at(-1)?.prefix ?? ''
    this.#groups.push({ prefix: toText(named.get('prefix_group_id')) === 'false' ? outer : `${outer}${id}.`, tasks })
    return { tasks, isGroup: true }
  }

  #readDecorated(statement: SyntaxNode): void {
    const decorators = statement.getChildren('Decorator')
    const [decorator] = decorators
    const definition = getChild(statement, 'FunctionDefinition')
    const name = this.#getText(getChild(definition, 'VariableName'))
    const words = decorator?.getChildren('VariableName').map(this.#getText) ?? []
    const list = decorator?.getChild('ArgList')
    const settings = list ? toRecord(this.#readList(list).named) : {}
    if (decorators.length !== 1) throw new Refused(statement)
    if (words.at(-1) === 'dag') {
      this.#setDag({ dag_id: name, ...settings }, statement)
      this.readBody(getChild(definition, 'Body'))
    } else if (words[0] === 'task') {
      this.#functions.set(name, { code: this.#getText(definition), settings, calls: 0 })
    } else throw new Refused(statement)
  }

  #setDag(fields: Record<string, Json>, node: SyntaxNode): Value {
    if (this.#dag) throw new Refused(node)
    this.#dag = fields
    return { json: null }
  }

  #evaluate(node: SyntaxNode): Value {
    if (++this.#depth > maxDepth) throw new Refused(node)
    const value = this.#evaluateInner(node)
    this.#depth--
    return value
  }

  #evaluateInner(node: SyntaxNode): Value {
    switch (node.name) {
      case 'String':
        return { json: this.#readString(node) }
      case 'ContinuedString':
        return {
          json: listValues(node)
            .map((part) => toText(this.#evaluate(part)) ?? '')
            .join(''),
        }
      case 'FormatString':
        if (node.getChild('FormatReplacement')) throw new Refused(node)
        return { json: this.#readString(node) }
      case 'Number':
        return { json: this.#readNumber(node) }
      case 'Boolean':
        return { json: this.#getText(node) === 'True' }
      case 'None':
        return { json: null }
      case 'ParenthesizedExpression':
        return this.#evaluate(listValues(node)[0] ?? node)
      case 'UnaryExpression':
        return this.#readNegative(node)
      case 'ArrayExpression':
      case 'TupleExpression':
      case 'SetExpression':
        return toList(listValues(node).map((item) => this.#evaluate(item)))
      case 'DictionaryExpression':
        return this.#readDictionary(node)
      case 'VariableName':
        return this.#readVariable(node)
      case 'MemberExpression':
        return this.#readMember(node)
      case 'BinaryExpression':
        return this.#readBinary(node)
      case 'CallExpression':
        return this.#readCall(node)
      default:
        throw new Refused(node)
    }
  }

  #readString(node: SyntaxNode): string {
    const [, prefix = '', quote = '', inner = ''] =
      /^([a-zA-Z]{0,2})("""|'''|"|')([^]*)\2$/.exec(this.#getText(node)) ?? []
    if (quote === '' || /b/i.test(prefix)) throw new Refused(node)
    if (/r/i.test(prefix)) return inner
    const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' }
    return inner.replaceAll(
      /\\([^])/g,
      (match, character: string) => escapes[character] ?? ('\\\'"'.includes(character) ? character : match),
    )
  }

  #readNumber(node: SyntaxNode): number {
    const number = Number(this.#getText(node).replaceAll('_', ''))
    if (!Number.isFinite(number)) throw new Refused(node)
    return number
  }

  #readNegative(node: SyntaxNode): Value {
    const [sign, operand] = listChildren(node)
    const value = operand && this.#evaluate(operand)
    if (!sign || this.#getText(sign) !== '-' || !value || !('json' in value) || typeof value.json !== 'number')
      throw new Refused(node)
    return { json: -value.json }
  }

  #readDictionary(node: SyntaxNode): Value {
    const values = listValues(node)
    if (values.length % 2 !== 0 || node.getChild('**')) throw new Refused(node)
    const entries: [string, Json][] = []
    for (let index = 0; index < values.length; index += 2) {
      const key = toText(this.#evaluate(values[index]!))
      if (key === undefined) throw new Refused(values[index]!)
      entries.push([key, toJson(this.#evaluate(values[index + 1]!)) ?? null])
    }
    return { json: Object.fromEntries(entries) }
  }

  #readVariable(node: SyntaxNode): Value {
    const name = this.#getText(node)
    const variable = this.#variables.get(name)
    if (variable) {
      this.#countRepeated(variable.characters, node)
      return variable.value
    }
    // The name of a function or an imported constant.
    return { json: name }
  }

  /** A constant such as `TriggerRule.ALL_DONE`, or `task.output`. */
  #readMember(node: SyntaxNode): Value {
    const [object, , property] = listChildren(node)
    if (object?.name !== 'VariableName' || property?.name !== 'PropertyName') throw new Refused(node)
    const value = this.#variables.get(this.#getText(object))?.value
    return value && 'tasks' in value ? value : { json: this.#getText(property).toLowerCase() }
  }

  #readBinary(node: SyntaxNode): Value {
    const [first, sign, second] = listChildren(node)
    if (!first || !sign || !second) throw new Refused(node)
    const [left, right] = [this.#evaluate(first), this.#evaluate(second)]
    const operator = this.#getText(sign)
    if (operator === '>>' || operator === '<<') {
      if (right && 'label' in right) return left
      if (operator === '>>') this.#connect(left, right, node)
      else this.#connect(right, left, node)
      return right
    }
    const [a, b] = [left && 'json' in left ? left.json : null, right && 'json' in right ? right.json : null]
    if (operator === '+' && typeof a === 'string' && typeof b === 'string') return { json: a + b }
    if (operator === '*' && typeof a === 'number' && typeof b === 'number') return { json: a * b }
    throw new Refused(node)
  }

  #connect(source: Value, target: Value, node: SyntaxNode): void {
    const [sources, targets] = [this.#toTasks(source, node), this.#toTasks(target, node)]
    if (this.#edges.length + sources.length * targets.length > maxEdges) throw new Refused(node)
    for (const start of sources) for (const end of targets) this.#edges.push([start, end, node])
  }

  /** Returns the single tasks and groups of a value, each as an end of its own. */
  #toTasks(value: Value, node: SyntaxNode): Tasks[] {
    if (value && 'tasks' in value) return value.isGroup ? [value] : value.tasks.map((id) => ({ tasks: [id] }))
    if (value && 'list' in value) return value.list.flatMap((item) => this.#toTasks(item, node))
    if (value && 'json' in value && Array.isArray(value.json) && value.json.length === 0) return []
    throw new Refused(node)
  }

  #readArguments = (call: SyntaxNode): Arguments => this.#readList(getChild(call, 'ArgList'))

  #readList(list: SyntaxNode): Arguments {
    const positional: Value[] = []
    const named = new Map<string, Value>()
    const children = listChildren(list).filter(({ name }) => !['(', ')', ','].includes(name))
    for (let index = 0; index < children.length; index++) {
      const child = children[index]!
      if (child.name === '*' || child.name === '**' || child.type.isError) throw new Refused(child)
      if (children[index + 1]?.name === 'AssignOp') {
        named.set(this.#getText(child), this.#evaluate(children[index + 2] ?? child))
        index += 2
      } else positional.push(this.#evaluate(child))
    }
    return { positional, named }
  }

  /** Returns the last word of a name such as `operators.BashOperator`. */
  #getName(callee: SyntaxNode): string {
    const text = this.#getText(callee)
    return /^[\w.]{1,200}$/.test(text) ? text.split('.').at(-1)! : ''
  }

  #readCall(call: SyntaxNode): Value {
    const callee = getCallee(call)
    const name = this.#getName(callee)
    const owner = callee.name === 'MemberExpression' ? this.#getText(listChildren(callee)[0]!) : undefined
    const ownerValue = owner === undefined ? undefined : this.#variables.get(owner)?.value
    if (name === 'override' || name === 'expand' || name === 'partial') throw new Refused(call)
    if (['datetime', 'days_ago', 'date', 'now', 'today', 'timezone', 'Dataset', 'Asset', 'Param'].includes(name))
      return { json: this.#getText(call) }
    const known = this.#functions.get(name)
    const { positional, named } = this.#readArguments(call)
    if (known && owner === undefined)
      return this.#callTaskFunction(name, known, [...positional, ...named.values()], call)
    if (ownerValue && 'tasks' in ownerValue) {
      if (name !== 'set_downstream' && name !== 'set_upstream') throw new Refused(call)
      const other = positional[0]
      if (name === 'set_downstream') this.#connect(ownerValue, other, call)
      else this.#connect(other, ownerValue, call)
      return undefined
    }
    switch (name) {
      case 'DAG': {
        const dagId = named.get('dag_id') ?? positional[0]
        return this.#setDag({ ...toRecord(named), dag_id: toText(dagId) ?? 'dag' }, call)
      }
      case 'timedelta':
        return { json: this.#readDuration(named, positional, call) }
      case 'chain':
        for (let index = 1; index < positional.length; index++)
          this.#connectInPairs(positional[index - 1], positional[index], call)
        return undefined
      case 'cross_downstream':
        this.#connect(positional[0], positional[1], call)
        return undefined
      case 'Label':
        return { label: true }
      case 'get':
        // The template of the value, which is read in each run.
        if (owner === 'Variable') return { json: `{{ var.value.${toText(positional[0]) ?? ''} }}` }
        throw new Refused(call)
      default:
        return this.#addOperator(name, named, positional, call)
    }
  }

  #connectInPairs(source: Value, target: Value, node: SyntaxNode): void {
    const [first, second] = [source, target]
    // Lists of the same length are connected item by item.
    if (first && second && 'list' in first && 'list' in second && first.list.length === second.list.length)
      first.list.forEach((item, index) => this.#connect(item, second.list[index], node))
    else this.#connect(first, second, node)
  }

  #readDuration(named: ReadonlyMap<string, Value>, positional: readonly Value[], node: SyntaxNode): Json {
    const units: Readonly<Record<string, number>> = {
      weeks: 604_800,
      days: 86_400,
      hours: 3_600,
      minutes: 60,
      seconds: 1,
    }
    const parts: [string, Value][] = [
      ...positional.slice(0, 1).map((days): [string, Value] => ['days', days]),
      ...named,
    ]
    const seconds = parts.map(([unit, value]) => {
      const number = value && 'json' in value && typeof value.json === 'number' ? value.json : NaN
      return number * (Object.hasOwn(units, unit) ? units[unit]! : NaN)
    })
    const total = seconds.reduce((sum, part) => sum + part, 0)
    if (!Number.isFinite(total)) throw new Refused(node)
    return { __type: 'timedelta', __var: total }
  }

  /** A class that is called with a `task_id` is an operator. The result of any other call is only known to a run. */
  #addOperator(type: string, named: ReadonlyMap<string, Value>, positional: readonly Value[], call: SyntaxNode): Value {
    const id = toText(named.get('task_id'))
    if (id === undefined) {
      // The function of `@dag` is called at the end.
      if (this.#dag?.dag_id === type && positional.length === 0) return undefined
      throw new Refused(call)
    }
    const settings = toRecord(named)
    delete settings.dag
    return this.#addTask({ id, type, settings }, call)
  }

  #addTask({ id, type, settings }: Task, node: SyntaxNode): Tasks {
    const fullId = `${this.#groups.at(-1)?.prefix ?? ''}${id}`
    if (this.#tasks.has(fullId)) throw new Refused(node)
    this.#countRepeated(fullId.length, node)
    this.#tasks.set(fullId, { id: fullId, type, settings })
    for (const group of this.#groups) group.tasks.push(fullId)
    return { tasks: [fullId] }
  }

  /** A call of a function with `@task` follows the tasks whose results it gets. */
  #callTaskFunction(name: string, taskFunction: TaskFunction, args: readonly Value[], call: SyntaxNode): Value {
    const count = taskFunction.calls++
    this.#countRepeated(taskFunction.code.length, call)
    const { task_id: ownId, ...settings } = taskFunction.settings
    const id = `${typeof ownId === 'string' ? ownId : name}${count === 0 ? '' : `__${count}`}`
    const type = 'PythonDecoratedOperator'
    const task = this.#addTask({ id, type, settings: { ...settings, python_code: taskFunction.code } }, call)
    const findTasks = (value: Value): Tasks[] =>
      value && 'tasks' in value ? [value] : value && 'list' in value ? value.list.flatMap(findTasks) : []
    for (const source of args.flatMap(findTasks)) this.#connect(source, task, call)
    return task
  }
}

function getCallee(call: SyntaxNode): SyntaxNode {
  const [callee] = listChildren(call)
  if (!callee || callee.name === 'CallExpression') throw new Refused(call)
  return callee
}

/** Whether a value can be repeated for each task: a number or a duration, not a text of any length. */
const isShort = (value: Json | undefined): value is Json =>
  typeof value === 'number' || (typeof value === 'string' && value.length <= 100)

/** A list of literals is one itself. */
const toList = (values: Value[]): Value =>
  values.every((value) => value && 'json' in value) ? { json: values.map((value) => toJson(value)!) } : { list: values }

const toJson = (value: Value): Json | undefined => (value && 'json' in value ? value.json : undefined)

function toText(value: Value): string | undefined {
  const json = toJson(value)
  return typeof json === 'string'
    ? json
    : typeof json === 'boolean' || typeof json === 'number'
      ? String(json)
      : undefined
}

/** Returns the literal arguments by name. */
const toRecord = (named: ReadonlyMap<string, Value>): Record<string, Json> =>
  Object.fromEntries(
    [...named].flatMap(([name, value]) => (toJson(value) === undefined ? [] : [[name, toJson(value)!]])),
  )
