import { mkdirSync, readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Writes a node type, a resource of the server, a page of the studio or a panel of the editor, with its tests and its
 * entries in lists and catalogs: the files that docs/contributing.md names.
 *
 * `npm run new -- node|resource|page|panel NAME [GERMAN_NAME]`, such as `npm run new -- page delivery-notes Lieferscheine`.
 *
 * The folder of each kind has its files (`files`, with the extension `.txt`), and `entries.json`: texts to insert
 * after or before a text of an existing file, and the steps that remain.
 */
const folder = dirname(fileURLToPath(import.meta.url))
const kinds = ['node', 'resource', 'page', 'panel']

const capitalize = (text) => text[0].toUpperCase() + text.slice(1)
const toPlural = (text) =>
  /[^aeiou]y$/.test(text) ? `${text.slice(0, -1)}ies` : `${text}${/(?:s|x|z|ch|sh)$/.test(text) ? 'es' : 's'}`

/** Returns the forms of a name in kebab case, by the placeholders of the templates. */
function createForms(name, germanName) {
  const describe = (kebab) => {
    const words = kebab.split('-')
    const pascal = words.map(capitalize).join('')
    return {
      kebab,
      snake: words.join('_'),
      lower: words.join(' '),
      pascal,
      camel: pascal[0].toLowerCase() + pascal.slice(1),
    }
  }
  const [one, many] = [describe(name), describe(toPlural(name))]
  return {
    kebab: one.kebab,
    snake: one.snake,
    lower: one.lower,
    camel: one.camel,
    Pascal: one.pascal,
    Title: capitalize(one.lower),
    kebabs: many.kebab,
    snakes: many.snake,
    lowers: many.lower,
    Titles: capitalize(many.lower),
    // Tests reject a German text that equals the English one.
    German: germanName ?? `${capitalize(one.lower)} (deutsch)`,
  }
}

/** Returns the number of the next migration of the database, such as `0089`. */
function findNextMigration(root) {
  const numbers = readdirSync(join(root, 'server/store/migrations')).map((file) => Number.parseInt(file) || 0)
  return String(Math.max(...numbers) + 1).padStart(4, '0')
}

/**
 * Writes the files and entries of a new part into a checkout. Writes nothing if a file exists or a list has changed.
 *
 * @param {string} root
 * @param {string} kind
 * @param {string} name
 * @param {string} [germanName]
 * @returns {{ paths: string[], steps: string[] }}
 */
export function writePart(root, kind, name, germanName) {
  if (!kinds.includes(kind)) throw new Error(`"${kind}" is not a kind. Use ${kinds.join(', ')}.`)
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new Error(`"${name}" is not a name in kebab case. Use a name such as delivery-notes.`)
  const forms = { ...createForms(name, germanName), migration: findNextMigration(root) }
  const fill = (text) => text.replaceAll(/__(\w+?)__/g, (found, form) => forms[form] ?? found)
  /** @type {Map<string, string>} */
  const texts = new Map()
  const files = join(folder, kind, 'files')
  for (const entry of readdirSync(files, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const source = join(entry.parentPath, entry.name)
    const path = fill(source.slice(files.length + 1, -'.txt'.length).replaceAll('\\', '/'))
    if (existsSync(join(root, path))) throw new Error(`${path} already exists. Use another name.`)
    texts.set(path, fill(readFileSync(source, 'utf8')))
  }
  const { entries, steps } = JSON.parse(fill(readFileSync(join(folder, kind, 'entries.json'), 'utf8')))
  for (const { file, after = '', before = '', insert } of entries) {
    const text = texts.get(file) ?? readFileSync(join(root, file), 'utf8')
    const place = after + before
    if (!text.includes(place))
      throw new Error(`${file} does not contain ${JSON.stringify(place)}. Correct .ci/new/${kind}/entries.json.`)
    texts.set(
      file,
      text.replace(place, () => after + insert + before),
    )
  }
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return { paths: [...texts.keys()].sort(), steps }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [kind = '', name = '', germanName] = process.argv.slice(2)
  try {
    const { paths, steps } = writePart(join(folder, '../..'), kind, name, germanName)
    console.log(
      `Written:\n${paths.map((path) => `  ${path}\n`).join('')}\nNext:\n${steps.map((step) => `  ${step}\n`).join('')}`,
    )
  } catch (cause) {
    console.error(`${cause.message}\nnpm run new -- ${kinds.join('|')} NAME [GERMAN_NAME]`)
    process.exitCode = 2
  }
}
