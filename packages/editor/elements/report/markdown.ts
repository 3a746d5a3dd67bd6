import { html, type TemplateResult } from 'lit'

/**
 * Renders Markdown (headings, paragraphs, lists, tables, code, bold, emphasis, web links) as elements. Nothing is
 * interpreted as HTML; anything else is plain text. `level`: of all headings.
 *
 * @internal
 */
export function markdown(text: string, level: 2 | 4 = 4): TemplateResult[] {
  const lines = text.split(/\r\n|\r|\n/)
  const blocks: TemplateResult[] = []
  let at = 0
  const takeWhile = (holds: (line: string) => boolean): string[] => {
    const taken: string[] = []
    while (at < lines.length && holds(lines[at]!)) taken.push(lines[at++]!)
    return taken
  }
  while (at < lines.length) {
    const line = lines[at]!
    if (line.trim() === '') at++
    else if (line.startsWith('```')) {
      at++
      const code = takeWhile((one) => !one.startsWith('```'))
      at++
      blocks.push(html`<pre tabindex="0"><code>${code.join('\n')}</code></pre>`)
    } else if (/^#{1,6}\s/.test(line)) {
      at++
      const words = inline(line.replace(/^#+\s+/, ''))
      blocks.push(level === 2 ? html`<h2>${words}</h2>` : html`<h4>${words}</h4>`)
    } else if (/^\s*\|/.test(line)) blocks.push(table(takeWhile((one) => /^\s*\|/.test(one))))
    else if (/^\s*(?:[-*]|\d+\.)\s/.test(line)) {
      const items = takeWhile((one) => /^\s*(?:[-*]|\d+\.)\s/.test(one))
      const content = items.map((item) => html`<li>${inline(item.replace(/^\s*(?:[-*]|\d+\.)\s+/, ''))}</li>`)
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
      const paragraph = takeWhile((one) => one.trim() !== '' && !/^(?:```|#{1,6}\s|\s*\||\s*[-*]\s)/.test(one))
      // An unclosed mark is plain text.
      blocks.push(html`<p>${inline((paragraph.length > 0 ? paragraph : [lines[at++]!]).join(' '))}</p>`)
    }
  }
  return blocks
}

function table(lines: readonly string[]): TemplateResult {
  const rows = lines.filter((line) => !/^\s*\|[\s:|-]+\|?\s*$/.test(line)).map(cells)
  const [head = [], ...body] = rows
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${head.map((cell) => html`<th scope="col">${inline(cell)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${body.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => html`<td>${inline(cell)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** A bar inside code does not end a cell. */
const cells = (line: string): string[] =>
  (
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .match(/(?:`[^`]*`|\\\||[^|])+/g) ?? []
  ).map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'))

const marks = /(``.+?``|`[^`]+`|\*\*[^*]+\*\*|(?<!\w)_[^_\s](?:[^_]*[^_\s])?_(?!\w)|\[[^\]]+\]\(https?:\/\/[^)\s]+\))/

const inline = (text: string): unknown[] =>
  text.split(marks).map((part) => {
    if (part.length > 4 && part.startsWith('``') && part.endsWith('``'))
      return html`<code>${part.slice(2, -2).trim()}</code>`
    if (part.length > 2 && part.startsWith('`') && part.endsWith('`')) return html`<code>${part.slice(1, -1)}</code>`
    if (part.length > 4 && part.startsWith('**') && part.endsWith('**'))
      return html`<strong>${part.slice(2, -2)}</strong>`
    if (/^_[^_\s](?:[^_]*[^_\s])?_$/.test(part)) return html`<em>${part.slice(1, -1)}</em>`
    const [, words, address] = /^\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)$/.exec(part) ?? []
    return address === undefined
      ? part
      : html`<a href=${address} target="_blank" rel="noopener noreferrer">${words}</a>`
  })
