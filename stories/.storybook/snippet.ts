import { controlValue, hasFunctions } from './element-controls.ts'
import { elementEntry, settableFields } from './manifest.ts'

/** Maximum length of a value in a snippet, in characters. Longer values become parameters. */
const maxLiteral = 600

/**
 * Returns code for a TypeScript module that creates an element in the state of a story: properties that differ from
 * those of a new element, and listeners for its first events. Values that only a program can provide (a session, a
 * source of rows) are parameters. The editor of `@aw-flow/embed` creates its own session.
 */
export function writeSnippet(element: HTMLElement): string {
  const tag = element.localName
  const isEmbed = tag === 'aw-workflow-editor'
  const entry = elementEntry(tag)
  const fresh = document.createElement(tag)
  const given: string[] = []
  const lines: string[] = []
  for (const { name } of settableFields(tag)) {
    const value: unknown = Reflect.get(element, name)
    if (isSame(value, Reflect.get(fresh, name)) || (isEmbed && name === 'session')) continue
    const literal = literalOf(value)
    if (literal === undefined) given.push(name)
    else lines.push(`element.${name} = ${literal}`)
  }
  for (const { name } of entry?.events?.slice(0, 3) ?? [])
    lines.push(`element.addEventListener('${name}', (event) => console.log(event))`)
  const define = isEmbed ? [] : ['', 'defineElements()']
  const create = `const element = document.createElement('${tag}')`
  if (given.length === 0 || !entry)
    return [importOf(isEmbed, undefined), ...define, create, ...lines, 'document.body.append(element)'].join('\n')
  const type = entry.name
  const picked = `Pick<${type}, ${given.map((name) => `'${name}'`).join(' | ')}>`
  return [
    importOf(isEmbed, type),
    ...define,
    '',
    `export function create${type.replace(/^Aw/, '')}(given: ${picked}): ${type} {`,
    ...[create, 'Object.assign(element, given)', ...lines, 'return element'].map((line) => line.replace(/^/gm, '  ')),
    '}',
  ].join('\n')
}

function importOf(isEmbed: boolean, type: string | undefined): string {
  if (isEmbed) return type ? `import { type ${type} } from '@aw-flow/embed'` : "import '@aw-flow/embed'"
  return `import { defineElements${type ? `, type ${type}` : ''} } from '@aw-flow/editor'`
}

/** Whether a value equals the default. Default objects and functions differ in identity per element. */
function isSame(value: unknown, initial: unknown): boolean {
  if (Object.is(value, initial)) return true
  if (typeof value === 'function' && typeof initial === 'function') return String(value) === String(initial)
  const data = controlValue(value)
  return data !== undefined && JSON.stringify(data) === JSON.stringify(controlValue(initial))
}

/** A value as TypeScript; `undefined` if it is not data, or too long. */
function literalOf(value: unknown): string | undefined {
  if (value === undefined) return 'undefined'
  if (hasFunctions(value)) return undefined
  const data = controlValue(value)
  if (data === undefined) return undefined
  const text = JSON.stringify(data, null, 2)
    .replace(/"(?:[^"\\]|\\.)*"(?=:)/g, (key) => (/^"[A-Za-z_$][\w$]*"$/.test(key) ? key.slice(1, -1) : key))
    .replace(/"(?:[^"\\]|\\.)*"/g, (string) =>
      string.includes("'") ? string : `'${string.slice(1, -1).replaceAll('\\"', '"')}'`,
    )
  const short = text
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('[ ', '[')
    .replaceAll(' ]', ']')
  const literal = short.length <= 70 ? short : text
  return literal.length <= maxLiteral ? literal : undefined
}
