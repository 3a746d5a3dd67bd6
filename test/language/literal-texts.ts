import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Source files of a folder that may contain templates: no tests, styles, configuration or generated files. */
function* listSources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (!['dist', 'node_modules', 'manifest'].includes(entry.name)) yield* listSources(path)
    } else if (entry.name.endsWith('.ts') && !/\.(test|d|styles)\.ts$|^test-|config\.ts$/.test(entry.name)) yield path
  }
}

/** The markup of each template of a file, with expressions replaced by `\0`. Nested templates are separate items. */
export function* extractTemplates(source: string): Generator<string> {
  const templateStart = /(?<![.\w])(?:html|svg)`/g
  for (let match = templateStart.exec(source); match; match = templateStart.exec(source)) {
    let markup = ''
    let index = match.index + match[0].length
    while (index < source.length && source[index] !== '`') {
      if (source[index] === '\\') index += 2
      else if (source.startsWith('${', index)) {
        index = endOfExpression(source, index + 2)
        markup += '\0'
      } else markup += source[index++]
    }
    yield markup
  }
}

/** Returns the index after the brace that closes a template expression. */
function endOfExpression(source: string, start: number): number {
  let depth = 1
  let index = start
  while (index < source.length) {
    const character = source[index]!
    if (character === "'" || character === '"') {
      index++
      while (source[index] !== character) index += source[index] === '\\' ? 2 : 1
    } else if (character === '`') {
      index++
      while (source[index] !== '`') {
        if (source.startsWith('${', index)) index = endOfExpression(source, index + 2)
        else index += source[index] === '\\' ? 2 : 1
      }
    } else if (character === '{') depth++
    else if (character === '}' && --depth === 0) return index + 1
    index++
  }
  return index
}

const announcedAttributes =
  /\s(?:aria-label|aria-description|aria-roledescription|aria-valuetext|title|placeholder|alt|label)="([^"]*)"/g
const isWord = (text: string): boolean => /\p{L}{2,}/u.test(text)

/** Hard-coded texts that no language can replace: between tags, and in attributes that screen readers announce. */
export function findLiterals(source: string): string[] {
  return [...extractTemplates(source)].flatMap((markup) => {
    const textParts = markup.replaceAll(/<!--[^]*?-->/g, '').split(/<[^>]*>/)
    const attributes = [...markup.matchAll(announcedAttributes)].map((match) => match[1]!)
    return [...textParts, ...attributes].map((text) => text.trim()).filter(isWord)
  })
}

/** The results of `find` in the source files of a folder, each prefixed with the path of its file. */
export function searchSources(folder: string, find: (source: string) => string[]): string[] {
  return [...listSources(folder)].flatMap((path) =>
    find(readFileSync(path, 'utf8')).map((text) => `${relative(folder, path)}: ${text}`),
  )
}
