import { explainProblem, referencePages, type ExplainedProblem } from '@aw-flow/messages/reference'

/** Renders the error reference as a single HTML page. Each entry's ID is its error code. */
export function renderErrorsPage(): string {
  const sections = referencePages.map(
    ({ name, title, introduction, codes }) =>
      `<section id="${name}"><h2>${escapeHtml(title)}</h2><p>${renderInlineCode(introduction)}</p>` +
      `${codes.map((code) => renderEntry(explainProblem(code)!)).join('\n')}</section>`,
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Error reference</title><link rel="stylesheet" href="style.css"></head>
<body><header><h1>Error reference</h1>
<p>Every problem has a stable code. Its entry says when the problem occurs, shows an example, and says what to do.</p></header>
<nav aria-label="Groups"><ul>${referencePages.map(({ name, title }) => `<li><a href="#${name}">${escapeHtml(title)}</a></li>`).join('')}</ul></nav>
<main>${sections.join('\n')}</main></body></html>
`
}

const renderEntry = ({ code, meaning, example, solution }: ExplainedProblem): string =>
  `<article id="${code}"><h3><a href="#${code}"><code>${code}</code></a></h3><p>${renderInlineCode(meaning)}</p>` +
  `<blockquote>${renderInlineCode(example)}</blockquote><p>${renderInlineCode(solution)}</p></article>`

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character]!)
/** Escapes HTML, and converts text in backticks to `<code>` elements. */
const renderInlineCode = (text: string): string => escapeHtml(text).replace(/`([^`]*)`/g, '<code>$1</code>')
