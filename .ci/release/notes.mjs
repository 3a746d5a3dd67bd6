import { readFileSync } from 'node:fs'
import { readNotes } from './changelog.mjs'

/** `node .ci/release/notes.mjs VERSION` prints the text of a version for its release page. */
const [version = ''] = process.argv.slice(2)
const notes = readNotes(readFileSync(new URL('../../CHANGELOG.md', import.meta.url), 'utf8'), version)
if (!notes) throw new Error(`CHANGELOG.md has no text for version "${version}".`)
console.log(notes)
