import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Source files of a folder that may contain templates: no tests, styles, configuration or generated files. */
function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (!['dist', 'node_modules', 'manifest'].includes(entry.name)) yield* sources(path)
    } else if (entry.name.endsWith('.ts') && !/\.(test|d|styles)\.ts$|^test-|config\.ts$/.test(entry.name)) yield path
  }
}

/** The markup of each template of a file, with expressions replaced by `\0`. Nested templates are separate items. */
export function* templates(source: string): Generator<string> {
  const begins = /(?<![.\w])(?:html|svg)`/g
  for (let match = begins.exec(source); match; match = begins.exec(source)) {
    let markup = ''
    let at = match.index + match[0].length
    while (at < source.length && source[at] !== '`') {
      if (source[at] === '\\') at += 2
      else if (source.startsWith('${', at)) {
        at = endOfExpression(source, at + 2)
        markup += '\0'
      } else markup += source[at++]
    }
    yield markup
  }
}

/** Returns the index after the brace that closes a template expression. */
function endOfExpression(source: string, from: number): number {
  let depth = 1
  let at = from
  while (at < source.length) {
    const sign = source[at]!
    if (sign === "'" || sign === '"') {
      at++
      while (source[at] !== sign) at += source[at] === '\\' ? 2 : 1
    } else if (sign === '`') {
      at++
      while (source[at] !== '`') {
        if (source.startsWith('${', at)) at = endOfExpression(source, at + 2)
        else at += source[at] === '\\' ? 2 : 1
      }
    } else if (sign === '{') depth++
    else if (sign === '}' && --depth === 0) return at + 1
    at++
  }
  return at
}

const spoken =
  /\s(?:aria-label|aria-description|aria-roledescription|aria-valuetext|title|placeholder|alt|label)="([^"]*)"/g
const isWord = (text: string): boolean => /\p{L}{2,}/u.test(text)

/** Hard-coded texts that no language can replace: between tags, and in attributes that screen readers announce. */
export function literalTexts(source: string): string[] {
  return [...templates(source)].flatMap((markup) => {
    const between = markup.replaceAll(/<!--[^]*?-->/g, '').split(/<[^>]*>/)
    const attributes = [...markup.matchAll(spoken)].map((match) => match[1]!)
    return [...between, ...attributes].map((text) => text.trim()).filter(isWord)
  })
}

/** The results of `find` in the source files of a folder, each prefixed with the path of its file. */
export function inSources(folder: string, find: (source: string) => string[]): string[] {
  return [...sources(folder)].flatMap((path) =>
    find(readFileSync(path, 'utf8')).map((text) => `${relative(folder, path)}: ${text}`),
  )
}
