/** Sections of a version, in the order of Keep a Changelog. */
export const sectionNames = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security']

const sectionOfType = { major: 'Changed', minor: 'Added', patch: 'Fixed', none: 'Changed' }

/** Splits Markdown at its headings of level 3. The text before the first one belongs to `defaultSection`. */
function readSections(text, defaultSection) {
  const [head = '', ...rest] = text.split(/^### (.+)$/m)
  const sections = defaultSection && head.trim() ? [[defaultSection, head.trim()]] : []
  for (let index = 0; index < rest.length; index += 2) {
    const name = rest[index].trim()
    if (!sectionNames.includes(name)) throw new Error(`"${name}" is not a section: use ${sectionNames.join(', ')}.`)
    if (rest[index + 1].trim()) sections.push([name, rest[index + 1].trim()])
  }
  return sections
}

/** Returns the text of a version without its heading; `undefined` if the changelog does not have it. */
export function readNotes(changelog, version) {
  const start = changelog.indexOf(`\n## [${version}]`)
  if (start < 0) return undefined
  const body = changelog.slice(changelog.indexOf('\n', start + 1) + 1)
  const end = body.search(/^(?:## \[|\[[^\]]+\]: )/m)
  return (end < 0 ? body : body.slice(0, end)).trim()
}

/**
 * Moves the unreleased changes and the texts of changesets to a new version of the changelog.
 *
 * @param {string} changelog - The changelog in the form of Keep a Changelog.
 * @param {{ version: string, date: string, changesets: { summary: string, type: 'major' | 'minor' | 'patch' | 'none' }[] }} release
 * @returns {string} The changelog with the version, and an empty section of unreleased changes.
 */
export function addVersion(changelog, { version, date, changesets }) {
  if (readNotes(changelog, version) !== undefined) throw new Error(`The changelog already has version ${version}.`)
  const unreleased = readNotes(changelog, 'Unreleased')
  if (unreleased === undefined) throw new Error('The changelog has no section "## [Unreleased]".')
  const entries = [
    ...readSections(unreleased),
    ...changesets.flatMap(({ summary, type }) => readSections(toListItem(summary), sectionOfType[type])),
  ]
  const sections = sectionNames.flatMap((name) => {
    const texts = entries.filter(([section]) => section === name).map(([, text]) => text)
    return texts.length > 0 ? [`### ${name}\n\n${texts.join('\n')}`] : []
  })
  const start = changelog.indexOf('\n## [Unreleased]')
  const tail = changelog.slice(start + 1).replace(/^.*\n/, '')
  const rest = tail.slice(tail.indexOf(unreleased) + unreleased.length).trimStart()
  const heading = `## [${version}] - ${date}`
  const link = `[${version}]: #${version.replaceAll(/[^\w-]/g, '')}---${date}`
  const older = rest.replace(/^\[Unreleased\]: .*$/m, (unreleasedLink) => `${unreleasedLink}\n${link}`)
  return `${changelog.slice(0, start)}\n## [Unreleased]\n\n${[heading, ...sections].join('\n\n')}\n\n${older}`
}

/** Formats a summary of one paragraph as a list item. */
const toListItem = (summary) => (/^(?:[-*] |### )/.test(summary.trim()) ? summary : `- ${summary.trim()}`)
