import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

/**
 * Writes `packages/messages/english-texts.ts`: the English texts as literal types, from which `message` and `error`
 * infer codes and parameters, because TypeScript reads texts in JSON as `string`. The file is not committed. The build
 * runs this before TypeScript.
 */
const messages = new URL('../packages/messages/', import.meta.url)
const entries = readdirSync(new URL('english/', messages))
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => Object.entries(JSON.parse(readFileSync(new URL(`english/${name}`, messages), 'utf8'))))

const texts = entries.flatMap(([code, entry]) => [
  [code, entry.message ?? entry],
  ...(entry.hint === undefined ? [] : [[`${code}.hint`, entry.hint]]),
])
const problems = entries.filter(([, { meaning }]) => meaning !== undefined)

const source = `// Generated from packages/messages/english by \`npm run typecheck\`. Do not edit.

/** The English texts, keyed by code. The key of a hint ends in \`.hint\`. */
export interface EnglishTexts {
${texts.map(([key, text]) => `  readonly ${JSON.stringify(key)}: ${JSON.stringify(text)}`).join('\n')}
}

/** The codes of all problems that the error reference explains. @internal */
export type ProblemCode =
${problems.map(([code]) => `  | ${JSON.stringify(code)}`).join('\n')}
`

const path = new URL('english-texts.ts', messages)
// An unchanged file keeps its time, so that TypeScript does not check its users again.
if (!existsSync(path) || readFileSync(path, 'utf8') !== source) writeFileSync(path, source)
