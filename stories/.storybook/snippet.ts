import { toControlValue, hasFunctions } from './element-controls.ts'
import { findDeclaration, listSettableFields } from './manifest.ts'

/** The maximum length in characters of a literal in a snippet. Longer values become parameters. */
const maxLiteralLength = 600

/**
 * Generates a TypeScript module that creates an element in the state of a story. The code sets the properties that
 * differ from a new element's, and adds listeners for the first few events. Values that only a program can provide,
 * such as a session or a source of rows, become parameters, except that the editor in `@aw-flow/embed` creates its own
 * session.
 */
export function writeSnippet(element: HTMLElement): string {
  const tag = element.localName
  const isEmbed = tag === 'aw-workflow-editor'
  const entry = findDeclaration(tag)
  const defaultElement = document.createElement(tag)
  const parameters: string[] = []
  const lines: string[] = []
  for (const { name } of listSettableFields(tag)) {
    const value: unknown = Reflect.get(element, name)
    if (isDefault(value, Reflect.get(defaultElement, name)) || (isEmbed && name === 'session')) continue
    const literal = toLiteral(value)
    if (literal === undefined) parameters.push(name)
    else lines.push(`element.${name} = ${literal}`)
  }
  for (const { name } of entry?.events?.slice(0, 3) ?? [])
    lines.push(`element.addEventListener('${name}', (event) => console.log(event))`)
  const defineLines = isEmbed ? [] : ['', 'defineElements()']
  const createLine = `const element = document.createElement('${tag}')`
  if (parameters.length === 0 || !entry)
    return [
      createImport(isEmbed, undefined),
      ...defineLines,
      createLine,
      ...lines,
      'document.body.append(element)',
    ].join('\n')
  const type = entry.name
  const parameterType = `Pick<${type}, ${parameters.map((name) => `'${name}'`).join(' | ')}>`
  return [
    createImport(isEmbed, type),
    ...defineLines,
    '',
    `export function create${type.replace(/^Aw/, '')}(properties: ${parameterType}): ${type} {`,
    ...[createLine, 'Object.assign(element, properties)', ...lines, 'return element'].map((line) =>
      line.replace(/^/gm, '  '),
    ),
    '}',
  ].join('\n')
}

function createImport(isEmbed: boolean, type: string | undefined): string {
  if (isEmbed) return type ? `import { type ${type} } from '@aw-flow/embed'` : "import '@aw-flow/embed'"
  return `import { defineElements${type ? `, type ${type}` : ''} } from '@aw-flow/editor'`
}

/**
 * Returns whether a value equals the property's default. Default objects and functions are distinct instances per
 * element, so they are compared by content.
 */
function isDefault(value: unknown, initial: unknown): boolean {
  if (Object.is(value, initial)) return true
  if (typeof value === 'function' && typeof initial === 'function') return String(value) === String(initial)
  const data = toControlValue(value)
  return data !== undefined && JSON.stringify(data) === JSON.stringify(toControlValue(initial))
}

/** Converts a value to a TypeScript literal. Returns `undefined` if the value is not plain data or is too long. */
function toLiteral(value: unknown): string | undefined {
  if (value === undefined) return 'undefined'
  if (hasFunctions(value)) return undefined
  const data = toControlValue(value)
  if (data === undefined) return undefined
  const text = JSON.stringify(data, null, 2)
    .replace(/"(?:[^"\\]|\\.)*"(?=:)/g, (key) => (/^"[A-Za-z_$][\w$]*"$/.test(key) ? key.slice(1, -1) : key))
    .replace(/"(?:[^"\\]|\\.)*"/g, (string) =>
      string.includes("'") ? string : `'${string.slice(1, -1).replaceAll('\\"', '"')}'`,
    )
  const oneLine = text
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('[ ', '[')
    .replaceAll(' ]', ']')
  const literal = oneLine.length <= 70 ? oneLine : text
  return literal.length <= maxLiteralLength ? literal : undefined
}
