import { explainProblem, referencePages, type ExplainedProblem } from './index.ts'

const generatedNotice = '<!-- Generated from packages/messages by `npm run docs:errors`. Do not edit. -->'

/** Creates the files of `docs/errors`, by name. */
export function createReferenceFiles(): Readonly<Record<string, string>> {
  const files = referencePages.map(({ name, title, introduction, codes }) => {
    const entries = codes.map((code) => formatEntry(explainProblem(code)!))
    return [
      `${name}.md`,
      `# ${title}\n\n${generatedNotice}\n\n${introduction} [All pages](README.md)\n\n${entries.join('\n')}`,
    ]
  })
  return { 'README.md': formatOverview(), ...Object.fromEntries(files) }
}

const formatEntry = ({ code, meaning, example, solution }: ExplainedProblem): string =>
  `<a id="${code}"></a>\n\n## ${code}\n\n${meaning}\n\n> ${escapeMarkdown(example)}\n\n${escapeMarkdown(solution)}\n`

/** Escapes a message for Markdown. Backticks mark code in both, so code spans stay unchanged. */
const escapeMarkdown = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((segment) => (segment.startsWith('`') ? segment : segment.replace(/[*<\\]|\b_|_\b/g, '\\$&')))
    .join('')
    .replaceAll('\n', ' ')

function formatOverview(): string {
  const lists = referencePages.map(
    ({ name, title, introduction, codes }) =>
      `## [${title}](${name}.md)\n\n${introduction}\n\n${codes.map((code) => `- [${code}](${name}.md#${code})`).join('\n')}\n`,
  )
  return `# Error reference\n\n${generatedNotice}

Every problem has a stable code. Its entry explains when the problem occurs, shows the message with example values, and
describes the next step. On the command line, \`aw explain CODE\` prints the same entry; a server serves the reference at
\`/docs/errors\`.

${lists.join('\n')}`
}
