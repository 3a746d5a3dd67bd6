import { explainProblem, referencePages, type ExplainedProblem } from '@aw-flow/messages/reference'

/** The error reference as one HTML page, with each code as the id of its entry. */
export function errorsPage(): string {
  const sections = referencePages.map(
    ({ name, title, introduction, codes }) =>
      `<section id="${name}"><h2>${escaped(title)}</h2><p>${withCode(introduction)}</p>` +
      `${codes.map((code) => entry(explainProblem(code)!)).join('\n')}</section>`,
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Error reference</title><link rel="stylesheet" href="/docs/style.css"></head>
<body><header><h1>Error reference</h1>
<p>Every problem has a stable code. Its entry says when the problem occurs, shows an example, and says what to do.</p></header>
<nav aria-label="Groups"><ul>${referencePages.map(({ name, title }) => `<li><a href="#${name}">${escaped(title)}</a></li>`).join('')}</ul></nav>
<main>${sections.join('\n')}</main></body></html>
`
}

const entry = ({ code, meaning, example, solution }: ExplainedProblem): string =>
  `<article id="${code}"><h3><a href="#${code}"><code>${code}</code></a></h3><p>${withCode(meaning)}</p>` +
  `<blockquote>${withCode(example)}</blockquote><p>${withCode(solution)}</p></article>`

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => signs[sign]!)
/** Escaped text in which backticks mark code. */
const withCode = (text: string): string => escaped(text).replace(/`([^`]*)`/g, '<code>$1</code>')
