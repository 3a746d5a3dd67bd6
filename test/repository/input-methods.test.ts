import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const folders = ['packages/editor', 'packages/canvas', 'packages/embed', 'examples/studio']

type Node = Record<string, unknown> & { type: string; start: number; end: number }
const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string'
const getChildren = (node: Node): Node[] => Object.values(node).flat().filter(isNode)

const keyFields: ReadonlySet<unknown> = new Set(['key', 'code', 'keyCode', 'which'])

/**
 * Returns the lines that read the key of a key press without `getKey`. A key press is a parameter with the type
 * `KeyboardEvent`, or of a listener of one of its events.
 */
function findUncheckedKeys(source: string): string[] {
  const lines: string[] = []
  const report = ({ start }: Node): void =>
    void lines.push(source.slice(source.lastIndexOf('\n', start) + 1, source.indexOf('\n', start)).trim())
  const isKeyPress = ({ typeAnnotation }: Node): boolean =>
    isNode(typeAnnotation) && /\bKeyboardEvent\b/.test(source.slice(typeAnnotation.start, typeAnnotation.end))
  const reportPattern = (pattern: Node): void => {
    for (const property of pattern.properties as Node[])
      if (keyFields.has((property.key as Node | undefined)?.name)) report(property)
  }
  const visit = (node: Node, events: ReadonlySet<unknown>, isListener = false): void => {
    let names = events
    if (Array.isArray(node.params)) {
      const inner = new Set(events)
      for (const [index, parameter] of (node.params as Node[]).entries()) {
        const isEvent = isKeyPress(parameter) || (isListener && index === 0)
        if (parameter.type === 'ObjectPattern' && isEvent) reportPattern(parameter)
        if (isEvent) inner.add(parameter.name)
        else inner.delete(parameter.name)
      }
      names = inner
    }
    if (
      node.type === 'MemberExpression' &&
      names.has((node.object as Node).name) &&
      keyFields.has((node.property as Node).name)
    )
      report(node)
    const { id, init } = node as { id?: Node; init?: Node | null }
    if (node.type === 'VariableDeclarator' && id?.type === 'ObjectPattern' && names.has(init?.name)) reportPattern(id)
    const listeners = findListeners(node)
    for (const child of getChildren(node)) visit(child, names, listeners.has(child))
  }
  visit(parseSync('source.ts', source).program as unknown as Node, new Set())
  return lines
}

/** Returns the functions that a template or `addEventListener` registers for key presses. */
function findListeners(node: Node): ReadonlySet<unknown> {
  if (node.type === 'TemplateLiteral') {
    const texts = (node.quasis as { value: { raw: string } }[]).map(({ value }) => value.raw)
    return new Set((node.expressions as Node[]).filter((_, index) => /@key(?:down|up|press)=$/.test(texts[index]!)))
  }
  const [type, listener] = node.type === 'CallExpression' ? (node.arguments as Node[]) : []
  return new Set(/^key(?:down|up|press)$/.test(String(type?.value)) ? [listener] : [])
}

/** Files that receive only key presses which are not part of a composition. */
const exceptions = [
  'packages/editor/get-key.ts',
  // Ignores key presses of a composition before it reads them.
  'packages/editor/canvas/canvas-keyboard.ts',
  // Receives them from canvas-keyboard.ts, and records shortcuts outside text fields.
  'packages/editor/canvas/commands/keymap.ts',
]

describe('keys during a composition', () => {
  it('are read by getKey, so that they belong to the input method', () => {
    const files = execFileSync('git', ['ls-files', ...folders.map((folder) => `${folder}/**/*.ts`)], { cwd: root })
      .toString()
      .split('\n')
      .filter(
        (path) => path.endsWith('.ts') && !/\.test\.ts$|\/test-[^/]*\.ts$/.test(path) && !exceptions.includes(path),
      )
    const hits = files.flatMap((path) =>
      findUncheckedKeys(readFileSync(resolve(root, path), 'utf8')).map((line) => `${path}: ${line}`),
    )
    expect(hits, 'Use getKey(event) of @aw-flow/editor: during a composition it returns "Process".').toEqual([])
  })

  it.each([
    "const onKey = (event: KeyboardEvent) => event.key === 'Enter' && submit()",
    "function onKey({ key }: KeyboardEvent) {\n  if (key === 'Escape') close()\n}",
    'class A { #onKey = (press: KeyboardEvent): void => this.#handlers[press.key]?.() }',
    'const onKey = (event: KeyboardEvent) => {\n  const { code, shiftKey } = event\n  run(code)\n}',
    "const onKey = (event: Pick<KeyboardEvent, 'keyCode'>) => event.keyCode === 13",
    'html`<input @keydown=${(x) => x.key === last && submit()} />`',
    "document.addEventListener('keydown', ({ key }) => keys.push(key))",
  ])('are found in %j', (source) => {
    expect(findUncheckedKeys(`${source}\n`)).toHaveLength(1)
  })

  it.each([
    "const onKey = (event: KeyboardEvent) => getKey(event) === 'Enter' && event.ctrlKey && submit()",
    'const onKey = (event: KeyboardEvent) => entries.map((event) => event.key)',
    'const find = (entry: Entry) => entry.key',
  ])('are not found in %j', (source) => {
    expect(findUncheckedKeys(`${source}\n`)).toEqual([])
  })
})
