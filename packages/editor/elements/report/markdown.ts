import { html, type TemplateResult } from 'lit'

/**
 * Renders Markdown. Supports headings, paragraphs, lists, tables, code, bold, emphasis and web links. HTML and any
 * other markup are shown as plain text.
 *
 * @param level - HTML level of all headings, regardless of their Markdown level.
 * @internal
 */
export function renderMarkdown(text: string, level: 2 | 4 = 4): TemplateResult[] {
  const lines = text.split(/\r\n|\r|\n/)
  const blocks: TemplateResult[] = []
  let index = 0
  const takeWhile = (matches: (line: string) => boolean): string[] => {
    const matchingLines: string[] = []
    while (index < lines.length && matches(lines[index]!)) matchingLines.push(lines[index++]!)
    return matchingLines
  }
  while (index < lines.length) {
    const line = lines[index]!
    if (line.trim() === '') index++
    else if (line.startsWith('```')) {
      index++
      const code = takeWhile((candidate) => !candidate.startsWith('```'))
      index++
      blocks.push(html`<pre tabindex="0"><code>${code.join('\n')}</code></pre>`)
    } else if (/^#{1,6}\s/.test(line)) {
      index++
      const heading = renderInline(line.replace(/^#+\s+/, ''))
      blocks.push(level === 2 ? html`<h2>${heading}</h2>` : html`<h4>${heading}</h4>`)
    } else if (/^\s*\|/.test(line)) blocks.push(renderTable(takeWhile((candidate) => /^\s*\|/.test(candidate))))
    else if (/^\s*(?:[-*]|\d+\.)\s/.test(line)) {
      const items = takeWhile((candidate) => /^\s*(?:[-*]|\d+\.)\s/.test(candidate))
      const content = items.map((item) => html`<li>${renderInline(item.replace(/^\s*(?:[-*]|\d+\.)\s+/, ''))}</li>`)
      blocks.push(
        /^\s*\d/.test(line)
          ? html`<ol>
              ${content}
            </ol>`
          : html`<ul>
              ${content}
            </ul>`,
      )
    } else {
      const paragraph = takeWhile(
        (candidate) => candidate.trim() !== '' && !/^(?:```|#{1,6}\s|\s*\||\s*[-*]\s)/.test(candidate),
      )
      // A block marker that does not start a block is rendered as plain text.
      blocks.push(html`<p>${renderInline((paragraph.length > 0 ? paragraph : [lines[index++]!]).join(' '))}</p>`)
    }
  }
  return blocks
}

function renderTable(lines: readonly string[]): TemplateResult {
  const rows = lines.filter((line) => !/^\s*\|[\s:|-]+$/.test(line)).map(splitCells)
  const [head = [], ...body] = rows
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${head.map((cell) => html`<th scope="col">${renderInline(cell)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${body.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => html`<td>${renderInline(cell)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** Splits a table row into cells. An escaped pipe or a pipe inside code does not end a cell. */
const splitCells = (line: string): string[] =>
  (
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .match(/(?:`[^`]*`|\\\||[^|])+/g) ?? []
  ).map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'))

const inlineMarkup =
  /(``.+?``|`[^`]+`|\*\*[^*]+\*\*|(?<!\w)_[^_\s](?:[^_]*[^_\s])?_(?!\w)|\[[^\]]+\]\(https?:\/\/[^)\s]+\))/

/** Longer paragraphs are rendered without inline markup, because matching takes quadratic time. */
const maxParagraphLength = 10_000

const renderInline = (text: string): unknown[] =>
  (text.length > maxParagraphLength ? [text] : text.split(inlineMarkup)).map((segment) => {
    if (segment.length > 4 && segment.startsWith('``') && segment.endsWith('``'))
      return html`<code>${segment.slice(2, -2).trim()}</code>`
    if (segment.length > 2 && segment.startsWith('`') && segment.endsWith('`'))
      return html`<code>${segment.slice(1, -1)}</code>`
    if (segment.length > 4 && segment.startsWith('**') && segment.endsWith('**'))
      return html`<strong>${segment.slice(2, -2)}</strong>`
    if (/^_[^_\s](?:[^_]*[^_\s])?_$/.test(segment)) return html`<em>${segment.slice(1, -1)}</em>`
    const [, label, url] = /^\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)$/.exec(segment) ?? []
    return url === undefined ? segment : html`<a href=${url} target="_blank" rel="noopener noreferrer">${label}</a>`
  })
