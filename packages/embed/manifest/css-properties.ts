import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A custom property that a host may set, in the form of the manifest. */
export interface CssProperty {
  name: string
  description: string
  default?: string
}

/**
 * The custom properties of shared style sheets, by the name of the sheet: those documented by `@cssproperty`, with
 * their default values.
 */
export function sharedProperties(folder: string): ReadonlyMap<string, readonly CssProperty[]> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.styles.ts') && !/(^|[\\/])(dist|node_modules)[\\/]/.test(path),
  )
  return new Map(paths.flatMap((path) => sheetsOf(readFileSync(join(folder, path), 'utf8'))))
}

function sheetsOf(source: string): [string, CssProperty[]][] {
  const sheets = source.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const (\w+) = css`([^`]*)`/g)
  return [...sheets].flatMap(([, documentation = '', name = '', text = '']) => {
    const properties = [...documentation.matchAll(/@cssproperty (--[\w-]+) - (.+)/g)]
    if (properties.length === 0) return []
    return [
      [name, properties.map(([, property = '', description = '']) => ofSheet(text, property, description.trim()))],
    ]
  })
}

function ofSheet(text: string, name: string, description: string): CssProperty {
  const use = new RegExp(`var\\(\\s*${name}\\s*,`).exec(text)
  if (!use) return { name, description }
  let at = use.index + use[0].length
  const from = at
  for (let depth = 1; depth > 0 && at < text.length; at++) {
    if (text[at] === '(') depth++
    else if (text[at] === ')') depth--
  }
  return {
    name,
    description,
    default: text
      .slice(from, at - 1)
      .trim()
      .replaceAll(/\s+/g, ' '),
  }
}
