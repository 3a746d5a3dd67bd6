import { parseSync, Visitor } from 'oxc-parser'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A regular expression literal in a source file. */
export interface RegexLiteral {
  file: string
  line: number
  source: string
  flags: string
}

/** A call of `RegExp` with a value that is not a literal. */
export interface ConstructedRegex {
  file: string
  line: number
}

export interface FoundExpressions {
  literals: RegexLiteral[]
  constructed: ConstructedRegex[]
}

/** Finds the regular expressions of the source files in folders, except tests. */
export function findRegularExpressions(root: string, folders: readonly string[]): FoundExpressions {
  const found: FoundExpressions = { literals: [], constructed: [] }
  for (const file of folders.flatMap((folder) => listSources(root, folder)).sort()) {
    const text = readFileSync(join(root, file), 'utf8')
    const findLine = (offset: number): number => text.slice(0, offset).split('\n').length
    const addConstructed = (callee: { type: string; name?: unknown }, start: number): void => {
      if (callee.type === 'Identifier' && callee.name === 'RegExp')
        found.constructed.push({ file, line: findLine(start) })
    }
    const visitor = new Visitor({
      Literal(node) {
        if (!('regex' in node) || !node.regex) return
        found.literals.push({ file, line: findLine(node.start), source: node.regex.pattern, flags: node.regex.flags })
      },
      NewExpression: ({ callee, start }) => addConstructed(callee, start),
      CallExpression: ({ callee, start }) => addConstructed(callee, start),
    })
    visitor.visit(parseSync(file, text).program)
  }
  return found
}

const listSources = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return excludedFolders.has(entry.name) ? [] : listSources(root, path)
    return entry.name.endsWith('.ts') && !/\.test\.ts$|\.d\.ts$|^test-/.test(entry.name) ? [path] : []
  })

const excludedFolders: ReadonlySet<string> = new Set(['node_modules', 'dist', 'testing'])
