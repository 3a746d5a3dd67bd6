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

/** Finds the regular expression literals of source files in folders, except tests. */
export function findRegularExpressions(root: string, folders: readonly string[]): RegexLiteral[] {
  const files = folders.flatMap((folder) => listSources(root, folder))
  return files.sort().flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const literals: RegexLiteral[] = []
    const visitor = new Visitor({
      Literal(node) {
        if (!('regex' in node) || !node.regex) return
        const line = text.slice(0, node.start).split('\n').length
        literals.push({ file, line, source: node.regex.pattern, flags: node.regex.flags })
      },
    })
    visitor.visit(parseSync(file, text).program)
    return literals
  })
}

const listSources = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return excludedFolders.has(entry.name) ? [] : listSources(root, path)
    return entry.name.endsWith('.ts') && !/\.test\.ts$|\.d\.ts$|^test-/.test(entry.name) ? [path] : []
  })

const excludedFolders: ReadonlySet<string> = new Set(['node_modules', 'dist', 'testing'])
