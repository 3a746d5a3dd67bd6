import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A CSS custom property that hosts can set, in the format of the custom elements manifest. */
export interface CssProperty {
  name: string
  description: string
  default?: string
}

/**
 * Reads the custom properties documented with `@cssproperty` in shared style sheets, and their default values. Returns
 * the properties keyed by style sheet name.
 */
export function readSharedProperties(folder: string): ReadonlyMap<string, readonly CssProperty[]> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.styles.ts') && !/(^|[\\/])(dist|node_modules)[\\/]/.test(path),
  )
  return new Map(paths.flatMap((path) => parseSheets(readFileSync(join(folder, path), 'utf8'))))
}

function parseSheets(source: string): [string, CssProperty[]][] {
  const sheets = source.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const (\w+) = css`([^`]*)`/g)
  return [...sheets].flatMap(([, documentation = '', name = '', text = '']) => {
    const properties = [...documentation.matchAll(/@cssproperty (--[\w-]+) - (.+)/g)]
    if (properties.length === 0) return []
    return [
      [
        name,
        properties.map(([, property = '', description = '']) => toCssProperty(text, property, description.trim())),
      ],
    ]
  })
}

function toCssProperty(text: string, name: string, description: string): CssProperty {
  const usage = new RegExp(`var\\(\\s*${name}\\s*,`).exec(text)
  if (!usage) return { name, description }
  let end = usage.index + usage[0].length
  const start = end
  for (let depth = 1; depth > 0 && end < text.length; end++) {
    if (text[end] === '(') depth++
    else if (text[end] === ')') depth--
  }
  return {
    name,
    description,
    default: text
      .slice(start, end - 1)
      .trim()
      .replaceAll(/\s+/g, ' '),
  }
}
