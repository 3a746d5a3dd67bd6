import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * Checks the English of the repository against docs/glossary.md: phrases in comments, texts and documentation,
 * identifiers in code, and the length of commit subjects. Prints each match with its replacement.
 *
 * `node .ci/lint-words.mjs [FILE …]` checks the given files, or all tracked files.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Only the subjects of later commits are checked. */
const lastUncheckedCommit = '8f888243'
const maxSubjectLength = 72

const isChecked = (path) =>
  /\.(ts|mjs|md|html|css)$|^packages\/messages\/english\//.test(path) &&
  !/^(test\/fixtures|test\/labels|docs\/glossary\.md|package-lock)/.test(path) &&
  !/(^|\/)(german|de-|german-)[^/]*\.ts$|\/(german|de)\/|\.de\.(md|json)$/.test(path)

/** Reads the table under a heading of the glossary: patterns and their replacements. */
export function readRules(glossary, heading, flags) {
  const section = glossary.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/^\| `([^`]+)` \| ([^|]+) \|$/gm)].map(([, pattern, instead]) => ({
    pattern: new RegExp(pattern.replaceAll('\\|', '|'), flags),
    instead: instead.trim(),
  }))
}

/** Reads the names that are stored or sent and therefore stay, with the paths in which they may occur. */
export function readStoredNames(glossary) {
  return readRules(glossary, 'Stored names', '').map(({ pattern, instead }) => ({ pattern, path: instead }))
}

/** Reads the paths of files whose string literals quote text from other sources. */
export function readQuotingFiles(glossary) {
  return readRules(glossary, 'Files that quote other strings', '').map(({ pattern }) => pattern)
}

const stringLiteral = /(['"`])(?:\\.|(?!\1)[^\\])*\1/g

/** Finds forbidden phrases and identifiers in one file. */
export function findHits(path, text, { phrases, identifiers, stored = [], quoting = [] }) {
  const isQuoting = quoting.some((pattern) => pattern.test(path))
  const isStored = (name) => stored.some((entry) => path.startsWith(entry.path) && entry.pattern.test(name))
  // Only phrases that the text contains are searched line by line, and each name is checked only once.
  const presentPhrases = isQuoting ? phrases : phrases.filter(({ pattern }) => text.search(pattern) !== -1)
  const rulesByName = new Map()
  const findRules = (name) => {
    if (!rulesByName.has(name)) {
      rulesByName.set(
        name,
        identifiers.filter(({ pattern }) => pattern.test(name) && !isStored(name)),
      )
    }
    return rulesByName.get(name)
  }
  const hits = []
  for (const [index, line] of text.split('\n').entries()) {
    if (/^(?:<{7}|={7}|>{7})(?: |$)/.test(line)) {
      hits.push({
        line: index + 1,
        found: line,
        instead: 'one of the two versions: the line is a merge conflict marker',
      })
    }
    const checked = isQuoting ? line.replace(stringLiteral, '') : line
    for (const { pattern, instead } of presentPhrases) {
      for (const [found] of checked.matchAll(pattern)) hits.push({ line: index + 1, found, instead })
    }
    if (!/\.(ts|mjs)$/.test(path)) continue
    const code = line.replace(stringLiteral, '').replace(/^\s*(\/?\*|\/\/).*|\/\/.*$/g, '')
    for (const [name] of code.matchAll(/(?<![\w$.-])[A-Za-z_$][\w$]*/g)) {
      for (const { instead } of findRules(name)) hits.push({ line: index + 1, found: name, instead })
    }
  }
  return hits
}

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

/** Returns the commit subjects that are too long; none without the history, as in a shallow clone or an archive. */
function findLongSubjects() {
  try {
    const log = git('log', `${lastUncheckedCommit}..HEAD`, '--format=%h %s').split('\n')
    return log.filter((line) => line.replace(/^\S+ /, '').length > maxSubjectLength)
  } catch {
    return []
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const glossary = readFileSync(join(root, 'docs/glossary.md'), 'utf8')
  const rules = {
    phrases: readRules(glossary, 'Phrases', 'gi'),
    identifiers: readRules(glossary, 'Identifiers', ''),
    stored: readStoredNames(glossary),
    quoting: readQuotingFiles(glossary),
  }
  const paths = process.argv.slice(2)
  const files = paths.length > 0 ? paths : git('ls-files').split('\n').filter(isChecked)
  let count = 0
  for (const path of files) {
    for (const { line, found, instead } of findHits(path, readFileSync(join(root, path), 'utf8'), rules)) {
      console.error(`${path}:${line}: "${found}": use ${instead}`)
      count++
    }
  }
  for (const subject of findLongSubjects()) {
    console.error(`Commit subject over ${maxSubjectLength} characters: ${subject}`)
    count++
  }
  if (count > 0) {
    console.error(`\n${count} hits. See docs/glossary.md.`)
    process.exitCode = 1
  }
}
